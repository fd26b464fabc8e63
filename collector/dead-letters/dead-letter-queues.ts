import type { Instant } from '../../platform/clock.ts';
import type { Db } from '../../platform/postgres.ts';

/**
 * Why nobody knows whose messages lie in a queue. `not_yet`: others came first. `counts_as_delivery`: the broker counts a
 * look like a delivery, and drops what was delivered too often. `bounded`: what is put back into a full queue could push
 * another out. `read_by_others`: somebody works them off. `not_allowed`: we may not read it. `no_answer`: it was tried.
 */
export type WhyNotLooked =
  | 'not_yet'
  | 'counts_as_delivery'
  | 'bounded'
  | 'read_by_others'
  | 'not_allowed'
  | 'no_answer';

/** A queue in which dead letters lie. One without any is not among them. */
export type DeadLetterQueue = {
  vhost: string;
  name: string;
  messages: number;
  /** So long there have been any, as far as we have seen. */
  since: Instant;
  /** What is known of its messages is what lies there, but for those beyond the first two hundred. */
  lookedInto: boolean;
  /** Null: it was looked into. */
  whyNot: WhyNotLooked | null;
  /** The last time; null: never. */
  lookedAt: Instant | null;
  /** How many there were then. */
  depthThen: number | null;
};

/** By virtual host and name. */
export async function readDeadLetterQueues(db: Db): Promise<DeadLetterQueue[]> {
  const { rows } = await db.query<DeadLetterQueue>(
    `select q.vhost, q.name, q.messages, q.since, q.looked_into as "lookedInto", q.why_not as "whyNot",
            q.looked_at as "lookedAt", q.depth_then as "depthThen"
       from collector.dead_letter_queue q order by q.vhost, q.name`,
  );
  return rows;
}

/** These, and no others any more. */
export async function saveDeadLetterQueues(tx: Db, queues: readonly DeadLetterQueue[]): Promise<void> {
  await tx.query(
    `with there as (
       select * from jsonb_to_recordset($1) as r (
         vhost text, name text, messages bigint, since float8, "lookedInto" boolean, "whyNot" text, "lookedAt" float8,
         "depthThen" bigint)
     ), gone as (
       delete from collector.dead_letter_queue q
        where not exists (select from there where there.vhost = q.vhost and there.name = q.name)
     )
     insert into collector.dead_letter_queue
       (vhost, name, messages, since, looked_into, why_not, looked_at, depth_then)
     select there.vhost, there.name, there.messages, to_timestamp(there.since / 1000), there."lookedInto",
            there."whyNot", to_timestamp(there."lookedAt" / 1000), there."depthThen"
       from there
     on conflict (vhost, name) do update
        set messages = excluded.messages, since = excluded.since, looked_into = excluded.looked_into,
            why_not = excluded.why_not, looked_at = excluded.looked_at, depth_then = excluded.depth_then`,
    [JSON.stringify(queues)],
  );
}

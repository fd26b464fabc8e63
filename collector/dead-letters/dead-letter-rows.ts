import type { Instant } from '../../platform/clock.ts';
import type { Db } from '../../platform/postgres.ts';

/** A message that lies in a queue for dead letters, as the last look into that queue found it. */
export type DeadLetter = {
  vhost: string;
  /** Where it lies. */
  queue: string;
  /** Hexadecimal; the same message has the same at every look. */
  digest: string;
  /** The orders that it names, as the ledger does: `ORD-1042`, `~mes:M-77`, `~corr:cart-77`. */
  orders: readonly string[];
  type: string | null;
  status: string | null;
  source: string | null;
  /** The queue in which it died; null: the broker does not say, or somebody put it here by hand. */
  diedIn: string | null;
  /** The broker's word: `rejected`, `expired`, `maxlen`, `delivery_limit`. */
  reason: string | null;
  /** So often for that reason in that queue. */
  deaths: number | null;
  /** To which it was published. */
  exchange: string | null;
  routingKey: string | null;
  /** To the second. */
  deadAt: Instant | null;
};

export type KnownDeadLetter = DeadLetter & { seenAt: Instant };

// Of what waits there, as much as anybody would look at.
const MOST = 1_000;

/** Those that name one of these, in the names of the ledger, and still lie there; the newest first, a thousand at most. */
export async function readDeadLetters(db: Db, names: readonly string[]): Promise<KnownDeadLetter[]> {
  if (names.length === 0) return [];
  const { rows } = await db.query<KnownDeadLetter>(
    `select d.vhost, d.queue, encode(d.digest, 'hex') as digest, d.orders, d.type, d.status, d.source,
            d.died_in as "diedIn", d.reason, d.deaths, d.exchange, d.routing_key as "routingKey",
            d.dead_at as "deadAt", d.seen_at as "seenAt"
       from collector.dead_letter d
      where d.orders && $1::text[] and d.gone_at is null
      order by d.seen_at desc, d.digest limit $2`,
    [names, MOST],
  );
  return rows;
}

/** What a look into a queue found: these lie there, and whatever else was known to lie there is gone. */
export async function saveDeadLetters(
  tx: Db,
  { vhost, name }: { vhost: string; name: string },
  letters: readonly DeadLetter[],
  now: Instant,
): Promise<void> {
  await tx.query(
    `insert into collector.dead_letter
       (vhost, queue, digest, orders, type, status, source, died_in, reason, deaths, exchange, routing_key, dead_at, seen_at)
     select $1, $2, decode(r.digest, 'hex'), r.orders, r.type, r.status, r.source, r."diedIn", r.reason, r.deaths,
            r.exchange, r."routingKey", to_timestamp(r."deadAt" / 1000), $4
       from jsonb_to_recordset($3) as r (
         digest text, orders text[], type text, status text, source text, "diedIn" text, reason text, deaths bigint,
         exchange text, "routingKey" text, "deadAt" float8)
     on conflict (vhost, queue, digest) do update set gone_at = null, deaths = excluded.deaths`,
    [vhost, name, JSON.stringify(letters), new Date(now)],
  );
  await tx.query(
    `update collector.dead_letter d set gone_at = $4
      where d.vhost = $1 and d.queue = $2 and d.gone_at is null and not (encode(d.digest, 'hex') = any ($3::text[]))`,
    [vhost, name, letters.map(({ digest }) => digest), new Date(now)],
  );
}

/** Nothing lies in these any more. */
export async function emptyDeadLetters(
  tx: Db,
  queues: readonly { vhost: string; name: string }[],
  now: Instant,
): Promise<void> {
  await tx.query(
    `update collector.dead_letter d set gone_at = $3 from unnest($1::text[], $2::text[]) as q (vhost, name)
      where d.vhost = q.vhost and d.queue = q.name and d.gone_at is null`,
    [queues.map(({ vhost }) => vhost), queues.map(({ name }) => name), new Date(now)],
  );
}

/** Takes away what has been gone since before that instant. */
export async function forgetDeadLetters(tx: Db, before: Instant): Promise<void> {
  await tx.query('delete from collector.dead_letter d where d.gone_at < $1', [new Date(before)]);
}

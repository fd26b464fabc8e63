import type { Instant } from '../../platform/clock.ts';
import type { Db } from '../../platform/postgres.ts';

/** A queue as the last look found it. */
export type WatchedQueue = {
  name: string;
  vhost: string;
  messages: number;
  ready: number;
  unacknowledged: number;
  consumers: number;
  /** The last time; null: never, as far as we have seen. */
  hadConsumersAt: Instant | null;
  publishedPerSecond: number;
  /** Acknowledged, or delivered to those who need not acknowledge. */
  takenPerSecond: number;
  /** The last time; null: never, as far as we have seen. */
  wasEmptyAt: Instant | null;
  /** Of the message at its head; null: there is none. */
  oldestAgeMs: number | null;
  /** The broker does not say how old it is, so it is worked out from depth and pace. */
  ageIsEstimate: boolean;
  /** Other queues send their dead letters here. */
  isDeadLetter: boolean;
  /** What we consume. */
  isOurs: boolean;
  sampledAt: Instant;
};

/** By virtual host and name. A queue that is gone is no longer among them. */
export async function readQueues(db: Db): Promise<WatchedQueue[]> {
  const { rows } = await db.query<WatchedQueue>(
    `select q.name, q.vhost, q.messages, q.ready, q.unacknowledged, q.consumers, q.had_consumers_at as "hadConsumersAt",
            q.published_per_s as "publishedPerSecond", q.taken_per_s as "takenPerSecond",
            q.was_empty_at as "wasEmptyAt", q.oldest_age_ms as "oldestAgeMs", q.age_is_estimate as "ageIsEstimate",
            q.is_dead_letter as "isDeadLetter", q.is_ours as "isOurs", q.sampled_at as "sampledAt"
       from collector.watched_queue q order by q.vhost, q.name`,
  );
  return rows;
}

export async function saveQueues(tx: Db, queues: readonly WatchedQueue[]): Promise<void> {
  await tx.query(
    `insert into collector.watched_queue as q
       (vhost, name, messages, ready, unacknowledged, consumers, had_consumers_at, published_per_s, taken_per_s,
        was_empty_at, oldest_age_ms, age_is_estimate, is_dead_letter, is_ours, sampled_at)
     select r.vhost, r.name, r.messages, r.ready, r.unacknowledged, r.consumers,
            to_timestamp(r."hadConsumersAt" / 1000), r."publishedPerSecond", r."takenPerSecond",
            to_timestamp(r."wasEmptyAt" / 1000), r."oldestAgeMs", r."ageIsEstimate", r."isDeadLetter", r."isOurs",
            to_timestamp(r."sampledAt" / 1000)
       from jsonb_to_recordset($1) as r (
         vhost text, name text, messages bigint, ready bigint, unacknowledged bigint, consumers integer,
         "hadConsumersAt" float8, "publishedPerSecond" float8, "takenPerSecond" float8, "wasEmptyAt" float8,
         "oldestAgeMs" float8, "ageIsEstimate" boolean, "isDeadLetter" boolean, "isOurs" boolean, "sampledAt" float8)
     on conflict (vhost, name) do update
        set messages = excluded.messages, ready = excluded.ready, unacknowledged = excluded.unacknowledged,
            consumers = excluded.consumers, had_consumers_at = excluded.had_consumers_at,
            published_per_s = excluded.published_per_s, taken_per_s = excluded.taken_per_s,
            was_empty_at = excluded.was_empty_at, oldest_age_ms = excluded.oldest_age_ms,
            age_is_estimate = excluded.age_is_estimate, is_dead_letter = excluded.is_dead_letter,
            is_ours = excluded.is_ours, sampled_at = excluded.sampled_at`,
    [JSON.stringify(queues)],
  );
}

/** Those that were there at the last look and are not any more. */
export async function forgetQueues(tx: Db, gone: readonly { vhost: string; name: string }[]): Promise<void> {
  await tx.query(
    `delete from collector.watched_queue q using unnest($1::text[], $2::text[]) as g (vhost, name)
      where q.vhost = g.vhost and q.name = g.name`,
    [gone.map(({ vhost }) => vhost), gone.map(({ name }) => name)],
  );
}

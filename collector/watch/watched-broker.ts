import type { Instant } from '../../platform/clock.ts';
import type { Db } from '../../platform/postgres.ts';

/** RabbitMQ as the last look found it. */
export type WatchedBroker = {
  reachable: boolean;
  /** So long it has been reachable, or not. */
  since: Instant;
  /** Why it is not. */
  obstacle: string | null;
  /** `memory of rabbit@a`, `disk of rabbit@b`, `rabbit@c is down`. While it is not reachable: the last that were known. */
  alarms: string[];
  /** Of the last look, whether it found anything or not. */
  sampledAt: Instant;
};

/** Null: nobody has looked so far, because nobody said where the management API is. */
export async function readBroker(db: Db): Promise<WatchedBroker | null> {
  const { rows } = await db.query<WatchedBroker>(
    `select b.reachable, b.since, b.obstacle, b.alarms, b.sampled_at as "sampledAt" from collector.watched_broker b`,
  );
  return rows[0] ?? null;
}

export async function saveReachable(tx: Db, alarms: readonly string[], now: Instant): Promise<void> {
  await tx.query(
    `insert into collector.watched_broker as b (reachable, since, obstacle, alarms, sampled_at)
     values (true, $2, null, $1, $2)
     on conflict (one) do update
        set reachable = true, since = case when b.reachable then b.since else excluded.since end, obstacle = null,
            alarms = excluded.alarms, sampled_at = excluded.sampled_at`,
    [alarms, new Date(now)],
  );
}

export async function saveUnreachable(tx: Db, obstacle: string, now: Instant): Promise<void> {
  await tx.query(
    `insert into collector.watched_broker as b (reachable, since, obstacle, alarms, sampled_at)
     values (false, $2, $1, '{}', $2)
     on conflict (one) do update
        set reachable = false, since = case when b.reachable then excluded.since else b.since end,
            obstacle = excluded.obstacle, sampled_at = excluded.sampled_at`,
    [obstacle, new Date(now)],
  );
}

import type { Instant } from '../../platform/clock.ts';
import type { Db } from '../../platform/postgres.ts';

/** An endpoint as the last question found it. */
export type WatchedEndpoint = {
  name: string;
  /** Whose it is; null: nobody's in particular. */
  system: string | null;
  up: boolean;
  /** So long it has been up, or not. */
  since: Instant;
  /** Of the last answer; null: none came. */
  status: number | null;
  latencyMs: number | null;
  /** Why it is not up. */
  obstacle: string | null;
  /** The last questions, the oldest first. `ms`: how long the answer took; null: none came. */
  recent: readonly { up: boolean; ms: number | null }[];
  sampledAt: Instant;
};

/** By name. One that is not declared any more is no longer among them. */
export async function readEndpoints(db: Db): Promise<WatchedEndpoint[]> {
  const { rows } = await db.query<WatchedEndpoint>(
    `select e.name, e.system, e.up, e.since, e.status, e.latency_ms as "latencyMs", e.obstacle, e.recent,
            e.sampled_at as "sampledAt"
       from collector.watched_endpoint e order by e.name`,
  );
  return rows;
}

export async function saveEndpoint(db: Db, found: WatchedEndpoint): Promise<void> {
  await db.query(
    `insert into collector.watched_endpoint
       (name, system, up, since, status, latency_ms, obstacle, recent, sampled_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
     on conflict (name) do update
        set system = excluded.system, up = excluded.up, since = excluded.since, status = excluded.status,
            latency_ms = excluded.latency_ms, obstacle = excluded.obstacle, recent = excluded.recent,
            sampled_at = excluded.sampled_at`,
    [
      found.name,
      found.system,
      found.up,
      new Date(found.since),
      found.status,
      found.latencyMs,
      found.obstacle,
      JSON.stringify(found.recent),
      new Date(found.sampledAt),
    ],
  );
}

/** All but these. */
export async function forgetEndpoints(db: Db, but: readonly string[]): Promise<void> {
  await db.query('delete from collector.watched_endpoint e where e.name <> all ($1::text[])', [but]);
}

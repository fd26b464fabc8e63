import type { Instant } from '../platform/clock.ts';
import type { Db } from '../platform/postgres.ts';
import type { LocalizedText } from '../tracker/lifecycle.ts';
import type { Severity } from './severity.ts';

/** Incidents of rules on trial are not in a digest: nobody is told of them. */

/** In a stretch of time. */
export async function countIncidents(db: Db, from: Instant, to: Instant): Promise<{ opened: number; closed: number }> {
  const { rows } = await db.query<{ opened: number; closed: number }>(
    `select count(*) filter (where i.opened_at >= $1 and i.opened_at < $2) as opened,
            count(*) filter (where i.resolved_at >= $1 and i.resolved_at < $2) as closed
       from alerts.incident i where not i.shadow and (i.resolved_at is null or i.resolved_at >= $1)`,
    [new Date(from), new Date(to)],
  );
  return rows[0]!;
}

export async function countUnresolved(db: Db): Promise<{ open: number; taken: number }> {
  const { rows } = await db.query<{ open: number; taken: number }>(
    `select count(*) filter (where i.state = 'open') as open, count(*) filter (where i.state <> 'open') as taken
       from alerts.incident i where i.state <> 'resolved' and not i.shadow`,
  );
  return rows[0]!;
}

export type Unresolved = {
  id: number;
  title: LocalizedText;
  severity: Severity;
  openedAt: Instant;
  orders: number;
  by: string | null;
  acknowledgedAt: Instant | null;
};

/** Those that nobody has taken on, then those that somebody has had the longest. */
export async function findUnresolved(db: Db, limit: number): Promise<Unresolved[]> {
  const { rows } = await db.query<Unresolved>(
    `select i.id, i.title, i.severity, i.opened_at as "openedAt", i.acknowledged_by as by,
            i.acknowledged_at as "acknowledgedAt",
            (select count(*) from alerts.finding f
              where f.incident_id = i.id and f.order_id is not null and f.resolved_at is null) as orders
       from alerts.incident i where i.state <> 'resolved' and not i.shadow
      order by i.state <> 'open', coalesce(i.acknowledged_at, i.opened_at), i.id limit $1`,
    [limit],
  );
  return rows;
}

/** Those that hold now and end by then. */
export async function findEndingSilences(
  db: Db,
  now: Instant,
  by: Instant,
): Promise<{ reason: string; author: string; until: Instant }[]> {
  const { rows } = await db.query<{ reason: string; author: string; until: Instant }>(
    `select s.reason, s.author, s.until_at as until from alerts.silence s
      where s.ended_at is null and s.from_at <= $1 and s.until_at > $1 and s.until_at <= $2 order by s.until_at, s.id`,
    [new Date(now), new Date(by)],
  );
  return rows;
}

/** When the one before was due, up to which managers have read of everything; null: nobody knows. */
export async function findDigestBefore(db: Db, job: string, dueAt: Instant): Promise<Instant | null> {
  const { rows } = await db.query<{ due_at: Instant }>(
    `select r.due_at from alerts.run r
      where r.job = $1 and r.due_at < $2 and r.ended_at is not null and r.error is null
      order by r.due_at desc limit 1`,
    [job, new Date(dueAt)],
  );
  return rows[0]?.due_at ?? null;
}

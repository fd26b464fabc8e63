import { type Instant, toIso } from '../../platform/clock.ts';
import type { Db } from '../../platform/postgres.ts';
import type { PushTarget } from './push-target.ts';
import type { PushedIncident } from './pushed-incident.ts';

/**
 * Takes up to `target.batch` incidents of which the target does not know how they stand, or would soon forget it, those
 * that failed least first; nobody else takes them until `leaseUntil`. Any number of processes may.
 */
export async function claimDue(
  db: Db,
  { name, batch, onlyOwn }: PushTarget,
  { now, leaseUntil }: { now: Instant; leaseUntil: Instant },
): Promise<number[]> {
  const { rows } = await db.query<{ id: number }>(
    `with due as (
       select i.id, coalesce(p.version, 0) as known, p.renew_at, coalesce(p.attempts, 0) as attempts
         from alerts.incident i left join alerts.push p on p.incident_id = i.id and p.target = $1
        where i.state <> 'resolved' and not i.shadow
          and (p.incident_id is null or p.version < i.version or p.renew_at <= $2)
          and (p.next_at is null or p.next_at <= $2)
          and (not $5 or exists (select from alerts.finding f where f.incident_id = i.id and f.origin = 'rule'))
       union all
       -- Who was never told that it began is not told that it is over.
       select i.id, p.version, p.renew_at, p.attempts
         from alerts.push p join alerts.incident i on i.id = p.incident_id
        where p.target = $1 and not p.settled and i.state = 'resolved' and (p.version > 0 or p.attempts > 0)
           and (p.next_at is null or p.next_at <= $2)
        order by attempts, id limit $3)
     insert into alerts.push as p (incident_id, target, version, renew_at, attempts, next_at)
     select d.id, $1, d.known, d.renew_at, 1, $4 from due d order by d.id
     on conflict (incident_id, target) do update set attempts = p.attempts + 1, next_at = excluded.next_at
      -- Unless somebody else has taken it since it was looked at.
      where (p.next_at is null or p.next_at <= $2)
        and p.version = excluded.version and p.renew_at is not distinct from excluded.renew_at
     returning p.incident_id as id`,
    [name, toIso(now), batch, toIso(leaseUntil), onlyOwn],
  );
  return rows.map(({ id }) => id);
}

/** How they stand now. */
export async function readPushed(db: Db, ids: readonly number[], target: string): Promise<PushedIncident[]> {
  const { rows } = await db.query<PushedIncident>(
    `select i.id, i.rule, i.about, i.severity, i.state, i.title, i."limit", i.cause ->> 'en' as cause,
            i.cause_key as "causeKey", i.suspect, i.storm, doubt.why as "suspectBecause",
            i.opened_at as "openedAt", i.acknowledged_by as "acknowledgedBy", i.until, i.resolved_at as "resolvedAt",
            i.resolution, i.version, p.version as "knownVersion",
            p.version > 0 and not p.settled and p.attempts <= 1 as "isKnown", c.orders as "orderCount", first.orders,
            case when c.findings = 1 then first.detail end as detail
       from alerts.incident i
       join alerts.push p on p.incident_id = i.id and p.target = $2
       cross join lateral (
         select count(distinct f.order_id) as orders, count(*) as findings from alerts.finding f
          where f.incident_id = i.id and (f.resolved_at is null or i.state = 'resolved')) as c
       cross join lateral (
         select coalesce(array_agg(f.order_id) filter (where f.order_id is not null), '{}') as orders,
                min(f.detail ->> 'en') as detail
           from (select f.order_id, f.detail from alerts.finding f
                  where f.incident_id = i.id and (f.resolved_at is null or i.state = 'resolved')
                  order by f.since, f.subject limit 10) as f) as first
       left join lateral (
         select f.suspect ->> 'en' as why from alerts.finding f
          where f.incident_id = i.id and f.resolved_at is null and f.suspect is not null
          order by f.first_seen_at, f.since, f.subject limit 1) as doubt on true
      where i.id = any ($1::bigint[]) order by i.id`,
    [ids, target],
  );
  return rows;
}

/** The target knows how they stood when they were read. */
export async function markTaken(
  db: Db,
  target: string,
  incidents: readonly PushedIncident[],
  { now, renewAt }: { now: Instant; renewAt: Instant | null },
): Promise<void> {
  await db.query(
    `update alerts.push p
        set version = t.version, settled = t.settled, renew_at = case when not t.settled then $5::timestamptz end,
            attempts = 0, next_at = null, error = null, pushed_at = $6
       from unnest($2::bigint[], $3::integer[], $4::boolean[]) as t (id, version, settled)
      where p.incident_id = t.id and p.target = $1`,
    [
      target,
      incidents.map(({ id }) => id),
      incidents.map(({ version }) => version),
      incidents.map(({ state }) => state === 'resolved'),
      renewAt === null ? null : toIso(renewAt),
      toIso(now),
    ],
  );
}

export async function markNotTaken(
  db: Db,
  target: string,
  ids: readonly number[],
  { said, nextAt }: { said: string; nextAt: Instant },
): Promise<void> {
  await db.query(
    `update alerts.push p set error = $3, next_at = $4 where p.target = $1 and p.incident_id = any ($2::bigint[])`,
    [target, ids, said, toIso(nextAt)],
  );
}

/** Nothing was tried: they are looked at again then. */
export async function postpone(db: Db, target: string, ids: readonly number[], nextAt: Instant): Promise<void> {
  await db.query(
    `update alerts.push p set attempts = p.attempts - 1, next_at = $3
      where p.target = $1 and p.incident_id = any ($2::bigint[])`,
    [target, ids, toIso(nextAt)],
  );
}

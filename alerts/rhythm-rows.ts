import { type Instant, toIso } from '../platform/clock.ts';
import type { Db } from '../platform/postgres.ts';
import type { ArrivalCount } from '../tracker/arrival-counts.ts';

export type RhythmKind = 'source' | 'partner' | 'status';

/** Of one name: since when it is known, when it was heard last, and how much has come in all that time. */
export type Known = { name: string; firstHour: Instant; lastAt: Instant; events: number };

/** Up to which instant everything is counted; null: nothing is. */
export async function readCountedUpTo(db: Db): Promise<Instant | null> {
  const { rows } = await db.query<{ at: Instant | null }>(
    `select max(last_at) as at from alerts.rhythm where kind = 'source'`,
  );
  return rows[0]!.at;
}

export async function addCounts(db: Db, kind: RhythmKind, counts: readonly ArrivalCount[]): Promise<void> {
  if (counts.length === 0) return;
  await db.query(
    `insert into alerts.rhythm as known (kind, name, hour, events, orders, last_at)
     select $1, * from unnest($2::text[], $3::timestamptz[], $4::int[], $5::int[], $6::timestamptz[])
     on conflict (kind, name, hour) do update
       set events = known.events + excluded.events, orders = known.orders + excluded.orders,
           last_at = greatest(known.last_at, excluded.last_at)`,
    [
      kind,
      counts.map(({ name }) => name),
      counts.map(({ hour }) => toIso(hour)),
      counts.map(({ events }) => events),
      counts.map(({ orders }) => orders),
      counts.map(({ lastAt }) => toIso(lastAt)),
    ],
  );
}

export async function readKnown(db: Db, kind: RhythmKind, names: readonly string[] | null): Promise<Known[]> {
  const { rows } = await db.query<Known>(
    `select name, min(hour) as "firstHour", max(last_at) as "lastAt", sum(events)::int as events
       from alerts.rhythm where kind = $1 and ($2::text[] is null or name = any ($2)) group by name order by name`,
    [kind, names],
  );
  return rows;
}

/** The events of these hours, by name; an hour in which nothing came is missing. */
export async function readHours(
  db: Db,
  kind: RhythmKind,
  names: readonly string[],
  hours: readonly Instant[],
): Promise<Map<string, Map<Instant, number>>> {
  const { rows } = await db.query<{ name: string; hour: Instant; events: number }>(
    `select name, hour, events from alerts.rhythm
      where kind = $1 and name = any ($2::text[]) and hour = any ($3::timestamptz[])`,
    [kind, names, hours.map(toIso)],
  );
  const found = new Map<string, Map<Instant, number>>(names.map(name => [name, new Map()]));
  for (const { name, hour, events } of rows) found.get(name)!.set(hour, events);
  return found;
}

/** An hour in which many orders of a partner began. */
export type BusyHour = { name: string; hour: Instant; events: number; orders: number };

/** Since then, by name and hour. */
export async function readBusyHours(db: Db, { from, orders }: { from: Instant; orders: number }): Promise<BusyHour[]> {
  const { rows } = await db.query<BusyHour>(
    `select name, hour, events, orders from alerts.rhythm
      where kind = 'partner' and orders >= $2 and hour >= $1 order by name, hour`,
    [toIso(from), orders],
  );
  return rows;
}

/** How many orders began in the busiest hours of each partner, but for one of twenty, of those in which any began. */
export async function readBusiest(
  db: Db,
  names: readonly string[],
  { from, before }: { from: Instant; before: Instant },
): Promise<Map<string, number>> {
  const { rows } = await db.query<{ name: string; orders: number }>(
    `select name, percentile_disc(0.95) within group (order by orders) as orders from alerts.rhythm
      where kind = 'partner' and name = any ($1) and orders > 0 and hour >= $2 and hour < $3 group by name`,
    [names, toIso(from), toIso(before)],
  );
  return new Map(rows.map(({ name, orders }) => [name, orders]));
}

/** The events of all hours from then on, by name; an hour in which nothing came is missing. */
export async function readHoursFrom(
  db: Db,
  kind: RhythmKind,
  names: readonly string[],
  from: Instant,
): Promise<Map<string, Map<Instant, number>>> {
  const { rows } = await db.query<{ name: string; hour: Instant; events: number }>(
    `select name, hour, events from alerts.rhythm where kind = $1 and name = any ($2::text[]) and hour >= $3`,
    [kind, names, toIso(from)],
  );
  const found = new Map<string, Map<Instant, number>>(names.map(name => [name, new Map()]));
  for (const { name, hour, events } of rows) found.get(name)!.set(hour, events);
  return found;
}

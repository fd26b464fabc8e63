import type { Instant } from '../platform/clock.ts';
import type { Db } from '../platform/postgres.ts';
import type { Incident, IncidentEvent } from './incident.ts';
import { noteEvents } from './incident-events.ts';
import { grown } from './incident-life.ts';

/** So many more orders, and twice as many: that is not what somebody took on. */
const MORE = 10;
const TIMES = 2;

type Growth = { from: number; to: number };

/** Those that somebody has taken on and that have grown far beyond what they were then are told of again. */
export async function reopenGrown<T extends { incident: Incident }>(
  tx: Db,
  joins: readonly T[],
  now: Instant,
): Promise<T[]> {
  const taken = joins.map(({ incident }) => incident).filter(({ state }) => state === 'acknowledged');
  const growths = await readGrowths(
    tx,
    taken.map(({ id }) => id),
  );
  const events: IncidentEvent[] = [];
  const all = joins.map(join => {
    const { incident } = join;
    const growth = growths.get(incident.id);
    if (!growth || !isFarMore(growth)) return join;
    events.push({ incidentId: incident.id, at: now, kind: 'raised', by: null, detail: { grown: growth } });
    return { ...join, incident: grown(incident, now) };
  });
  await noteEvents(tx, events);
  return all;
}

export function isFarMore({ from, to }: Growth): boolean {
  return to >= from * TIMES && to - from >= MORE;
}

/** How many orders were stuck when it was taken on, and how many are now. */
export async function readGrowths(tx: Db, incidents: readonly number[]): Promise<Map<number, Growth>> {
  if (incidents.length === 0) return new Map();
  const { rows } = await tx.query<Growth & { id: number }>(
    `select i.id, count(distinct f.order_id) filter (where f.resolved_at is null) as to,
            count(distinct f.order_id) filter (
              where f.first_seen_at <= i.acknowledged_at
                and (f.resolved_at is null or f.resolved_at > i.acknowledged_at)) as from
       from alerts.incident i join alerts.finding f on f.incident_id = i.id
      where i.id = any ($1) group by i.id`,
    [incidents],
  );
  return new Map(rows.map(({ id, from, to }) => [id, { from, to }]));
}

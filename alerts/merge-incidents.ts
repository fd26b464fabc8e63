import { type Instant, toIso } from '../platform/clock.ts';
import type { Db } from '../platform/postgres.ts';
import { readOpenFindingsIn } from './finding-rows.ts';
import type { Incident } from './incident.ts';
import { noteEvents } from './incident-events.ts';
import { acknowledged, joined, merged } from './incident-life.ts';
import { nameOf } from './join-incidents.ts';
import { saveIncidents } from './save-incidents.ts';
import { type Changed, some } from './settle-incidents.ts';
import { readToldOf } from './standing-rows.ts';

/**
 * Two incidents turned out to be one matter: the younger goes into the older, unless only the younger was told of. Who has
 * taken on one of them has taken on both. Gives the one that stays, still to be settled. Whoever calls holds both, and
 * the orders in them.
 */
export async function mergeIncidents(tx: Db, one: Incident, other: Incident, now: Instant): Promise<Changed> {
  const told = await readToldOf(tx, [one.id, other.id]);
  const [older, younger] = [one, other].toSorted((a, b) => a.openedAt - b.openedAt || a.id - b.id) as [
    Incident,
    Incident,
  ];
  const [stays, goes] = told.has(younger.id) && !told.has(older.id) ? [younger, older] : [older, younger];
  const moving = await readOpenFindingsIn(tx, goes.id);
  await moveAll(tx, goes.id, stays.id);
  await saveIncidents(tx, [merged(goes, stays.id, now)]);
  const what = moving.length === 0 ? {} : some(moving.map(nameOf));
  await noteEvents(tx, [
    { incidentId: goes.id, at: now, kind: 'merged', by: null, detail: { into: stays.id } },
    { incidentId: stays.id, at: now, kind: 'merged', by: null, detail: { from: goes.id, ...what } },
  ]);
  const incident = await takenOn(tx, joined(stays, now), goes, now);
  // Who was told of the worse one knows how bad it is: nobody is told again.
  const isKnown = told.has(goes.id) && incident.state === 'open' && told.has(stays.id);
  return { incident, isNew: isKnown, left: [] };
}

async function takenOn(tx: Db, stays: Incident, goes: Incident, now: Instant): Promise<Incident> {
  const { state, acknowledgedBy: by, until } = goes;
  if (stays.state !== 'open' || state !== 'acknowledged' || by === null || until === null) return stays;
  const detail = { until: toIso(until) };
  await noteEvents(tx, [{ incidentId: stays.id, at: now, kind: 'acknowledged', by, detail }]);
  return acknowledged(stays, { by, until }, now);
}

/** What is over, too: if it comes back, it belongs to the one that stays. */
async function moveAll(tx: Db, from: number, to: number): Promise<void> {
  await tx.query('update alerts.finding set incident_id = $2 where incident_id = $1', [from, to]);
}

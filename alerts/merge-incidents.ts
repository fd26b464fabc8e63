import { type Instant, toIso } from '../platform/clock.ts';
import type { Db } from '../platform/postgres.ts';
import { readOpenFindingsIn } from './finding-rows.ts';
import { isFarMore, readGrowths } from './growth.ts';
import type { Incident } from './incident.ts';
import { noteEvents } from './incident-events.ts';
import { acknowledged, grown, joined, merged, withCustomersOf } from './incident-life.ts';
import { nameOf } from './join-incidents.ts';
import { keepVerdict } from './keep-verdict.ts';
import { saveIncidents } from './save-incidents.ts';
import { type Changed, some } from './settle-incidents.ts';
import { readToldOf } from './standing-rows.ts';

/**
 * Two incidents turned out to be one matter: the younger goes into the older, unless only the younger was told of. Who has
 * taken on one of them has taken on both, and what somebody said of customers goes for all. Gives the one that stays, still to be settled. Whoever calls holds both, and
 * the orders in them.
 */
export async function mergeIncidents(tx: Db, one: Incident, other: Incident, now: Instant): Promise<Changed> {
  const told = await readToldOf(tx, [one.id, other.id]);
  const [older, younger] = [one, other].toSorted((a, b) => a.openedAt - b.openedAt || a.id - b.id) as [
    Incident,
    Incident,
  ];
  const [stays, goes] = told.has(younger.id) && !told.has(older.id) ? [younger, older] : [older, younger];
  const taken = await takenOnOf(tx, [one, other]);
  const moving = await readOpenFindingsIn(tx, goes.id);
  await moveAll(tx, goes.id, stays.id);
  await saveIncidents(tx, [merged(goes, stays.id, now)]);
  const what = moving.length === 0 ? {} : some(moving.map(nameOf));
  await noteEvents(tx, [
    { incidentId: goes.id, at: now, kind: 'merged', by: null, detail: { into: stays.id } },
    { incidentId: stays.id, at: now, kind: 'merged', by: null, detail: { from: goes.id, ...what } },
  ]);
  const whole = withCustomersOf(await takenOn(tx, joined(stays, now), goes, now), goes);
  const incident = taken === null ? whole : await untoldOfMore(tx, whole, taken, now);
  // Of one that went into another nobody counts whether it was real.
  const { verdict, verdictBy, verdictAt } = goes;
  if (stays.verdict === null && verdict !== null && verdictBy !== null) {
    await keepVerdict(tx, stays, { by: verdictBy, verdict, note: null }, verdictAt ?? now);
  }
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

/** How many orders somebody took on with the one of them that is somebody's; null: neither is, or both are. */
async function takenOnOf(tx: Db, both: readonly Incident[]): Promise<number | null> {
  const [taken, another] = both.filter(({ state }) => state === 'acknowledged');
  if (!taken || another) return null;
  return (await readGrowths(tx, [taken.id])).get(taken.id)?.from ?? 0;
}

/** Whoever has taken on two orders has not taken on the fifty that the other one brings. */
async function untoldOfMore(tx: Db, incident: Incident, from: number, now: Instant): Promise<Incident> {
  const to = (await readGrowths(tx, [incident.id])).get(incident.id)?.to ?? 0;
  if (incident.state !== 'acknowledged' || !isFarMore({ from, to })) return incident;
  await noteEvents(tx, [
    { incidentId: incident.id, at: now, kind: 'raised', by: null, detail: { grown: { from, to } } },
  ]);
  return grown(incident, now);
}

/** What is over, too: if it comes back, it belongs to the one that stays. */
async function moveAll(tx: Db, from: number, to: number): Promise<void> {
  await tx.query('update alerts.finding set incident_id = $2 where incident_id = $1', [from, to]);
}

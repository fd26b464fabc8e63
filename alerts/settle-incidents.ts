import type { Instant } from '../platform/clock.ts';
import type { Db } from '../platform/postgres.ts';
import { isShared } from './cause-keys.ts';
import type { Resolution } from './finding.ts';
import { tallyOpen } from './finding-rows.ts';
import type { Incident, IncidentEvent } from './incident.ts';
import { noteEvents } from './incident-events.ts';
import { closed, held, raised, rated, trusted } from './incident-life.ts';
import { saveIncidents, sayFarewell } from './save-incidents.ts';
import { isWorse, worst } from './severity.ts';

/** An incident whose findings have changed. */
export type Changed = {
  incident: Incident;
  /** It has just opened or been reopened: everybody is told anyway. */
  isNew: boolean;
  /** What it is called that is no longer so. */
  left: readonly string[];
  /** With so many orders behind a shared cause, customers are told when a person says so. Left out, or null: as before. */
  holdFrom?: number | null;
};

/** Why it is over. `by`: who says so; null: it is so by itself. */
export type Ending = { by: string | null; resolution: Resolution | 'parted'; reason?: string };

/**
 * Draws the conclusions: it is as bad as the worst of what is open, and over when nothing is. One that flaps waits for
 * quiet (endings.ts), unless a person ends it. Whoever calls holds the incidents.
 */
export async function settleIncidents(
  tx: Db,
  changed: readonly Changed[],
  { by, resolution, reason }: Ending,
  now: Instant,
): Promise<void> {
  const open = await tallyOpen(
    tx,
    changed.map(({ incident }) => incident.id),
  );
  const events: IncidentEvent[] = [];
  const over: number[] = [];
  const settled = changed.map(({ incident: asItWas, isNew, left, holdFrom = null }): Incident => {
    const note = (kind: IncidentEvent['kind'], detail: IncidentEvent['detail']) =>
      events.push({ incidentId: asItWas.id, at: now, kind, by, detail });
    const tally = open.get(asItWas.id);
    if (!tally) {
      if (asItWas.flapping && by === null) return asItWas;
      note('resolved', { resolution, reason });
      over.push(asItWas.id);
      return closed(asItWas, { by, resolution }, now);
    }
    if (left.length > 0) note('left', some(left));
    if (asItWas.suspect !== (tally.suspect !== null)) {
      if (tally.suspect) note('suspect', tally.suspect);
      else note('trusted', {});
    }
    const sure = trusted(asItWas, { suspect: tally.suspect !== null });
    const isHeld =
      holdFrom !== null && isShared(sure.causeKey) && tally.orders >= holdFrom && sure.customers === 'usual';
    if (isHeld) note('storm', { orders: tally.orders });
    const incident = isHeld ? held(sure) : sure;
    const severity = worst(tally.severities);
    if (severity === incident.severity) return incident;
    if (isNew || !isWorse(severity, incident.severity)) return rated(incident, severity);
    note('raised', { from: incident.severity, to: severity });
    return raised(incident, severity, now);
  });
  await saveIncidents(tx, settled);
  await noteEvents(tx, events);
  await sayFarewell(tx, over);
}

/** How many, and which one stands for them. */
export function some(names: readonly string[]): { orders: number; first: string } {
  return { orders: names.length, first: names[0]! };
}

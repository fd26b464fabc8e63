import type { Db } from '../platform/postgres.ts';
import type { Found } from './finding.ts';
import type { Incident, IncidentEvent } from './incident.ts';
import { noteEvents, readTimes } from './incident-events.ts';
import {
  causeEnded,
  flaps,
  joined,
  type NewIncident,
  opened,
  type RuleFacts,
  reopened,
  stormed,
} from './incident-life.ts';
import { traceOpening } from './incident-trace.ts';
import { type Around, type Judged, type Place, placeFindings } from './join-findings.ts';
import { insertIncidents } from './save-incidents.ts';
import type { IncidentSettings } from './settings.ts';
import { some } from './settle-incidents.ts';
import { isWorse } from './severity.ts';
import { type Braked, brakeStorm } from './storm.ts';
import { countOpened, readShares } from './storm-rows.ts';

/** An incident with what is new in it. */
export type Join = { incident: Incident; isNew: boolean; found: readonly Judged[] };

/**
 * Gives each new finding an incident: one that stands, one that comes back, or a new one. What was joined or came back is
 * still to be saved; those that stand are held by whoever calls.
 */
export async function joinIncidents(
  tx: Db,
  rule: RuleFacts,
  news: readonly Judged[],
  on: Around & { settings: IncidentSettings },
): Promise<Join[]> {
  const { earlier, now, settings } = on;
  const joins: Join[] = [];
  const opens: { incident: NewIncident; place: Braked }[] = [];
  const events: IncidentEvent[] = [];
  for (const place of await braked(tx, rule, news, on)) {
    const { found, storm } = place;
    const note = (id: number, kind: IncidentEvent['kind'], detail: IncidentEvent['detail'] = some(found.map(nameOf))) =>
      events.push({ incidentId: id, at: now, kind, by: null, detail });
    const inStorm = (incident: Incident): Incident => {
      if (!storm || incident.storm) return incident;
      note(incident.id, 'storm', storm);
      return stormed(incident);
    };
    switch (place.kind) {
      case 'join': {
        const { incident } = place;
        // That what flaps is back again is nothing to read, every minute of a night.
        const isBack = ({ subject }: Found) => earlier.get(subject)?.some(one => one.incidentId === incident.id);
        if (!incident.flapping || !found.every(isBack)) note(incident.id, 'joined');
        joins.push({ incident: inStorm(withCauseBack(joined(incident, now), found, note)), isNew: false, found });
        break;
      }
      case 'reopen': {
        const { id } = place.incident;
        const times = await readTimes(tx, id, 'reopened', settings.flapsAfter);
        const flapping = flaps(times, now, settings);
        note(id, 'reopened');
        if (flapping) note(id, 'flapping');
        const traceparent = await traceOpening(tx, rule, found);
        const back = { ...reopened(place.incident, now, { flapping }), traceparent };
        joins.push({ incident: inStorm(withCauseBack(back, found, note)), isNew: true, found });
        break;
      }
      case 'open': {
        const facts = { about: place.about, cause: place.cause, first: theWorst(found) };
        const incident = { ...opened(rule, facts, now), traceparent: await traceOpening(tx, rule, found) };
        opens.push({ incident: storm ? { ...incident, storm: true, customers: 'held' } : incident, place });
        break;
      }
      default:
        place satisfies never;
    }
  }

  const ids = await insertIncidents(
    tx,
    opens.map(({ incident }) => incident),
  );
  for (const [nth, { incident, place }] of opens.entries()) {
    const id = ids[nth]!;
    const { found, storm } = place;
    joins.push({ incident: { ...incident, id }, isNew: true, found });
    events.push({ incidentId: id, at: now, kind: 'opened', by: null, detail: some(found.map(nameOf)) });
    if (storm) events.push({ incidentId: id, at: now, kind: 'storm', by: null, detail: storm });
  }
  await noteEvents(tx, events);
  return joins;
}

/** The database is asked only where something would open. */
async function braked(
  tx: Db,
  rule: RuleFacts,
  news: readonly Judged[],
  on: Around & { settings: IncidentSettings },
): Promise<readonly Braked[]> {
  const { now, settings } = on;
  const places: Place[] = placeFindings(news, on);
  if (settings.storm === null || places.length === 0) return places;
  const since = now - settings.storm.withinMs;
  const opens = places.some(({ kind }) => kind === 'open');
  return brakeStorm(places, {
    own: on.standing.filter(incident => incident.rule === rule.name),
    opened: opens ? await countOpened(tx, { rule: rule.name, shadow: rule.shadow, since }) : 0,
    shares: await readShares(tx, rule.name, news, settings.storm),
    now,
    settings: settings.storm,
  });
}

/** What had ended causes something again. */
function withCauseBack(
  incident: Incident,
  found: readonly Judged[],
  note: (id: number, kind: IncidentEvent['kind'], detail: IncidentEvent['detail']) => void,
): Incident {
  const { id, causeKey, cause, causeEndedAt } = incident;
  if (causeEndedAt === null || !found.some(({ judgement }) => judgement.cause?.key === causeKey)) return incident;
  note(id, 'cause', { key: causeKey, ...cause });
  return causeEnded(incident, null);
}

/** What people call it: an order by its id, anything else by what kind of thing it is, too. */
export function nameOf({ orderId, subject }: Pick<Found, 'orderId' | 'subject'>): string {
  return orderId ?? subject;
}

function theWorst(found: readonly Found[]): Found {
  return found.reduce((worse, one) => (isWorse(one.severity, worse.severity) ? one : worse));
}

import type { Instant } from '../platform/clock.ts';
import type { Db } from '../platform/postgres.ts';
import type { Found, Subject } from './finding.ts';
import type { Earlier } from './finding-rows.ts';
import type { Incident, IncidentEvent } from './incident.ts';
import { noteEvents, readTimes } from './incident-events.ts';
import { flaps, joined, type NewIncident, opened, type RuleFacts, reopened } from './incident-life.ts';
import { lockReopenable } from './incident-rows.ts';
import { aboutOf, placeFindings } from './join-findings.ts';
import { insertIncidents } from './save-incidents.ts';
import type { IncidentSettings } from './settings.ts';
import { some } from './settle-incidents.ts';
import { isWorse } from './severity.ts';

/** Where new findings go, by what they are about. */
export type Joined = Map<string, { incident: Incident; isNew: boolean }>;

/**
 * Gives each new finding an incident: one that stands, one that comes back, or a new one. What was joined or came back is
 * still to be saved; `standing` are the incidents of the rule that are not resolved, held by whoever calls.
 */
export async function joinIncidents(
  tx: Db,
  rule: RuleFacts,
  news: readonly Found[],
  on: {
    standing: readonly Incident[];
    earlier: ReadonlyMap<Subject, readonly Earlier[]>;
    now: Instant;
    settings: IncidentSettings;
  },
): Promise<Joined> {
  const { standing, earlier, now, settings } = on;
  const past = news.flatMap(({ subject }) => earlier.get(subject) ?? []).map(({ incidentId }) => incidentId);
  const resolvedSince = now - settings.reopenWithinMs;
  const reopenable = await lockReopenable(tx, [...new Set(past)], { shadow: rule.shadow, resolvedSince });

  const joins: Joined = new Map();
  const opens: { incident: NewIncident; found: readonly Found[] }[] = [];
  const events: IncidentEvent[] = [];
  for (const [about, found] of Map.groupBy(news, aboutOf)) {
    const place = placeFindings(found, { standing, reopenable, earlier, now, settings });
    const note = (id: number, kind: IncidentEvent['kind']) =>
      events.push({ incidentId: id, at: now, kind, by: null, detail: some(found.map(nameOf)) });
    switch (place.kind) {
      case 'join': {
        const { incident } = place;
        // That what flaps is back again is nothing to read, every minute of a night.
        const isBack = ({ subject }: Found) => earlier.get(subject)?.some(one => one.incidentId === incident.id);
        if (!incident.flapping || !found.every(isBack)) note(incident.id, 'joined');
        joins.set(about, { incident: joined(incident, now), isNew: false });
        break;
      }
      case 'reopen': {
        const { id } = place.incident;
        const times = await readTimes(tx, id, 'reopened', settings.flapsAfter);
        const flapping = flaps(times, now, settings);
        note(id, 'reopened');
        if (flapping) note(id, 'flapping');
        joins.set(about, { incident: reopened(place.incident, now, { flapping }), isNew: true });
        break;
      }
      case 'open':
        opens.push({ incident: opened(rule, about, theWorst(found), now), found });
        break;
      default:
        place satisfies never;
    }
  }

  const ids = await insertIncidents(
    tx,
    opens.map(({ incident }) => incident),
  );
  for (const [nth, { incident, found }] of opens.entries()) {
    const id = ids[nth]!;
    joins.set(incident.about, { incident: { ...incident, id }, isNew: true });
    events.push({ incidentId: id, at: now, kind: 'opened', by: null, detail: some(found.map(nameOf)) });
  }
  await noteEvents(tx, events);
  return joins;
}

/** What people call it: an order by its id, anything else by what kind of thing it is, too. */
export function nameOf({ orderId, subject }: Pick<Found, 'orderId' | 'subject'>): string {
  return orderId ?? subject;
}

function theWorst(found: readonly Found[]): Found {
  return found.reduce((worse, one) => (isWorse(one.severity, worse.severity) ? one : worse));
}

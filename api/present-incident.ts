import type { z } from 'zod';
import type { Incident } from '../alerts/incident.ts';
import type { ListedFinding, OrdersOf } from '../alerts/incident-orders.ts';
import { namesOf, shownName } from '../alerts/person-called.ts';
import type { AlertSettings } from '../alerts/settings.ts';
import { usualInWords } from '../alerts/usual-words.ts';
import { type Instant, toIso } from '../platform/clock.ts';
import { inSeconds } from '../tracker/iso-duration.ts';
import type { LocalizedText } from '../tracker/lifecycle.ts';
import type { Usual } from '../tracker/usual.ts';
import type { contract } from './contract.ts';

/** What is known of an incident beside its own row. */
type Beside = { orders: OrdersOf; silencedUntil: Instant | null; suspectBecause: LocalizedText | null };

/** Who asks, and how people are called. */
export type Reader = { settings: Pick<AlertSettings, 'people'>; who: string };

/** Who has taken something on, as others read of them, and whether it is whoever asks. */
export function presentHolder(acknowledgedBy: string | null, { settings, who }: Reader) {
  return {
    acknowledgedBy,
    acknowledgedByName: acknowledgedBy === null ? null : shownName(settings, acknowledgedBy),
    acknowledgedByYou: acknowledgedBy !== null && namesOf(settings, who).includes(acknowledgedBy),
  };
}

export function presentIncident(
  incident: Incident,
  { orders, silencedUntil, suspectBecause }: Beside,
  reader: Reader,
): z.infer<typeof contract.Incident> {
  const { rule, title, about, severity, state, shadow, limit, cause, suspect, seen, reopened, flapping } = incident;
  const { resolvedBy, resolution, causeKey, storm, customers, customersBy, verdict, verdictBy } = incident;
  return {
    id: String(incident.id),
    ...{ rule, title, about, severity, state, shadow, limit, suspect, seen, reopened, flapping },
    cause: cause?.en ?? null,
    causeText: cause,
    ...{ causeKey, suspectBecause, storm, customers, customersBy, verdict, verdictBy },
    customersAt: time(incident.customersAt),
    verdictAt: time(incident.verdictAt),
    mergedInto: incident.mergedInto === null ? null : String(incident.mergedInto),
    openedAt: toIso(incident.openedAt),
    lastSeenAt: toIso(incident.lastSeenAt),
    ...presentHolder(incident.acknowledgedBy, reader),
    acknowledgedAt: time(incident.acknowledgedAt),
    until: time(incident.until),
    // Of one that is over there is nothing left to tell.
    silencedUntil: state === 'resolved' ? null : time(silencedUntil),
    resolvedAt: time(incident.resolvedAt),
    resolvedBy,
    resolution,
    orders: orders.named,
    orderCount: orders.count,
    openOrderCount: orders.open,
  };
}

export function presentFinding(
  finding: ListedFinding,
  now: Instant,
): z.infer<typeof contract.IncidentInFull>['findings'][number] {
  const { subject, severity, detail, suspect, since, resolvedAt, resolution } = finding;
  return {
    ...{ subject, severity, detail, suspect, resolution },
    usual: finding.usual && since !== null ? presentUsual(finding.usual, (resolvedAt ?? now) - since) : null,
    since: time(finding.since),
    firstSeenAt: toIso(finding.firstSeenAt),
    resolvedAt: time(finding.resolvedAt),
  };
}

export function presentIncidentOrder(finding: ListedFinding, now: Instant): z.infer<typeof contract.IncidentOrder> {
  const { subject: _named, ...found } = presentFinding(finding, now);
  const { orderId, status, limitAt, owner } = finding;
  return { ...found, orderId: orderId!, status, limitAt: time(limitAt), owner };
}

/** `ms`: how long this one has been in its status. */
function presentUsual(usual: Usual, ms: number) {
  const { p50Ms, p90Ms, samples, basis } = usual;
  const inWords = usualInWords(usual, ms);
  return { p50: inSeconds(p50Ms), p90: inSeconds(p90Ms), samples, basis, inWords };
}

function time(instant: Instant | null): string | null {
  return instant === null ? null : toIso(instant);
}

import type { z } from 'zod';
import type { Incident } from '../alerts/incident.ts';
import type { ListedFinding, OrdersOf } from '../alerts/incident-orders.ts';
import { type Instant, toIso } from '../platform/clock.ts';
import type { contract } from './contract.ts';

export function presentIncident(
  incident: Incident,
  { orders, silencedUntil }: { orders: OrdersOf; silencedUntil: Instant | null },
): z.infer<typeof contract.Incident> {
  const { rule, title, about, severity, state, shadow, limit, cause, suspect, seen, reopened, flapping } = incident;
  const { acknowledgedBy, resolvedBy, resolution } = incident;
  return {
    id: String(incident.id),
    ...{ rule, title, about, severity, state, shadow, limit, suspect, seen, reopened, flapping },
    cause: cause?.en ?? null,
    openedAt: toIso(incident.openedAt),
    lastSeenAt: toIso(incident.lastSeenAt),
    acknowledgedBy,
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

export function presentFinding(finding: ListedFinding): z.infer<typeof contract.IncidentInFull>['findings'][number] {
  const { subject, severity, detail, resolution } = finding;
  return {
    ...{ subject, severity, detail, resolution },
    since: time(finding.since),
    firstSeenAt: toIso(finding.firstSeenAt),
    resolvedAt: time(finding.resolvedAt),
  };
}

export function presentIncidentOrder(finding: ListedFinding): z.infer<typeof contract.IncidentOrder> {
  const { subject: _named, ...found } = presentFinding(finding);
  const { orderId, status, limitAt, owner } = finding;
  return { ...found, orderId: orderId!, status, limitAt: time(limitAt), owner };
}

function time(instant: Instant | null): string | null {
  return instant === null ? null : toIso(instant);
}

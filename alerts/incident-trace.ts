import type { Db } from '../platform/postgres.ts';
import { activeTraceparent, spanContextOf, withSpan } from '../platform/tracing.ts';
import { readTraceparents } from '../tracker/telling.ts';
import type { Found } from './finding.ts';
import { type Incident, incidentName } from './incident.ts';
import type { RuleFacts } from './incident-life.ts';

/** Does something about an incident as a span of its trace; the incident that `work` gets goes on from there. */
export function withinIncident<I extends Pick<Incident, 'id' | 'traceparent'>, T>(
  name: string,
  incident: I,
  work: (incident: I) => Promise<T>,
): Promise<T> {
  const { id, traceparent } = incident;
  const attributes = { 'orderwatch.about': incidentName(id) };
  return withSpan(name, { parent: traceparent, attributes }, () =>
    work({ ...incident, traceparent: activeTraceparent() ?? traceparent }),
  );
}

// As many as a span takes by itself.
const LINKS = 128;

/**
 * Where the trace of an incident goes on: in that of the order that has waited longest of what opens it, with the others
 * linked; without any order in that of whoever tells of it. Null where nothing of that is traced.
 */
export async function traceOpening(tx: Db, rule: RuleFacts, found: readonly Found[]): Promise<string | null> {
  const waiting = found.toSorted((a, b) => (a.since ?? Infinity) - (b.since ?? Infinity));
  const orders = waiting.flatMap(({ orderId }) => orderId ?? []).slice(0, 1 + LINKS);
  const traces = await readTraceparents(tx, orders);
  const [first = null, ...others] = orders.flatMap(order => traces.get(order) ?? []);
  // Nobody is told of what a rule on trial finds.
  if (rule.shadow) return first;
  const links = others.map(spanContextOf).flatMap(context => (context ? [{ context }] : []));
  const attributes = { 'orderwatch.rule': rule.name, 'orderwatch.orders': orders.length };
  return withSpan('open incident', { parent: first, links, attributes }, async () => activeTraceparent() ?? first);
}

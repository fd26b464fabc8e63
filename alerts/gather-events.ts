import type { IncidentEvent } from './incident.ts';

/**
 * A history that people can read: orders that join or move on one by one, with nothing else in between, are told of in
 * one line, of the time of the last one. Thousands behind one dead consumer do so within minutes when it comes back.
 */
export function gatherEvents(events: readonly IncidentEvent[]): IncidentEvent[] {
  const gathered: IncidentEvent[] = [];
  for (const event of events) {
    const before = gathered.at(-1);
    if (before && isOneByOne(event) && before.kind === event.kind) {
      gathered[gathered.length - 1] = {
        ...event,
        detail: { ...before.detail, orders: ordersOf(before) + ordersOf(event) },
      };
    } else gathered.push(event);
  }
  return gathered;
}

function isOneByOne({ kind }: IncidentEvent): boolean {
  return kind === 'joined' || kind === 'left';
}

function ordersOf({ detail }: IncidentEvent): number {
  return Number(detail.orders ?? 1);
}

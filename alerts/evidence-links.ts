import type { OrderKey } from '../tracker/event.ts';

/** Where to look at a piece of evidence: paths of ours, below the API and the console alike. */

/** `eventId: null`: no single line of it. */
export function timelineLink(orderId: OrderKey, eventId: string | null): string {
  const path = `/orders/${encodeURIComponent(orderId)}/timeline`;
  return eventId === null ? path : `${path}#${encodeURIComponent(eventId)}`;
}

export function incidentLink(id: number): string {
  return `/incidents/${id}`;
}

/** All orders of a status that should have left it. */
export function lateOrdersLink(status: string): string {
  return `/orders?status=${encodeURIComponent(status)}&atRisk=true`;
}

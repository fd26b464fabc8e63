import type { OrderKey } from '../tracker/event.ts';

/** Where to look at a piece of evidence: paths of ours, below the API and the console alike. */

export function timelineLink(orderId: OrderKey, eventId: string): string {
  return `/orders/${encodeURIComponent(orderId)}/timeline#${encodeURIComponent(eventId)}`;
}

export function incidentLink(id: number): string {
  return `/incidents/${id}`;
}

/** All orders of a status that should have left it. */
export function lateOrdersLink(status: string): string {
  return `/orders?status=${encodeURIComponent(status)}&atRisk=true`;
}

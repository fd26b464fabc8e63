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

/** What a system has said something of. */
export function ordersOfLink(source: string): string {
  return `/orders?source=${encodeURIComponent(source)}`;
}

/** Orders in a status. */
export function statusLink(status: string): string {
  return `/orders?status=${encodeURIComponent(status)}`;
}

/** Where RabbitMQ shows itself stands in the settings: whoever sees a queue only says which it is. */
const BROKER = 'rabbitmq:';
export const BROKER_LINK = `${BROKER}#/`;

/** `queues`: those that are known, with the virtual hosts that they are in. */
export function queueLink(name: string, queues: readonly { name: string; vhost: string }[]): string {
  const vhost = queues.find(queue => queue.name === name)?.vhost ?? '/';
  return `${BROKER}#/queues/${encodeURIComponent(vhost)}/${encodeURIComponent(name)}`;
}

/** `managementUrl: null`: there is nowhere to look at queues. The user and the password in it are ours alone. */
export function openLink(link: string | null, managementUrl: string | null): string | null {
  if (link === null || !link.startsWith(BROKER)) return link;
  if (managementUrl === null) return null;
  const { origin, pathname } = new URL(managementUrl);
  return `${origin}${pathname.replace(/\/+$/, '')}/${link.slice(BROKER.length)}`;
}

/** All orders of a status that should have left it. */
export function lateOrdersLink(status: string): string {
  return `/orders?status=${encodeURIComponent(status)}&atRisk=true`;
}

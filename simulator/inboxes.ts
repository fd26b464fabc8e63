import type { System } from './process.ts';

/** Where a system gets its messages from; the shop listens to nobody. */
export type Inbox = { queue: string; bindings: readonly string[] };

export const INBOXES: Readonly<Record<System, Inbox | null>> = {
  shop: null,
  crm: { queue: 'crm.inbox', bindings: ['order.mes.*', 'order.shop.*'] },
  mes: { queue: 'mes.inbox', bindings: ['order.shop.submitted', 'order.crm.*'] },
};

/** As the broker routes by a topic; `*` stands for one word, and only at the end here. */
export function takes({ bindings }: Inbox, routingKey: string): boolean {
  const before = routingKey.slice(0, routingKey.lastIndexOf('.'));
  return bindings.some(binding => binding === routingKey || binding === `${before}.*`);
}

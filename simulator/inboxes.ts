import { STATUSES, type Status, type System } from './process.ts';

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

/** Whether a system makes sense of it. What it doesn't it rejects, and the broker keeps it where a policy says so. */
export function isReadable(body: Buffer): boolean {
  try {
    const said = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body)) as Record<string, unknown>;
    const knowsStatus = said.status === undefined || STATUSES.includes(said.status as Status);
    const knowsTime = said.occurredAt === undefined || /^\d{4}-\d\d-\d\dT/.test(String(said.occurredAt));
    return knowsStatus && knowsTime && typeof said.sequence !== 'string';
  } catch {
    return false;
  }
}

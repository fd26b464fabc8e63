import { createHash } from 'node:crypto';

/** What is published: every event of a batch is another order's unless a figure is about something else. */
export type Workload = 'plain' | 'half-duplicates' | 'hot-order';

export type Message = { routingKey: string; body: Buffer; messageId: string };

const STEPS = [
  { source: 'shop', status: 'SUBMITTED' },
  { source: 'mes', status: 'PRICE_CALCULATED' },
  { source: 'crm', status: 'MANUFACTURING_APPROVED' },
  { source: 'mes', status: 'MANUFACTURING_STARTED' },
] as const;
const SURNAMES = ['Ivanova', 'Petrov', 'Kuznetsova', 'Novak', 'Schmidt', 'Garcia', 'Rossi', 'Dubois'];
const MINUTE = 60_000;

/** The messages of a workload, the same each time: four events an order, the first of all orders first. */
export function* messages(workload: Workload, count: number, now: number): Generator<Message> {
  const orders = Math.ceil(count / STEPS.length);
  let last: Message | undefined;
  for (let index = 0; index < count; index++) {
    if (workload === 'half-duplicates' && index % 2 === 1) {
      yield last!;
      continue;
    }
    const hot = workload === 'hot-order' && index % 10 === 0;
    last = hot ? progress(index, now) : change(index % orders, Math.floor(index / orders), now);
    yield last;
  }
}

function change(order: number, step: number, now: number): Message {
  const { source, status } = STEPS[step]!;
  const eventId = uuid(`${order}/${step}`);
  const first = step === 0;
  return message(`order.${source}.${status.toLowerCase()}`, {
    eventId,
    type: 'order.status_changed',
    orderId: `ORD-${100_000 + order}`,
    status,
    source,
    occurredAt: new Date(now - (STEPS.length - step) * 30 * MINUTE + (order % 1_000) * 100).toISOString(),
    correlationId: uuid(`cart ${order}`),
    sequence: source === 'mes' ? Math.ceil(step / 2) : 1,
    ...(first && { customer: customer(order), promisedAt: new Date(now + 20 * 1_440 * MINUTE).toISOString() }),
    data: first
      ? { productClass: 'ring', items: 1, total: { amount: 45_900, currency: 'RUB' } }
      : { station: order % 7 },
  });
}

function progress(index: number, now: number): Message {
  return message('order.mes.progress', {
    eventId: uuid(`progress ${index}`),
    type: 'order.calculation_progress',
    orderId: 'ORD-HOT',
    source: 'mes',
    occurredAt: new Date(now - 60 * MINUTE + index).toISOString(),
    correlationId: uuid('hot'),
    data: { percent: index % 100 },
  });
}

function customer(order: number) {
  const surname = SURNAMES[order % SURNAMES.length]!;
  return {
    id: `C-${order}`,
    name: `Anna ${surname}`,
    email: `${surname.toLowerCase()}.${order}@example.com`,
    phone: `+7916${String(1_000_000 + order).slice(-7)}`,
    locale: 'ru',
    timezone: 'Europe/Moscow',
  };
}

function message(routingKey: string, body: { eventId: string; [field: string]: unknown }): Message {
  return { routingKey, body: Buffer.from(JSON.stringify(body)), messageId: body.eventId };
}

function uuid(of: string): string {
  const hex = createHash('md5').update(of).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-7${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`;
}

import { afterAll, expect, it } from 'vitest';
import { until } from '../../platform/embedded/process.ts';
import { orderTraceId } from '../../tracker/orders.ts';
import { testVhost } from '../support/broker.ts';
import { testDatabase } from '../support/database.ts';
import { orderwatchOn } from '../support/orderwatch-process.ts';
import { startOtlpReceiver } from '../support/otlp-receiver.ts';

const MINUTE = 60_000;
const STARTED = Date.now() - 60 * MINUTE;
const ORDERS = 20;

const { pool, databaseUrl } = await testDatabase();
const { amqpUrl, connection } = await testVhost();
const { orderwatch } = orderwatchOn({ DATABASE_URL: databaseUrl, AMQP_URL: amqpUrl });
const receiver = await startOtlpReceiver();
afterAll(() => receiver.stop());

const WAY = [
  ['shop', 'SUBMITTED'],
  ['mes', 'PRICE_CALCULATED'],
  ['crm', 'MANUFACTURING_APPROVED'],
  ['mes', 'MANUFACTURING_STARTED'],
  ['crm', 'CANCELLED'],
] as const;

it('sends one trace an order, each span once, whoever is killed and whatever comes twice', {
  timeout: 8 * MINUTE,
}, async () => {
  const trackers = [startTracker(), startTracker()];
  await Promise.all(trackers.map(tracker => tracker.says('intake is consuming')));
  for (const step of [0, 1, 2]) await publish(step);
  await publish(1);
  await come(2 * ORDERS);

  trackers.shift()!.child.kill('SIGKILL');
  for (const step of [3, 0]) await publish(step);
  trackers.push(startTracker());
  await come(3 * ORDERS);
  for (const { child } of trackers) child.kill('SIGKILL');

  const again = startTracker();
  await again.says('intake is consuming');
  for (const step of [4, 4, 3]) await publish(step);
  const spans = await come(6 * ORDERS);

  for (let order = 0; order < ORDERS; order += 1) {
    const ofOrder = spans.filter(({ attributes }) => attributes['order.id'] === `ORD-${order}`);
    const inOrder = ofOrder.toSorted((a, b) => a.start - b.start || b.end - a.end);
    expect(inOrder.map(({ name }) => name)).toEqual(['order', ...WAY.map(([, status]) => status)]);
    const traceId = orderTraceId({ orderId: `ORD-${order}`, correlationId: `cart-${order}` });
    expect(new Set(ofOrder.map(span => span.traceId))).toEqual(new Set([traceId]));
    const [root, ...stays] = inOrder;
    for (const [step, { parentSpanId, links }] of stays.entries()) {
      expect(parentSpanId).toBe(root!.spanId);
      expect(links).toMatchObject([producer(order, step)]);
    }
  }
  expect(receiver.mistakes()).toEqual([]);
});

function startTracker() {
  return orderwatch(['tracker'], { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url, OTEL_TRACES_SAMPLER: 'always_off' });
}

async function publish(step: number): Promise<void> {
  const channel = await connection.createConfirmChannel();
  const [source, status] = WAY[step]!;
  for (let order = 0; order < ORDERS; order += 1) {
    const { traceId, spanId } = producer(order, step);
    const event = {
      eventId: `${order}-${status}`,
      orderId: `ORD-${order}`,
      correlationId: `cart-${order}`,
      status,
      source,
      occurredAt: new Date(STARTED + step * MINUTE).toISOString(),
    };
    const headers = { traceparent: `00-${traceId}-${spanId}-01` };
    channel.publish('orders', `order.${source}.any`, Buffer.from(JSON.stringify(event)), { headers, persistent: true });
  }
  await channel.waitForConfirms();
  await channel.close();
}

function producer(order: number, step: number): { traceId: string; spanId: string } {
  const id = (order * WAY.length + step + 1).toString(16);
  return { traceId: id.padStart(32, 'a'), spanId: id.padStart(16, 'b') };
}

/**
 * So many spans of orders. What a tracker had sent that was killed before it could write so comes again as the very same
 * span. Moves wait for half a minute, in case that there is more, and so do all for one that was killed while it had the
 * turn: here as if that had gone by.
 */
async function come(count: number) {
  const ofOrders = () => {
    const sent = receiver.spans().filter(({ scope }) => scope === 'orderwatch.orders');
    const bySpan = new Map(sent.map(span => [span.spanId, span]));
    for (const { spanId, resource: _, ...span } of sent) expect(bySpan.get(spanId)).toMatchObject(span);
    return [...bySpan.values()];
  };
  const enough = await until(2 * MINUTE, async () => {
    for (const table of ['collector.order_trace_move', 'tracker.order_event']) {
      await pool.query(`update ${table} set recorded_at = recorded_at - interval '1 minute'
                         where recorded_at > now() - interval '1 minute'`);
    }
    await pool.query(`update collector.order_trace_turn set free_at = now() where free_at > now()`);
    return ofOrders().length >= count;
  });
  expect(enough, `${count} spans; there are ${ofOrders().length}`).toBe(true);
  return ofOrders();
}

import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { manualClock, toIso } from '../../platform/clock.ts';
import { createLog } from '../../platform/log.ts';
import { createMetrics } from '../../platform/metrics.ts';
import { testDatabase } from '../../test/support/database.ts';
import { anEvent, arrivals, HOUR, MINUTE, T0 } from '../../test/support/factory.ts';
import { startOtlpReceiver } from '../../test/support/otlp-receiver.ts';
import { referenceLifecycles } from '../../test/support/reference.ts';
import type { StatedEvent } from '../../tracker/event.ts';
import type { Lifecycles } from '../../tracker/lifecycle.ts';
import { orderTraceId } from '../../tracker/orders.ts';
import { plainVault } from '../../tracker/personal-data.ts';
import { rebuild } from '../../tracker/rebuild.ts';
import { createLedger } from '../../tracker/record.ts';
import { openSpanExporter, type SpanExporter } from './exporter.ts';
import { createMoveListener } from './moves.ts';
import { retellOrder } from './retell-order.ts';
import { readSentTraces } from './sent-spans.ts';
import { AGAIN_AFTER_MS, createTraceTeller, giveUpOldMoves, SETTLE_MS } from './tell-traces.ts';
import { createTraceMetrics, gaugeWaitingTraces } from './trace-metrics.ts';
import { takeTurn } from './turn.ts';

const { pool } = await testDatabase();
const receiver = await startOtlpReceiver();
afterAll(() => receiver.stop());
const target = {
  protocol: 'http/json' as const,
  url: `${receiver.url}/v1/traces`,
  resource: { 'service.name': 'orderwatch', 'deployment.environment.name': 'test' },
};
const exporter = await openSpanExporter(target);
afterAll(() => exporter.stop());

const DAY = 24 * HOUR;
const clock = manualClock(T0);
let unfoldable: string | null = null;
const lifecycles = (): Lifecycles => ({
  ...referenceLifecycles,
  choose: traits => {
    if (unfoldable !== null && traits.partner === unfoldable) throw new Error('a mistake of ours');
    return referenceLifecycles.choose(traits);
  },
});
const listeners = [createMoveListener({ clock })];
const ledger = createLedger({ pool, lifecycles, clock, vault: plainVault, listeners });
const telling = (by: Pick<SpanExporter, 'export'> = exporter) => ({ pool, lifecycles, exporter: by });
const registry = createMetrics();
const metrics = createTraceMetrics(registry);
gaugeWaitingTraces(registry, pool, clock);
// However long a look takes here, it is short.
const stopwatch = () => 0;
const teller = (by?: SpanExporter) =>
  createTraceTeller({ ...telling(by), metrics, log: createLog('silent'), stopwatch });

let orders = 0;
let orderId = '';
beforeEach(async () => {
  await pool.query('truncate collector.order_trace_move, collector.order_trace, collector.order_trace_turn');
  receiver.answer(200);
  unfoldable = null;
  orders += 1;
  orderId = `ORD-${orders}`;
});

/** What a system says, recorded when it says so. */
async function say(status: string, hours: number, named: Partial<StatedEvent> = {}): Promise<StatedEvent> {
  const source = referenceLifecycles.all[0]!.owner(status) ?? 'shop';
  const event = anEvent({ orderId, source, status, occurredAt: T0 + hours * HOUR, ...named });
  clock.set(event.occurredAt!);
  await ledger.record(arrivals([event]));
  return event;
}

async function settled(...tellers: ReturnType<typeof teller>[]): Promise<void> {
  clock.advance(SETTLE_MS);
  await Promise.all(tellers.map(one => one.runOnce(clock.now(), false)));
}

const sent = () => receiver.spans().filter(({ attributes }) => attributes['order.id'] === orderId);
const names = () => sent().map(({ name }) => name);
const waiting = async () => (await pool.query('select from collector.order_trace_move')).rowCount;
const isNoted = async (order: string) => (await readSentTraces(pool, [order])).has(order);

async function figure(name: string): Promise<number> {
  const text = await registry.getSingleMetricAsString(name.replace(/\{.*/, ''));
  return Number(
    text
      .split('\n')
      .find(line => line.startsWith(`${name} `))!
      .split(' ')[1],
  );
}

async function counted(result: string, work: () => Promise<void>): Promise<number> {
  const name = `orderwatch_order_traces_total{result="${result}"}`;
  const before = await figure(name);
  await work();
  return (await figure(name)) - before;
}

describe('a trace', () => {
  test('is told stay by stay as they end, and the whole of it when the order has come to its end', async () => {
    const one = teller();
    await say('SUBMITTED', 0);
    await settled(one);
    expect(names()).toEqual([]);
    await say('PRICE_CALCULATED', 2);
    await settled(one);
    expect(names()).toEqual(['SUBMITTED']);
    await say('CANCELLED', 3, { source: 'crm' });
    await settled(one);
    expect(names()).toEqual(['SUBMITTED', 'order', 'PRICE_CALCULATED', 'CANCELLED']);
    expect(await waiting()).toBe(0);

    const [submitted, root] = sent();
    expect(submitted).toMatchObject({
      traceId: orderTraceId({ orderId, correlationId: null }),
      parentSpanId: root!.spanId,
      kind: 'INTERNAL',
      status: 'UNSET',
      start: T0,
      end: T0 + 2 * HOUR,
      attributes: {
        'order.status': 'SUBMITTED',
        'order.owner': 'shop',
        'order.dwell_ms': 2 * HOUR,
        'order.late': false,
      },
      events: [{ name: 'order.status_changed', at: T0 }],
      resource: target.resource,
    });
    expect(root).toMatchObject({ name: 'order', parentSpanId: null, start: T0, end: T0 + 3 * HOUR });
    expect(receiver.mistakes()).toEqual([]);
  });

  test('is linked to the spans in which producers published', async () => {
    const producer = { traceId: 'ab'.repeat(16), spanId: 'cd'.repeat(8) };
    await say('SUBMITTED', 0, { traceparent: `00-${producer.traceId}-${producer.spanId}-01` });
    await say('PRICE_CALCULATED', 1);
    await settled(teller());
    expect(sent()[0]!.links).toMatchObject([producer]);
  });

  test('has nobody’s data in it', async () => {
    const customer = { id: 'C-7', name: 'Anna Karenina', email: 'anna@example.com', phone: '+79161234567' };
    await say('SUBMITTED', 0, { customer, data: { text: 'call Vronsky' } });
    await say('CANCELLED', 1, { source: 'crm', customer });
    await settled(teller());
    expect(names()).toHaveLength(3);
    expect(receiver.bodies().join()).not.toMatch(/anna|karenina|79161234567|vronsky|C-7/i);
  });

  test('begins anew, whole, when a correlation id becomes known by which anyone can compute it', async () => {
    await say('SUBMITTED', 0);
    await say('PRICE_CALCULATED', 1);
    await settled(teller());
    await say('CANCELLED', 2, { source: 'crm', correlationId: `cart of ${orderId}` });
    await settled(teller());
    const traceId = orderTraceId({ orderId, correlationId: `cart of ${orderId}` });
    expect(
      sent()
        .filter(span => span.traceId === traceId)
        .map(({ name }) => name),
    ).toEqual(['order', 'SUBMITTED', 'PRICE_CALCULATED', 'CANCELLED']);
  });

  test('begins anew also where what made it known moved nothing', async () => {
    await say('SUBMITTED', 0);
    await say('PRICE_CALCULATED', 1);
    await settled(teller());
    const correlationId = `cart of ${orderId}`;
    await say('PRICE_CALCULATED', 2, { type: 'order.note', status: null, correlationId });
    await settled(teller());
    const traceIds = [null, correlationId].map(one => orderTraceId({ orderId, correlationId: one }));
    expect(sent().map(({ name, traceId }) => [name, traceId])).toEqual(traceIds.map(id => ['SUBMITTED', id]));
    expect(await readSentTraces(pool, [orderId])).toEqual(new Map([[orderId, traceIds[1]]]));
  });

  test('has in it only what has been known for half a minute, whatever the order did before', async () => {
    const one = teller();
    const at = (seconds: number) => T0 + HOUR + seconds * 1_000;
    const tell = async (seconds: number) => {
      clock.set(at(seconds));
      await one.runOnce(clock.now(), false);
      return names();
    };
    await say('SUBMITTED', 0);
    await say('PRICE_CALCULATED', 1);
    await say('MANUFACTURING_APPROVED', 1, { source: 'crm', occurredAt: at(20) });
    expect(await tell(30)).toEqual(['SUBMITTED']);
    expect(await tell(49)).toEqual(['SUBMITTED']);
    expect(await tell(50)).toEqual(['SUBMITTED', 'PRICE_CALCULATED']);

    await say('MANUFACTURING_STARTED', 1, { occurredAt: at(60) });
    await say('CANCELLED', 1, { source: 'crm', occurredAt: at(80), historic: true });
    expect(await tell(90)).toEqual(['SUBMITTED', 'PRICE_CALCULATED', 'MANUFACTURING_APPROVED']);
    expect((await tell(110)).slice(3)).toEqual(['order', 'MANUFACTURING_STARTED', 'CANCELLED']);
    expect(await waiting()).toBe(0);
  });

  test('goes in protobuf to who wants it', async () => {
    const inProtobuf = await openSpanExporter({ ...target, protocol: 'http/protobuf' });
    await say('SUBMITTED', 0, { traceparent: `00-${'ab'.repeat(16)}-${'cd'.repeat(8)}-01` });
    await say('CANCELLED', 1, { source: 'crm' });
    await settled(teller(inProtobuf));
    await inProtobuf.stop();
    const first = sent().splice(0);
    await pool.query('truncate collector.order_trace');
    await retellOrder(telling(), orderId, clock.now());
    expect(first).toHaveLength(3);
    expect(sent().slice(3)).toEqual(first);
    expect(receiver.mistakes()).toEqual([]);
  });
});

describe('each span once', () => {
  test('after a restart, a duplicate, a rebuild and an event that says nothing new', async () => {
    const first = await say('SUBMITTED', 0);
    await say('PRICE_CALCULATED', 1);
    await settled(teller());
    await ledger.record(arrivals([first]));
    await rebuild({ pool, lifecycles: lifecycles(), clock, listeners, vault: plainVault });
    await say('PRICE_CALCULATED', 1, { source: 'crm' });
    await settled(teller());
    await say('CANCELLED', 2, { source: 'crm' });
    await settled(teller());
    expect(names()).toEqual(['SUBMITTED', 'order', 'PRICE_CALCULATED', 'CANCELLED']);
  });

  test('of two that tell at the same time', async () => {
    const [one, other] = [teller(), teller()];
    const at = ['SUBMITTED', 'PRICE_CALCULATED', 'MANUFACTURING_APPROVED', 'MANUFACTURING_STARTED', 'CANCELLED'];
    for (const [hour, status] of at.entries()) {
      await say(status, hour);
      await settled(one, other);
    }
    expect(names().toSorted()).toEqual(['order', ...at].toSorted());
  });

  test('what one told who was killed before he could write so comes again as the same span', async () => {
    await say('SUBMITTED', 0);
    await say('CANCELLED', 1, { source: 'crm' });
    const killed: SpanExporter = {
      ...exporter,
      export: async (spans, signal) => {
        await exporter.export(spans, signal);
        throw new Error('killed');
      },
    };
    await expect(settled(teller(killed))).rejects.toThrow('killed');
    clock.advance(AGAIN_AFTER_MS);
    await settled(teller());
    expect(names()).toEqual(['order', 'SUBMITTED', 'CANCELLED', 'order', 'SUBMITTED', 'CANCELLED']);
    expect(new Set(sent().map(({ spanId, start, end }) => `${spanId} ${start} ${end}`)).size).toBe(3);
  });

  test('a stay that comes to light late is told; what was told of the one before it stands', async () => {
    await say('SUBMITTED', 0);
    await say('MANUFACTURING_APPROVED', 2);
    await settled(teller());
    const late = anEvent({ orderId, source: 'mes', status: 'PRICE_CALCULATED', occurredAt: T0 + HOUR });
    await ledger.record(arrivals([late]));
    await settled(teller());
    expect(sent().map(({ name, start, end }) => [name, (start - T0) / HOUR, (end - T0) / HOUR])).toEqual([
      ['SUBMITTED', 0, 2],
      ['PRICE_CALCULATED', 1, 2],
    ]);

    const retold = await retellOrder(telling(), orderId, clock.now());
    expect(retold).toEqual({ kind: 'sent', traceId: sent()[0]!.traceId, spans: 2 });
    const [before, , again] = sent();
    expect(again).toMatchObject({ name: 'SUBMITTED', spanId: before!.spanId, end: T0 + HOUR });
  });
});

describe('who is told of', () => {
  test('an order from its beginning, also when it was imported and has moved since', async () => {
    await say('SUBMITTED', 0, { historic: true });
    await say('PRICE_CALCULATED', 1, { historic: true });
    await settled(teller());
    expect([names(), await waiting()]).toEqual([[], 0]);
    await say('MANUFACTURING_APPROVED', 2);
    await settled(teller());
    expect(names()).toEqual(['SUBMITTED', 'PRICE_CALCULATED']);
  });

  test('no order that is known by no order id; all of it when it is', async () => {
    const ids = { mes: `M-${orderId}` };
    const asUpload = { orderId: null, key: `~mes:${ids.mes}`, ids };
    await say('SUBMITTED', 0, { ...asUpload, source: 'mes' });
    await say('PRICE_CALCULATED', 1, asUpload);
    await settled(teller());
    await say('MANUFACTURING_APPROVED', 2, { ids });
    await settled(teller());
    expect(receiver.spans().some(({ attributes }) => String(attributes['order.id']).startsWith('~'))).toBe(false);
    expect(names()).toEqual(['SUBMITTED', 'PRICE_CALCULATED']);
  });

  test('some hundred orders at once, one page after the other; no more than one of a process that is busy', async () => {
    clock.set(T0);
    const many = Array.from({ length: 600 }, (_, at) => `MANY-${at}`);
    for (const status of ['SUBMITTED', 'CANCELLED']) {
      for (let from = 0; from < many.length; from += 100) {
        const page = many.slice(from, from + 100);
        await ledger.record(arrivals(page.map(name => anEvent({ orderId: name, status }))));
      }
    }
    await pool.query(
      `delete from collector.order_trace_move where id <= (select max(id) - 6 from collector.order_trace_move)`,
    );
    clock.advance(SETTLE_MS);
    await teller().runOnce(clock.now(), true);
    expect(await waiting()).toBe(1);
    await pool.query('truncate collector.order_trace');
    receiver.spans().length = 0;
    await pool.query(
      `insert into collector.order_trace_move (orders, recorded_at)
       select array(select 'MANY-' || at from generate_series(page * 100, page * 100 + 99) at), $1
         from generate_series(0, 4) page`,
      [toIso(T0)],
    );
    await teller().runOnce(clock.now(), false);
    expect(await waiting()).toBe(0);
    expect(receiver.spans().filter(({ attributes }) => many.includes(String(attributes['order.id'])))).toHaveLength(
      1800,
    );
  });
});

describe('while they are sent', () => {
  test('nothing is held: no connection, no transaction, no lock; and nobody else tells', async () => {
    await say('SUBMITTED', 0);
    await say('PRICE_CALCULATED', 1);
    const [before, letGo] = [receiver.requests(), receiver.hold()];
    const running = settled(teller());
    await expect.poll(() => receiver.requests()).toBe(before + 1);
    const { rows } = await pool.query(
      `select (select count(*) from pg_stat_activity
                where datname = current_database() and state like 'idle in transaction%') as transactions,
              (select count(*) from pg_locks
                where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())) as locks`,
    );
    expect(rows).toEqual([{ transactions: 0, locks: 0 }]);
    expect(pool.totalCount - pool.idleCount).toBe(0);
    await say('MANUFACTURING_APPROVED', 1, { source: 'crm', occurredAt: clock.now() });
    await teller().runOnce(clock.now(), false);
    expect(receiver.requests()).toBe(before + 1);
    letGo();
    await running;
    expect(names()).toEqual(['SUBMITTED']);
    await settled(teller());
    expect([names(), await waiting()]).toEqual([['SUBMITTED', 'PRICE_CALCULATED'], 0]);
  });

  test('whoever stops waits a second or so, not for the sending to be given up, and leaves the turn to the others', async () => {
    await say('SUBMITTED', 0);
    await say('PRICE_CALCULATED', 1);
    const [before, letGo] = [receiver.requests(), receiver.hold()];
    const one = teller();
    const running = settled(one);
    await expect.poll(() => receiver.requests()).toBe(before + 1);
    const stopped = performance.now();
    one.stop();
    await running;
    expect(performance.now() - stopped).toBeLessThan(12_000);
    letGo();
    await settled(one);
    expect([receiver.requests() - before, await waiting()]).toEqual([1, 2]);
    await settled(teller());
    expect([receiver.requests() - before, await waiting()]).toEqual([2, 0]);
  });

  test('whoever is killed holds up the others for half a minute', async () => {
    await say('SUBMITTED', 0);
    await say('PRICE_CALCULATED', 1);
    clock.advance(SETTLE_MS);
    await takeTurn(pool, clock.now(), clock.now() + 30_000);
    await teller().runOnce(clock.now() + 29_999, false);
    expect(names()).toEqual([]);
    await teller().runOnce(clock.now() + 30_000, false);
    expect(names()).toEqual(['SUBMITTED']);
  });
});

describe('while nobody takes them', () => {
  test('they wait, are tried once a minute by one of all, and come when somebody does', async () => {
    await say('SUBMITTED', 0);
    await say('PRICE_CALCULATED', 1);
    receiver.answer(404);
    expect(await counted('failed', () => settled(teller()))).toBe(1);
    const requests = receiver.requests();
    receiver.answer(200);
    await settled(teller());
    expect([receiver.requests() - requests, await waiting()]).toEqual([0, 2]);
    expect(await figure('orderwatch_order_traces_waiting')).toBe(2);
    expect(await figure('orderwatch_order_traces_oldest_waiting_seconds')).toBe((HOUR + 2 * SETTLE_MS) / 1_000);
    clock.advance(AGAIN_AFTER_MS);
    expect(await counted('sent', () => settled(teller()))).toBe(1);
    expect([names(), await waiting()]).toEqual([['SUBMITTED'], 0]);
    expect(await figure('orderwatch_order_traces_oldest_waiting_seconds')).toBe(0);
  });

  test.each([400, 413, 422])('who refuses everything (%i) is asked a few times and gets it all later', async status => {
    const many = Array.from({ length: 40 }, (_, at) => `${orderId}-${at}`);
    clock.set(T0);
    for (const status of ['SUBMITTED', 'CANCELLED']) {
      await ledger.record(arrivals(many.map(name => anEvent({ orderId: name, source: 'crm', status }))));
    }
    receiver.answer(status);
    const requests = receiver.requests();
    expect(await counted('failed', () => settled(teller()))).toBe(40);
    expect(receiver.requests() - requests).toBeLessThan(40);
    expect([await waiting(), await isNoted(many[0]!)]).toEqual([2, false]);
    receiver.answer(200);
    await settled(teller());
    expect(await waiting()).toBe(2);
    clock.advance(AGAIN_AFTER_MS);
    expect(await counted('sent', () => settled(teller()))).toBe(40);
    expect([await waiting(), await isNoted(many[0]!)]).toEqual([0, true]);
  });

  test('those of a week ago are given up, also where nobody tells', async () => {
    await say('SUBMITTED', 0);
    await say('PRICE_CALCULATED', 1);
    const giveUp = () => giveUpOldMoves(pool, metrics, clock.now());
    clock.advance(7 * DAY);
    expect(await counted('given_up', giveUp)).toBe(1);
    expect(await waiting()).toBe(1);
    clock.advance(MINUTE);
    expect(await counted('given_up', giveUp)).toBe(1);
    expect(await waiting()).toBe(0);
  });
});

describe('one order of which nothing can be sent holds up no other', () => {
  let other = '';
  beforeEach(async () => {
    for (const name of [orderId, `${orderId}-OTHER`]) {
      orderId = name;
      await say('SUBMITTED', 0);
      await say('CANCELLED', 1, { source: 'crm' });
    }
    other = orderId;
    orderId = `ORD-${orders}`;
  });

  async function onlyOtherIsSent(): Promise<void> {
    await settled(teller());
    expect([names(), await waiting()]).toEqual([[], 0]);
    expect([await isNoted(orderId), await isNoted(other)]).toEqual([false, true]);
    expect(receiver.spans().filter(({ attributes }) => attributes['order.id'] === other)).toHaveLength(3);
  }

  test('as it is refused', async () => {
    receiver.answer(spans => (spans.some(({ attributes }) => attributes['order.id'] === orderId) ? 400 : 200));
    expect(await counted('refused', onlyOtherIsSent)).toBe(1);
  });

  test('as its spans can’t be written down', async () => {
    await pool.query(`update tracker.order_event set occurred_at = '0044-03-15 BC' where order_id = $1`, [orderId]);
    expect(await counted('broken', onlyOtherIsSent)).toBe(1);
  });

  test('as it can’t be folded', async () => {
    await pool.query(`update tracker.order_event set partner = 'acme' where order_id = $1`, [orderId]);
    unfoldable = 'acme';
    expect(await counted('broken', onlyOtherIsSent)).toBe(1);
  });
});

test.each([
  [400, 'refused'],
  [413, 'refused'],
  [404, 'failed'],
  [401, 'failed'],
])('an answer of %i: %s', async (status, kind) => {
  receiver.answer(status);
  expect(await exporter.export([], AbortSignal.timeout(10_000))).toMatchObject({
    kind,
    why: expect.stringContaining(String(status)),
  });
});

import { beforeEach, expect, it } from 'vitest';
import { manualClock } from '../platform/clock.ts';
import { testDatabase } from '../test/support/database.ts';
import { anEvent, arrivals, HOUR, MINUTE, T0 } from '../test/support/factory.ts';
import { referenceDefinition, referenceLifecycles } from '../test/support/reference.ts';
import { declaredLifecycles } from '../tracker/declared.ts';
import type { StatedEvent } from '../tracker/event.ts';
import { rebuild } from '../tracker/rebuild.ts';
import { createNoticeListener } from './listener.ts';
import { OUTBOX_TABLES, outboxUnderTest, readMessages, SETTLE_MS } from './outbox-under-test.ts';

const { pool } = await testDatabase();
const clock = manualClock(T0);
const partners = {
  acme: { locale: 'en', webhook: { url: 'https://acme.example/hook', secret: 'whsec_c2VjcmV0' }, email: null },
};
const { ledger, deps } = outboxUnderTest({ pool, clock });
const record = (...events: StatedEvent[]) => ledger.record(arrivals(events));
const moved = (status: string, at: number, named: Parameters<typeof anEvent>[0] = {}) =>
  anEvent({ status, source: referenceLifecycles.all[0]!.owner(status)!, occurredAt: at, ...named });

beforeEach(async () => {
  await pool.query(`truncate ${OUTBOX_TABLES}`);
  clock.set(T0);
});

async function notices() {
  const { rows } = await pool.query(
    `select order_id, notice, occasion, status, event_id, at, noted_at, due_at, state, reason
       from notifier.notice order by due_at, order_id, notice`,
  );
  return rows;
}

it('notes a move into a status that declares a notice, to be planned when it has settled', async () => {
  await record(moved('SUBMITTED', T0 - HOUR, { eventId: 'first' }));
  expect(await notices()).toEqual([
    {
      order_id: 'ORD-1',
      notice: 'order-received',
      occasion: 'SUBMITTED',
      status: 'SUBMITTED',
      event_id: 'first',
      at: T0 - HOUR,
      noted_at: T0,
      due_at: T0 + SETTLE_MS,
      state: 'waiting',
      reason: null,
    },
  ]);
  await record(moved('MANUFACTURING_APPROVED', T0));
  expect(await notices()).toHaveLength(1);
});

it('notes nothing of what is old, overtaken or nobody’s yet', async () => {
  await record(
    moved('SUBMITTED', T0 - HOUR),
    moved('PRICE_CALCULATED', T0 - MINUTE),
    moved('SUBMITTED', T0, { orderId: 'imported', historic: true }),
    moved('SUBMITTED', T0, { orderId: null, ids: { mes: 'M-1' } }),
  );
  expect((await notices()).map(({ order_id, notice }) => [order_id, notice])).toEqual([['ORD-1', 'price-ready']]);
});

it('notes a fact once: redelivery, replay and rebuild change nothing', async () => {
  const event = moved('SUBMITTED', T0);
  await record(event);
  await pool.query(`update notifier.notice set state = 'planned'`);
  const known = await notices();
  clock.advance(HOUR);
  await record(event);
  const listener = createNoticeListener({ ...deps, clock });
  await rebuild({ pool, lifecycles: deps.lifecycles(), clock, listeners: [listener], vault: deps.vault });
  expect(await notices()).toEqual(known);
});

it('notes it anew when the order truly comes back into a status that was left before anybody was told', async () => {
  await record(moved('MANUFACTURING_STARTED', T0), moved('MANUFACTURING_COMPLETED', T0 + MINUTE));
  await record(moved('MANUFACTURING_STARTED', T0 + 2 * MINUTE, { eventId: 'rework' }));
  await pool.query(`update notifier.notice set state = 'dropped', reason = 'superseded'`);
  clock.set(T0 + HOUR);
  await record(moved('MANUFACTURING_COMPLETED', T0 + 3 * MINUTE));
  await record(moved('MANUFACTURING_STARTED', T0 + 4 * MINUTE, { eventId: 'again' }));
  expect(await notices()).toMatchObject([
    { notice: 'manufacturing-started', event_id: 'again', noted_at: T0 + HOUR, state: 'waiting', reason: null },
  ]);
});

it('goes by the lifecycle of the order', async () => {
  const repair = {
    ...referenceDefinition,
    name: 'repair',
    match: { productClass: ['repair'] },
    statuses: {
      RECEIVED: { owner: 'shop', entry: true, next: ['SUBMITTED'], notice: 'order-received' },
      SUBMITTED: { owner: 'shop', next: [] },
    },
  };
  const lifecycles = declaredLifecycles(['shop', 'crm', 'mes'], [repair, referenceDefinition]);
  const other = outboxUnderTest({ pool, clock, lifecycles });
  const data = { productClass: 'repair' };
  const said = { orderId: 'REP-1', source: 'shop', data };
  await other.ledger.record(arrivals([anEvent({ ...said, status: 'RECEIVED' })]));
  await other.ledger.record(arrivals([anEvent({ ...said, status: 'SUBMITTED', occurredAt: T0 + 1 })]));
  expect((await notices()).map(({ occasion }) => occasion)).toEqual(['RECEIVED']);
});

it('tells a partner’s webhook every move of their orders at once, and nobody else’s', async () => {
  const { ledger: withPartners } = outboxUnderTest({ pool, clock, settings: { partners } });
  await withPartners.record(
    arrivals([
      moved('SUBMITTED', T0, { eventId: 'e-1', partner: 'acme', ids: { mes: 'M-7' }, correlationId: 'cart' }),
      moved('PRICE_CALCULATED', T0 + 1, { eventId: 'e-2' }),
      moved('SUBMITTED', T0, { orderId: 'ORD-2', partner: 'globex' }),
      moved('SUBMITTED', T0, { orderId: 'ORD-3', partner: 'acme', historic: true }),
    ]),
  );
  const { rows } = await pool.query(
    'select about, template, occasion, channel, recipient, address, variables, not_before from notifier.message order by occasion',
  );
  expect(rows).toEqual([
    {
      about: 'ORD-1',
      template: 'order-changed',
      occasion: 'e-1',
      channel: 'webhook',
      recipient: 'partner:acme',
      address: 'https://acme.example/hook',
      variables: expect.any(String),
      not_before: T0,
    },
    expect.objectContaining({ occasion: 'e-2' }),
  ]);
  expect(JSON.parse(rows[1].variables)).toEqual({
    type: 'order.status_changed',
    orderId: 'ORD-1',
    ids: { mes: 'M-7' },
    status: 'PRICE_CALCULATED',
    previous: 'SUBMITTED',
    at: '2026-11-20T09:00:00.001Z',
    current: true,
    late: false,
    provisional: false,
    correlationId: 'cart',
  });
});

it('where nothing is traced a message bears what its event bore, and nothing is made up for it', async () => {
  const traced = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
  const { ledger } = outboxUnderTest({ pool, clock, settings: { partners } });
  await ledger.record(
    arrivals([
      moved('SUBMITTED', T0, { orderId: 'ORD-1', partner: 'acme', traceparent: traced }),
      moved('SUBMITTED', T0, { orderId: 'ORD-2', partner: 'acme' }),
    ]),
  );
  const messages = await readMessages(pool);
  expect(messages.map(({ about, traceparent }) => [about, traceparent]).sort()).toEqual([
    ['ORD-1', traced],
    ['ORD-2', null],
  ]);
});

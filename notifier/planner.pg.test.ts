import { randomBytes } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { manualClock } from '../platform/clock.ts';
import { testDatabase } from '../test/support/database.ts';
import { anEvent, arrivals, DAY, HOUR, T0 } from '../test/support/factory.ts';
import { referenceLifecycles } from '../test/support/reference.ts';
import { OWN_SOURCE, OWN_TYPES, type StatedEvent } from '../tracker/event.ts';
import { vaultOf } from '../tracker/personal-data.ts';
import { addressHash } from './address.ts';
import { enqueueNotices } from './enqueue.ts';
import { readMessageItems } from './history.ts';
import { fromMessageRow, MESSAGE_COLUMNS } from './message-rows.ts';
import {
  aNotice,
  memoryChannel,
  OUTBOX_TABLES,
  outboxUnderTest,
  peopleUnderTest,
  SETTLE_MS,
} from './outbox-under-test.ts';
import { savePreference } from './preference-rows.ts';
import { suppress } from './suppression-rows.ts';

const { pool } = await testDatabase();
const clock = manualClock(T0);
const vault = vaultOf(randomBytes(32));
const anna = {
  id: 'C-7',
  name: 'Anna Ivanova',
  email: 'Anna@EXAMPLE.com',
  phone: '+7 916 123-45-67',
  locale: 'en-GB',
  timezone: 'Europe/Berlin',
};
const channels = [memoryChannel('email'), memoryChannel('sms'), memoryChannel('telegram')];
const moved = (status: string, at: number, named: Parameters<typeof anEvent>[0] = {}) =>
  anEvent({ status, source: referenceLifecycles.all[0]!.owner(status)!, occurredAt: at, customer: anna, ...named });

type Named = Omit<Parameters<typeof outboxUnderTest>[0], 'pool' | 'clock' | 'vault'>;

beforeEach(async () => {
  await pool.query(`truncate ${OUTBOX_TABLES}`);
  clock.set(T0);
});

/** Records the events, each at its time, lets them settle and plans. */
async function plan(events: readonly StatedEvent[], named: Named = {}) {
  const { ledger, planner } = outboxUnderTest({ pool, clock, vault, channels, ...named });
  for (const event of events) {
    clock.set(Math.max(clock.now(), event.occurredAt!));
    await ledger.record(arrivals([event]));
  }
  clock.advance(SETTLE_MS);
  return planner.runOnce(clock.now());
}

async function messages() {
  const { rows } = await pool.query(
    `select ${MESSAGE_COLUMNS} from notifier.message m order by m.recipient, m.template`,
  );
  return rows.map(row => fromMessageRow(row, vault));
}

async function notices() {
  const { rows } = await pool.query('select notice, state, reason from notifier.notice order by at, notice');
  return rows.map(({ notice, state, reason }) => `${notice}: ${state}${reason === null ? '' : ` (${reason})`}`);
}

it('makes one message to the customer, on the first way that leads to them', async () => {
  const data = { total: { amount: 45_900, currency: 'RUB' } };
  expect(await plan([moved('SUBMITTED', T0, { eventId: 'e-1', data, promisedAt: T0 + 9 * DAY })])).toBe(1);
  expect(await messages()).toMatchObject([
    {
      about: 'ORD-1',
      kind: 'customer',
      template: 'order-received',
      occasion: 'SUBMITTED',
      status: 'SUBMITTED',
      eventId: 'e-1',
      channel: 'email',
      recipient: 'customer:C-7',
      address: 'Anna@example.com',
      addressHash: addressHash('email', 'Anna@example.com'),
      locale: 'en-GB',
      zone: 'Europe/Berlin',
      factAt: T0,
      notBefore: T0 + SETTLE_MS,
      expiresAt: T0 + 3 * DAY,
      state: 'queued',
      variables: {
        order: {
          id: 'ORD-1',
          status: 'SUBMITTED',
          statusLabel: 'We have your order',
          at: '2026-11-20T09:00:00.000Z',
          promisedAt: '2026-11-29T09:00:00.000Z',
          partner: null,
        },
        customer: { name: 'Anna Ivanova' },
        price: { amount: 45_900, currency: 'RUB' },
        links: { order: 'https://shop.example/orders/ORD-1' },
      },
    },
  ]);
  expect(await notices()).toEqual(['order-received: planned']);
  // Nothing of it can be read in the database.
  const { rows } = await pool.query('select m::text as row from notifier.message m');
  expect(rows[0].row).not.toMatch(/anna|example\.com|ivanova/i);
});

it('waits until moves have settled, and then tells the last of a burst', async () => {
  const { planner } = outboxUnderTest({ pool, clock, vault, channels });
  await plan([moved('SUBMITTED', T0), moved('PRICE_CALCULATED', T0 + SETTLE_MS / 2)]);
  expect(await notices()).toEqual(['order-received: dropped (superseded)', 'price-ready: planned']);
  expect((await messages()).map(({ template }) => template)).toEqual(['price-ready']);
  expect(await planner.runOnce(clock.now() + HOUR)).toBe(0);
});

it('takes the next way where the first leads nowhere, and says why where none does', async () => {
  const suppressed = { channel: 'email', addressHash: addressHash('email', 'anna@example.com') } as const;
  await suppress(pool, { ...suppressed, reason: 'hard_bounce' }, T0);
  await plan([moved('SUBMITTED', T0)]);
  expect(await messages()).toMatchObject([{ channel: 'sms', address: '+79161234567' }]);

  await plan([moved('SUBMITTED', T0, { orderId: 'no-phone', customer: { ...anna, phone: '12' } })]);
  await plan([moved('SUBMITTED', T0, { orderId: 'nobody', customer: null })]);
  await savePreference(
    pool,
    'customer:C-7',
    { channels: { 'order-received': [] }, locale: null, zone: null, quietHours: null },
    T0,
  );
  await plan([moved('SUBMITTED', T0, { orderId: 'unwanted' })]);
  await plan([moved('SUBMITTED', T0, { orderId: 'test', customer: { email: 'bob@example.com' } })], {
    settings: { allowList: ['@shop.example'] },
  });
  const { rows } = await pool.query('select order_id, reason from notifier.notice where reason is not null order by 1');
  expect(rows).toEqual([
    { order_id: 'no-phone', reason: 'suppressed' },
    { order_id: 'nobody', reason: 'no_address' },
    { order_id: 'test', reason: 'not_allowed' },
    { order_id: 'unwanted', reason: 'unwanted' },
  ]);
  expect(await messages()).toHaveLength(1);
});

it('goes by what the recipient wants, also of language and zone', async () => {
  const wish = { channels: { '*': ['sms'] }, locale: 'ru', zone: 'Asia/Omsk', quietHours: null } as const;
  await savePreference(pool, 'customer:C-7', wish, T0);
  await plan([moved('SUBMITTED', T0)]);
  expect(await messages()).toMatchObject([
    { channel: 'sms', locale: 'ru', zone: 'Asia/Omsk', variables: { order: { statusLabel: 'Мы получили ваш заказ' } } },
  ]);
});

it('does not believe a language or a zone that nobody knows', async () => {
  await plan([moved('SUBMITTED', T0, { customer: { ...anna, locale: 'x y', timezone: 'Mars/Olympus' } })]);
  expect(await messages()).toMatchObject([{ locale: 'ru', zone: 'Europe/Moscow' }]);
});

it('reads a number as people of the declared country write it, and guesses none', async () => {
  const customer = { id: 'C-8', phone: '8 (916) 123-45-67' };
  await plan([moved('SUBMITTED', T0, { customer })], { settings: { country: 'RU' } });
  expect(await messages()).toMatchObject([{ channel: 'sms', address: '+79161234567' }]);
  await plan([moved('SUBMITTED', T0, { orderId: 'ORD-2', customer })]);
  expect(await messages()).toHaveLength(1);
});

it('writes to a linked chat where the notice may be told there', async () => {
  const people = peopleUnderTest({ chats: new Map([['customer:C-7', '4711']]) });
  const notices = { 'order-received': aNotice('order-received', { channels: ['telegram', 'email'] }) };
  await plan([moved('SUBMITTED', T0)], { people, settings: { notices } });
  expect(await messages()).toMatchObject([{ channel: 'telegram', address: '4711' }]);
});

it('prefers a way that is set up, and keeps to the first where none is: it can be seen then', async () => {
  await plan([moved('SUBMITTED', T0)], { channels: [memoryChannel('sms')] });
  await plan([moved('SUBMITTED', T0, { orderId: 'ORD-2' })], { channels: [] });
  expect((await messages()).map(({ about, channel }) => [about, channel]).sort()).toEqual([
    ['ORD-1', 'sms'],
    ['ORD-2', 'email'],
  ]);
});

it('tells the partner of the order, too', async () => {
  const partners = { acme: { locale: 'en', webhook: null, email: 'orders@acme.example' } };
  await plan([moved('SUBMITTED', T0, { partner: 'acme', customer: null })], { settings: { partners } });
  expect(await messages()).toMatchObject([
    { kind: 'partner', recipient: 'partner:acme', address: 'orders@acme.example', template: 'order-received' },
  ]);
  expect(await notices()).toEqual(['order-received: planned']);
});

it('does not greet a partner by the name of the customer', async () => {
  const partners = { acme: { locale: 'en', webhook: null, email: 'orders@acme.example' } };
  await plan([moved('SUBMITTED', T0, { partner: 'acme' })], { settings: { partners } });
  const named = (await messages()).map(({ kind, variables }) => [kind, variables.customer]).sort();
  expect(named).toEqual([
    ['customer', { name: 'Anna Ivanova' }],
    ['partner', { name: null }],
  ]);
});

it('drops what has become useless: frozen, expired, no longer declared', async () => {
  const frozen = anEvent({
    type: OWN_TYPES.frozen,
    source: OWN_SOURCE,
    status: null,
    occurredAt: T0 + 1,
    data: { by: 'olga' },
  });
  await plan([moved('SUBMITTED', T0), frozen]);
  expect(await notices()).toEqual(['order-received: dropped (frozen)']);

  const short = { notices: { 'order-received': aNotice('order-received', { expiresAfterMs: SETTLE_MS }) } };
  await plan([moved('SUBMITTED', T0, { orderId: 'ORD-2' })], { settings: short });
  const { ledger } = outboxUnderTest({ pool, clock, vault, channels });
  await ledger.record(arrivals([moved('SUBMITTED', T0, { orderId: 'ORD-3' })]));
  await plan([], { settings: { notices: {} } });
  const { rows } = await pool.query('select order_id, reason from notifier.notice order by 1');
  expect(rows.map(({ reason }) => reason)).toEqual(['frozen', 'expired', 'unwanted']);
  expect(await messages()).toEqual([]);
});

it('tells nobody of old events, whenever they come: an outage of two days is caught up with, last month is not', async () => {
  const twoDays = moved('SHIPPED', T0 - 2 * DAY);
  const lastMonth = moved('SHIPPED', T0 - 30 * DAY, { orderId: 'ORD-2' });
  expect(await plan([twoDays, lastMonth])).toBe(1);
  expect(await messages()).toMatchObject([{ about: 'ORD-1', factAt: T0, expiresAt: T0 + DAY }]);
  expect(await notices()).toEqual(['order-shipped: dropped (expired)', 'order-shipped: planned']);
});

it('plans what others note, filled with what they know, unless the order has ended', async () => {
  const expected = { from: '2026-12-14T12:00:00.000Z', to: '2026-12-18T12:00:00.000Z' };
  const settings = { notices: { 'order-delayed': aNotice('order-delayed') } };
  const delayed = (orderId: string) => ({
    orderId,
    notice: 'order-delayed',
    occasion: 'late-1',
    status: null,
    eventId: null,
    at: T0,
    notedAt: T0,
    dueAt: T0,
    variables: { expected },
  });
  await plan([moved('PACKAGING', T0), moved('CANCELLED', T0, { orderId: 'ORD-2' })], { settings });
  await enqueueNotices(pool, [delayed('ORD-1'), delayed('ORD-2')], vault);
  expect(await plan([], { settings })).toBe(1);
  expect(await messages()).toMatchObject([
    { about: 'ORD-1', occasion: 'late-1', status: null, variables: { expected, order: { status: 'PACKAGING' } } },
  ]);
  const { rows } = await pool.query(`select order_id, reason from notifier.notice where state = 'dropped'`);
  expect(rows).toEqual([{ order_id: 'ORD-2', reason: 'ended' }]);
});

it('plans each notice once, however many planners run', async () => {
  const { ledger, planner } = outboxUnderTest({ pool, clock, vault, channels });
  const orders = Array.from({ length: 450 }, (_, number) => moved('SUBMITTED', T0, { orderId: `P-${number}` }));
  await ledger.record(arrivals(orders));
  const made = await Promise.all([1, 2, 3].map(() => planner.runOnce(T0 + SETTLE_MS)));
  expect(made.reduce((sum, count) => sum + count, 0)).toBe(450);
  expect(await messages()).toHaveLength(450);
});

it('a notice that can’t be planned waits alone, and is given up when its time is over', async () => {
  const { planner } = outboxUnderTest({ pool, clock, vault, channels });
  await plan(
    [moved('SUBMITTED', T0), moved('SUBMITTED', T0, { key: 'ORD-2' }), moved('SUBMITTED', T0, { key: 'ORD-3' })],
    {
      settings: { settleMs: 10 * DAY },
    },
  );
  await pool.query(`update notifier.notice set due_at = noted_at`);
  await pool.query(`update notifier.notice set variables = 'sealed:1:AAAA' where order_id = 'ORD-2'`);
  expect(await planner.runOnce(clock.now())).toBe(2);
  const damaged = async () =>
    (await pool.query(`select state, reason, due_at from notifier.notice where order_id = 'ORD-2'`)).rows[0];
  expect(await damaged()).toMatchObject({ state: 'waiting', reason: null, due_at: clock.now() + HOUR / 6 });
  expect(await planner.runOnce(clock.now() + 3 * DAY - HOUR)).toBe(0);
  expect(await planner.runOnce(clock.now() + 3 * DAY - SETTLE_MS - 1)).toBe(0);
  expect(await damaged()).toMatchObject({ state: 'dropped', reason: 'our_fault' });
});

it('who was told of a status is not told of it on another channel when the order comes back to it', async () => {
  const partners = { acme: { locale: 'en', webhook: null, email: 'it@acme.example' } };
  const chats = new Map([['customer:C-7', '42']]);
  const notices = { 'manufacturing-started': aNotice('manufacturing-started', { channels: ['telegram', 'email'] }) };
  await plan([moved('MANUFACTURING_STARTED', T0, { partner: 'acme' })], { settings: { partners, notices } });
  await pool.query(`update notifier.message set state = 'sent' where kind = 'customer'`);
  await pool.query(`update notifier.message set state = 'dropped', reason = 'superseded' where kind = 'partner'`);
  await pool.query(`update notifier.notice set state = 'dropped', reason = 'superseded'`);
  const back = moved('MANUFACTURING_STARTED', T0 + 2 * HOUR, { partner: 'acme' });
  await plan([moved('MANUFACTURING_COMPLETED', T0 + HOUR, { partner: 'acme' }), back], {
    settings: { partners, notices },
    people: peopleUnderTest({ chats }),
  });
  expect((await messages()).map(({ recipient, channel, state }) => `${recipient} ${channel} ${state}`)).toEqual([
    'customer:C-7 email sent',
    'partner:acme email queued',
  ]);
});

describe('a reminder', () => {
  const reminded = {
    settings: {
      notices: {
        'price-ready': aNotice('price-ready', { reminder: { notice: 'price-reminder', afterMs: 2 * DAY } }),
        'price-reminder': aNotice('price-reminder', { expiresAfterMs: DAY }),
      },
    },
  };
  const data = { total: { amount: 45_900, currency: 'RUB' } };
  const priced = (at: number) => moved('PRICE_CALCULATED', at, { data });

  it('is told once, if the order has not moved on by then', async () => {
    await plan([priced(T0)], reminded);
    expect(await notices()).toEqual(['price-ready: planned', 'price-reminder: waiting']);
    const [, coming] = await readMessageItems(pool, ['ORD-1'], vault);
    expect(coming).toMatchObject({
      at: T0 + SETTLE_MS + 2 * DAY,
      title: '“price reminder” will be told',
      detail: 'Unless the order moves on before',
    });

    const { planner } = outboxUnderTest({ pool, clock, vault, channels, ...reminded });
    expect(await planner.runOnce(T0 + 2 * DAY)).toBe(0);
    expect(await planner.runOnce(T0 + SETTLE_MS + 2 * DAY)).toBe(1);
    expect(await planner.runOnce(T0 + 9 * DAY)).toBe(0);
    expect(await messages()).toMatchObject([
      { template: 'price-ready', occasion: 'PRICE_CALCULATED' },
      {
        template: 'price-reminder',
        occasion: 'PRICE_CALCULATED reminder',
        status: 'PRICE_CALCULATED',
        variables: { price: data.total },
        factAt: T0 + SETTLE_MS + 2 * DAY,
        expiresAt: T0 + SETTLE_MS + 3 * DAY,
      },
    ]);
  });

  it('is not told of an order that has moved on, which is no news for anybody', async () => {
    await plan([priced(T0)], reminded);
    await plan([moved('MANUFACTURING_APPROVED', T0 + HOUR)], reminded);
    const { planner } = outboxUnderTest({ pool, clock, vault, channels, ...reminded });
    expect(await planner.runOnce(T0 + 3 * DAY)).toBe(0);
    expect(await notices()).toEqual(['price-ready: planned', 'price-reminder: dropped (superseded)']);
    const items = await readMessageItems(pool, ['ORD-1'], vault);
    expect(items.map(({ title }) => title)).toEqual(['E-mail “price ready” queued']);
  });

  it('follows only what somebody was told', async () => {
    await plan([moved('PRICE_CALCULATED', T0, { customer: null })], reminded);
    expect(await notices()).toEqual(['price-ready: dropped (no_address)']);
  });
});

import { beforeEach, describe, expect, it } from 'vitest';
import { manualClock } from '../platform/clock.ts';
import type { Db } from '../platform/postgres.ts';
import { testDatabase } from '../test/support/database.ts';
import { anEvent, arrivals, DAY, HOUR, MINUTE, T0 } from '../test/support/factory.ts';
import { plainVault as vault } from '../tracker/personal-data.ts';
import type { Handed } from './channel.ts';
import { enqueueMessages } from './enqueue.ts';
import { takeStranded } from './fallback-rows.ts';
import { gaugeOutbox } from './outbox-gauges.ts';
import {
  aMessage,
  aNotice,
  DOWN,
  memoryChannel,
  OUTBOX_TABLES,
  outboxUnderTest,
  readMessageEvents,
  readMessages,
  SETTLE_MS,
} from './outbox-under-test.ts';

const { pool } = await testDatabase();
const clock = manualClock(T0);
const customer = { id: 'C-7', email: 'anna@example.com', phone: '+79161234567' };

beforeEach(async () => {
  await pool.query(`truncate ${OUTBOX_TABLES}`);
  clock.set(T0);
});

type Named = Omit<Parameters<typeof outboxUnderTest>[0], 'pool' | 'clock'>;

async function planned(named: Named) {
  const outbox = outboxUnderTest({ pool, clock, ...named });
  await outbox.ledger.record(arrivals([anEvent({ customer })]));
  clock.advance(SETTLE_MS);
  await outbox.planner.runOnce(clock.now());
  return outbox;
}

async function went() {
  const all = await readMessages(pool);
  return all.map(({ channel, state, reason }) => `${channel} ${state}${reason === null ? '' : `: ${reason}`}`).sort();
}

describe('another way', () => {
  const bounce: Handed = { kind: 'permanent', reason: 'invalid_address', said: '550', suppress: 'hard_bounce' };

  it('is taken when the first one is closed for good, once', async () => {
    const email = memoryChannel('email', { answer: () => bounce });
    const sms = memoryChannel('sms');
    const { dispatcher } = await planned({ channels: [email, sms] });
    await dispatcher.runOnce(clock.now());
    await dispatcher.runOnce(clock.now() + HOUR);
    expect(await went()).toEqual(['email failed: invalid_address', 'sms sent']);
    expect(sms.taken).toMatchObject([{ recipient: 'customer:C-7', address: '+79161234567' }]);
    expect(await readMessageEvents(pool)).toMatchObject([
      { kind: 'attempt', state: 'failed' },
      { kind: 'fallback', reason: 'sms' },
    ]);
  });

  it('is not looked for again where there is none', async () => {
    const email = memoryChannel('email', { answer: () => bounce });
    const { dispatcher } = await planned({ channels: [email] });
    await dispatcher.runOnce(clock.now());
    await dispatcher.runOnce(clock.now() + HOUR);
    expect(await went()).toEqual(['email failed: invalid_address']);
    expect(await readMessageEvents(pool)).toMatchObject([{ kind: 'attempt' }, { kind: 'fallback', reason: null }]);
  });

  it('is not one that ends where the customer has opted out', async () => {
    const optedOut: Handed = { kind: 'permanent', reason: 'opted_out', said: '21610', suppress: 'opted_out' };
    const sms = memoryChannel('sms', { answer: () => optedOut });
    const email = memoryChannel('email');
    const notices = { 'order-received': aNotice('order-received', { channels: ['sms', 'email'] }) };
    const { dispatcher } = await planned({ channels: [sms, email], settings: { notices } });
    await dispatcher.runOnce(clock.now());
    expect(await went()).toEqual(['sms failed: opted_out']);
  });

  it('is taken by what can’t wait after three attempts, and only by that', async () => {
    const email = memoryChannel('email', { answer: () => ({ ...DOWN, reason: 'mailbox_full' }) as Handed });
    const sms = memoryChannel('sms');
    const urgent = { 'order-received': aNotice('order-received', { urgent: true }) };
    const { dispatcher } = await planned({ channels: [email, sms], settings: { notices: urgent } });
    for (const wait of [0, 1, 2, 3]) await dispatcher.runOnce(clock.now() + wait * MINUTE);
    expect(await went()).toEqual(['email dropped: replaced', 'sms sent']);
    expect(email.asked).toHaveLength(3);
  });

  it('is also taken by what a receipt says has failed', async () => {
    const channels = [memoryChannel('email'), memoryChannel('sms')];
    const { dispatcher } = await planned({ channels });
    await dispatcher.runOnce(clock.now());
    await pool.query(
      `update notifier.message set state = 'failed', reason = 'invalid_address' where channel = 'email'`,
    );
    await dispatcher.runOnce(clock.now() + DAY);
    expect(await went()).toEqual(['email failed: invalid_address', 'sms sent']);
  });
});

describe('a partner’s webhook', () => {
  const webhook = { url: 'https://acme.example/hook', secret: 'whsec_c2VjcmV0' };
  const partners = {
    acme: { locale: 'en', webhook, email: 'it@acme.example' },
    globex: { locale: 'en', webhook: { ...webhook, url: 'https://globex.example/hook' }, email: null },
  };
  const change = (occasion: string, partner = 'acme') =>
    aMessage({
      about: 'ORD-1',
      kind: 'partner',
      template: 'order-changed',
      occasion,
      channel: 'webhook',
      recipient: `partner:${partner}`,
      address: `https://${partner}.example/hook`,
      urgent: true,
      notBefore: clock.now(),
      expiresAt: clock.now() + 3 * DAY,
    });
  const tell = (...occasions: string[]) =>
    enqueueMessages(
      pool,
      occasions.map(occasion => change(occasion)),
      { vault, now: clock.now() },
    );
  const endpoints = async () =>
    (await pool.query('select partner, failing_since, disabled_at from notifier.partner_endpoint')).rows;

  it('is tried as the ladder says, and then a person has to look', async () => {
    const hook = memoryChannel('webhook', { answer: () => DOWN });
    const { dispatcher } = outboxUnderTest({ pool, clock, channels: [hook], settings: { partners } });
    await tell('e-1');
    const begun = clock.now();
    const at: number[] = [];
    for (let next = begun; next < begun + DAY; ) {
      clock.set(next);
      // Its breaker may rest a little longer than the ladder says.
      if ((await dispatcher.runOnce(next)) > 0) at.push((next - begun) / 1_000);
      const [message] = await readMessages(pool);
      if (message!.state !== 'queued') break;
      next = Math.max(next + 1_000, message!.notBefore);
    }
    expect(at).toEqual([0, 5, 305, 2_105, 9_305, 27_305, 63_305]);
    expect(await went()).toEqual(['webhook dead: provider_down']);
    expect(await endpoints()).toEqual([{ partner: 'acme', failing_since: begun, disabled_at: null }]);
  });

  it('is switched off after five days, which the partner is told once, and on again when it works', async () => {
    let works = false;
    const hook = memoryChannel('webhook', {
      answer: () => (works ? { kind: 'sent', providerId: null, said: '200' } : DOWN),
    });
    const email = memoryChannel('email');
    const on = outboxUnderTest({ pool, clock, channels: [hook, email], settings: { partners } });
    for (let day = 0; day <= 7; day += 0.5) {
      clock.set(T0 + day * DAY);
      await tell(`e-${day}`);
      await on.dispatcher.runOnce(clock.now());
    }
    await on.dispatcher.runOnce(clock.now());
    expect(await endpoints()).toEqual([{ partner: 'acme', failing_since: T0, disabled_at: T0 + 7 * DAY }]);
    expect(email.taken).toMatchObject([{ recipient: 'partner:acme', address: 'it@acme.example' }]);
    const off = (await readMessages(pool)).filter(({ reason }) => reason === 'suppressed');
    expect(off.length).toBeGreaterThan(0);
    gaugeOutbox(on.registry, pool, clock);
    expect(await on.registry.metrics()).toContain('orderwatch_notifications_endpoints_off 1');

    works = true;
    clock.advance(HOUR);
    await tell('too early');
    await on.dispatcher.runOnce(clock.now());
    expect(hook.taken).toEqual([]);
    clock.advance(DAY);
    await tell('tried');
    await on.dispatcher.runOnce(clock.now());
    expect(await endpoints()).toEqual([]);
    await tell('again');
    await on.dispatcher.runOnce(clock.now());
    expect(hook.taken.map(({ about }) => about)).toEqual(['ORD-1', 'ORD-1']);
  });

  it('that does not answer holds up no other partner’s', async () => {
    const hook = memoryChannel('webhook', {
      answer: ({ recipient }) => (recipient === 'partner:acme' ? DOWN : { kind: 'sent', providerId: null, said: null }),
    });
    const { dispatcher } = outboxUnderTest({ pool, clock, channels: [hook], settings: { partners } });
    await tell(...Array.from({ length: 50 }, (_, number) => `e-${number}`));
    await enqueueMessages(pool, [change('g-1', 'globex')], { vault, now: clock.now() });
    await dispatcher.runOnce(clock.now());
    expect(hook.taken.map(({ recipient }) => recipient)).toEqual(['partner:globex']);
    // It was left alone after a few.
    expect(hook.asked.length).toBeLessThan(15);
  });
});

it('who has looked before somebody else decided, and locks after, finds nothing to decide', async () => {
  await enqueueMessages(pool, [aMessage()], { vault, now: T0 });
  await pool.query(`update notifier.message set state = 'failed', reason = 'invalid_address'`);
  const decided = `insert into notifier.message_event (about, message_id, key, at, noted_at, kind)
    select about, id, 'fallback:1', queued_at, queued_at, 'fallback' from notifier.message`;
  const meanwhile = {
    query: async (text: string, values: unknown[]) => {
      const looked = await pool.query(text, values);
      if (text.includes('stranded')) await pool.query(decided);
      return looked;
    },
  } as Db;
  expect(await takeStranded(meanwhile, { now: T0, since: T0 - DAY, limit: 10 }, vault)).toEqual([]);
});

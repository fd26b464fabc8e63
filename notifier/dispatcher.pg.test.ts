import { randomBytes } from 'node:crypto';
import { pino } from 'pino';
import { beforeEach, expect, it } from 'vitest';
import { manualClock } from '../platform/clock.ts';
import { testDatabase } from '../test/support/database.ts';
import { anEvent, arrivals, DAY, HOUR, MINUTE, T0 } from '../test/support/factory.ts';
import { vaultOf } from '../tracker/personal-data.ts';
import type { Handed } from './channel.ts';
import { claimMessages } from './claim-rows.ts';
import { createDispatcher } from './dispatcher.ts';
import { enqueueMessages } from './enqueue.ts';
import { inspect } from './inspect.ts';
import type { NewMessage } from './message.ts';
import { countMessages, listMessages } from './message-list.ts';
import { gaugeOutbox } from './outbox-gauges.ts';
import {
  aMessage,
  DOWN,
  memoryChannel,
  OUTBOX_TABLES,
  outboxUnderTest,
  peopleUnderTest,
  readMessageEvents,
  readMessages,
  readStates,
  TAKEN,
} from './outbox-under-test.ts';
import { unsent } from './outcome.ts';
import { recordOutcomes } from './record-outcomes.ts';
import { suppress } from './suppression-rows.ts';

const { pool } = await testDatabase();
const clock = manualClock(T0);
const vault = vaultOf(randomBytes(32));

beforeEach(async () => {
  await pool.query(`truncate ${OUTBOX_TABLES}`);
  clock.set(T0);
});

const enqueue = (...messages: NewMessage[]) => enqueueMessages(pool, messages, { vault, now: clock.now() });
const outbox = (named: Omit<Parameters<typeof outboxUnderTest>[0], 'pool' | 'clock' | 'vault'>) =>
  outboxUnderTest({ pool, clock, vault, ...named });

const messages = () => readMessages(pool, vault);
const states = () => readStates(pool);
const events = () => readMessageEvents(pool, vault);

it('hands a message over, once, and keeps what went out', async () => {
  const email = memoryChannel('email', { answer: () => ({ kind: 'sent', providerId: 'p-1', said: '250 OK' }) });
  const { dispatcher } = outbox({ channels: [email] });
  await enqueue(aMessage({ variables: { name: 'Anna' } }));
  clock.advance(MINUTE);
  expect(await dispatcher.runOnce(clock.now())).toBe(1);
  expect(await dispatcher.runOnce(clock.now())).toBe(0);
  expect(email.taken).toHaveLength(1);
  expect(email.taken[0]).toMatchObject({ attempt: 1, unsubscribeUrl: expect.stringContaining('unsubscribe') });
  const [message] = await messages();
  expect(message).toMatchObject({
    state: 'sent',
    attempts: 1,
    provider: 'memory-email',
    providerId: 'p-1',
    subject: 'order-received',
    body: expect.stringMatching(/^order-received \{"name":"Anna","links":\{"tracking":"https:/),
    detail: '250 OK',
    sentAt: T0 + MINUTE,
    settledAt: T0 + MINUTE,
    claimedBy: null,
    claimedUntil: null,
  });
  expect((await pool.query('select m::text as row from notifier.message m')).rows[0].row).not.toMatch(
    /Anna|example\.com/,
  );
});

it('hands over nothing before its time, and what has waited longest first', async () => {
  const email = memoryChannel('email', { concurrency: 1 });
  const { dispatcher } = outbox({ channels: [email] });
  await enqueue(
    aMessage({ about: 'third', notBefore: T0 + 3 }),
    aMessage({ about: 'later', notBefore: T0 + HOUR }),
    aMessage({ about: 'first', notBefore: T0 + 1 }),
    aMessage({ about: 'second', notBefore: T0 + 2 }),
  );
  await dispatcher.runOnce(T0 + MINUTE);
  expect(email.taken.map(({ about }) => about)).toEqual(['first', 'second', 'third']);
});

it('reads the order again, and drops what is not true any more; coming back makes it true again', async () => {
  const email = memoryChannel('email');
  const { ledger, planner, dispatcher } = outbox({ channels: [email] });
  const customer = { id: 'C-7', email: 'anna@example.com' };
  const started = anEvent({ status: 'MANUFACTURING_STARTED', source: 'mes', customer });
  await ledger.record(arrivals([started]));
  await planner.runOnce(T0 + MINUTE);
  const moved = { source: 'mes', occurredAt: T0 + MINUTE };
  await ledger.record(arrivals([anEvent({ ...moved, status: 'MANUFACTURING_COMPLETED' })]));
  await dispatcher.runOnce(T0 + MINUTE);
  expect(await states()).toEqual(['dropped: superseded']);

  clock.set(T0 + HOUR);
  await ledger.record(arrivals([anEvent({ ...moved, status: 'MANUFACTURING_STARTED', occurredAt: T0 + HOUR })]));
  await planner.runOnce(T0 + HOUR + MINUTE);
  await dispatcher.runOnce(T0 + HOUR + MINUTE);
  expect(await states()).toEqual(['sent']);
  expect(email.taken).toHaveLength(1);
});

it('sends nothing that is useless, suppressed or not allowed', async () => {
  const email = memoryChannel('email');
  const { dispatcher } = outbox({ channels: [email], settings: { allowList: ['@example.com'] } });
  const gone = aMessage();
  await enqueue(gone, aMessage({ expiresAt: T0 }), aMessage({ address: 'bob@elsewhere.example' }));
  const { addressHash } = (await messages()).find(({ address }) => address === gone.address)!;
  await suppress(pool, { channel: 'email', addressHash, reason: 'opted_out' }, T0);
  expect(await dispatcher.runOnce(T0)).toBe(0);
  expect((await states()).sort()).toEqual(['dropped: expired', 'dropped: not_allowed', 'dropped: suppressed']);
});

it('waits for the morning and for room, shows why, and counts neither as an attempt', async () => {
  const sms = memoryChannel('sms');
  const quietHours = { from: '21:00', to: '09:30', channels: ['sms'] } as const;
  const { dispatcher } = outbox({ channels: [sms], settings: { quietHours } });
  const message = { channel: 'sms', address: '+79161234567' } as const;
  await enqueue(aMessage(message));
  expect(await dispatcher.runOnce(T0)).toBe(0);
  expect(await messages()).toMatchObject([
    { state: 'queued', reason: 'quiet_hours', notBefore: T0 + HOUR / 2, attempts: 0, claimedUntil: null },
  ]);
  const limited = outbox({ channels: [sms], people: peopleUnderTest({ limitedUntil: T0 + 2 * HOUR }) });
  await limited.dispatcher.runOnce(T0 + HOUR);
  expect(await messages()).toMatchObject([{ reason: 'recipient_limit', notBefore: T0 + 2 * HOUR, attempts: 0 }]);
  expect(await dispatcher.runOnce(T0 + 2 * HOUR)).toBe(1);
  expect(await messages()).toMatchObject([{ state: 'sent', reason: null, attempts: 1 }]);
});

it('counts what it has in hands against the limit of a recipient', async () => {
  const email = memoryChannel('email');
  const counted = {
    ...peopleUnderTest(),
    limitedUntil: (_: unknown, sent: readonly number[]) => (sent.length < 2 ? null : T0 + HOUR),
  };
  const { dispatcher } = outbox({ channels: [email], people: counted });
  await enqueue(...['a', 'b', 'c', 'd'].map(about => aMessage({ about, recipient: 'customer:C-7' })));
  expect(await dispatcher.runOnce(T0)).toBe(2);
  expect((await states()).sort()).toEqual(['queued: recipient_limit', 'queued: recipient_limit', 'sent', 'sent']);
});

it('tries again what may get through later, and remembers each attempt', async () => {
  const answers: Handed[] = [
    { kind: 'transient', reason: 'mailbox_full', said: '452 full', retryAfterMs: null },
    TAKEN,
  ];
  const email = memoryChannel('email', { answer: () => answers.shift()! });
  const { dispatcher } = outbox({ channels: [email] });
  await enqueue(aMessage());
  await dispatcher.runOnce(T0);
  expect(await messages()).toMatchObject([
    { state: 'queued', reason: 'mailbox_full', detail: '452 full', attempts: 1, notBefore: T0 + 15_000 },
  ]);
  expect(await dispatcher.runOnce(T0 + 14_999)).toBe(0);
  await dispatcher.runOnce(T0 + 15_000);
  expect(await messages()).toMatchObject([{ state: 'sent', reason: null, detail: null, attempts: 2 }]);
  expect(await events()).toEqual([
    { key: `attempt:1:${T0}`, kind: 'attempt', state: 'queued', reason: 'mailbox_full', detail: '452 full' },
  ]);
});

it('gives up where trying again would not help, and writes to that address no more', async () => {
  const bounce: Handed = {
    kind: 'permanent',
    reason: 'invalid_address',
    said: '550 no such user',
    suppress: 'hard_bounce',
  };
  const email = memoryChannel('email', { answer: () => bounce });
  const { dispatcher } = outbox({ channels: [email] });
  await enqueue(
    aMessage({ address: 'gone@example.com' }),
    aMessage({ address: 'gone@example.com', notBefore: T0 + HOUR }),
  );
  await dispatcher.runOnce(T0);
  await dispatcher.runOnce(T0 + HOUR);
  expect(await states()).toEqual(['failed: invalid_address', 'dropped: suppressed']);
  expect(email.asked).toHaveLength(1);
});

it('fails a message that can’t be made, and goes on with the others', async () => {
  const email = memoryChannel('email');
  const { dispatcher } = outbox({ channels: [email] });
  await enqueue(aMessage({ about: 'a', variables: { unfillable: true } }), aMessage({ about: 'b' }));
  expect(await dispatcher.runOnce(T0)).toBe(2);
  expect(await messages()).toMatchObject([
    { state: 'failed', reason: 'our_fault', detail: 'undefined variable: order.promised' },
    { state: 'sent' },
  ]);
});

it('shows what would have gone out where a channel is not set up, or nothing is to leave', async () => {
  const email = memoryChannel('email');
  await enqueue(aMessage({ channel: 'sms', address: '+79161234567' }), aMessage());
  const dry = outbox({ channels: [email], settings: { mode: 'dryRun' } });
  await dry.dispatcher.runOnce(T0);
  expect(await messages()).toMatchObject([
    { state: 'dry_run', body: expect.stringMatching(/^order-received /), attempts: 0, settledAt: T0 },
    { state: 'dry_run', body: expect.stringMatching(/^order-received /) },
  ]);
  await enqueue(aMessage());
  await outbox({ channels: [email], settings: { from: null } }).dispatcher.runOnce(T0);
  expect(await states()).toEqual(['dry_run', 'dry_run', 'dry_run']);
  expect(email.asked).toEqual([]);
  expect(dry.dispatcher.health().map(({ state }) => state)).toEqual(['dry', 'dry', 'dry', 'dry', 'dry']);
});

it('never sends a message twice, however many dispatchers run', async () => {
  const channels = [1, 2, 3].map(() => memoryChannel('email'));
  const dispatchers = channels.map(channel => outbox({ channels: [channel] }).dispatcher);
  await enqueue(...Array.from({ length: 500 }, () => aMessage()));
  const handed = await Promise.all(dispatchers.map(dispatcher => dispatcher.runOnce(T0)));
  const ids = channels.flatMap(({ taken }) => taken.map(({ id }) => id));
  expect(ids).toHaveLength(500);
  expect(new Set(ids).size).toBe(500);
  expect(handed.reduce((sum, count) => sum + count, 0)).toBe(500);
});

it('does the same while it runs by itself, and lets go of what it has not begun when it stops', async () => {
  const begun = Promise.withResolvers<void>();
  const email = memoryChannel('email', {
    concurrency: 2,
    answer: (message, signal) => {
      if (message.attempt > 1) return TAKEN;
      if (email.asked.length === 2) begun.resolve();
      return new Promise(resolve => {
        signal.addEventListener('abort', () => resolve({ ...DOWN, kind: 'transient' } as Handed));
      });
    },
  });
  const { dispatcher } = outbox({ channels: [email] });
  await enqueue(...Array.from({ length: 10 }, () => aMessage()));
  dispatcher.start();
  await begun.promise;
  await dispatcher.stop();
  await dispatcher.stop();
  const all = await messages();
  expect(all.map(({ state, attempts }) => `${state} ${attempts}`).sort()).toEqual([
    ...Array.from({ length: 8 }, () => 'queued 0'),
    'queued 1',
    'queued 1',
  ]);
  expect(all.every(({ claimedUntil }) => claimedUntil === null)).toBe(true);
});

it('tells whoever runs it that a message was given up, and not of whom', async () => {
  const said: string[] = [];
  const log = pino({ base: null }, { write: line => said.push(line) });
  const email = memoryChannel('email', {
    answer: () => ({ kind: 'transient', reason: 'filtered', said: '451 c1@example.com later', retryAfterMs: null }),
  });
  const { deps, registry } = outbox({ channels: [email] });
  gaugeOutbox(registry, pool, clock);
  const dispatcher = createDispatcher({ ...deps, log });
  await enqueue(aMessage({ about: 'ORD-9', expiresAt: T0 + 30 * DAY }));
  for (let now = T0; (await readStates(pool))[0]!.startsWith('queued'); now += HOUR) await dispatcher.runOnce(now);
  expect(await readStates(pool)).toEqual(['dead: filtered']);
  expect(said.map(line => JSON.parse(line))).toMatchObject([
    { level: 50, about: 'ORD-9', channel: 'email', attempts: 20, reason: 'filtered' },
  ]);
  expect(said.join()).not.toMatch(/example\.com|customer:/);
  const figures = await registry.metrics();
  expect(figures).toContain('orderwatch_notifications_dead 1');
  expect(figures).toContain('orderwatch_notifications_settled_total{channel="email",result="retry"} 19');
  expect(figures).toContain('orderwatch_notifications_settled_total{channel="email",result="dead"} 1');
  const { messages } = await listMessages(pool, { troubled: true }, { after: null, limit: 10 }, deps.vault);
  expect(messages).toMatchObject([{ about: 'ORD-9', state: 'dead' }]);
  expect((await countMessages(pool, undefined, T0)).troubled).toBe(1);
});

it('counts what it does, without saying about whom', async () => {
  const refused: Handed = { kind: 'permanent', reason: 'filtered', said: 'spam', suppress: null };
  const email = memoryChannel('email', { answer: ({ about }) => (about === 'bad' ? refused : TAKEN) });
  const { dispatcher, registry } = outbox({ channels: [email] });
  gaugeOutbox(registry, pool, clock);
  await enqueue(
    aMessage(),
    aMessage({ about: 'bad' }),
    aMessage({ expiresAt: T0 }),
    aMessage({ notBefore: T0 + HOUR }),
  );
  await dispatcher.runOnce(T0 + MINUTE);
  clock.set(T0 + 2 * HOUR);
  const figures = await registry.metrics();
  for (const line of [
    'orderwatch_notifications_sent_total{channel="email",provider="memory-email"} 1',
    'orderwatch_notifications_failed_total{channel="email",reason="filtered"} 1',
    'orderwatch_notifications_dropped_total{reason="expired"} 1',
    'orderwatch_notifications_settled_total{channel="email",result="sent"} 1',
    'orderwatch_notifications_settled_total{channel="email",result="failed"} 1',
    'orderwatch_notifications_settled_total{channel="email",result="dropped"} 1',
    'orderwatch_notifications_settled_total{channel="sms",result="dead"} 0',
    'orderwatch_notifications_handover_seconds_count{channel="email"} 1',
    'orderwatch_notifications_breaker_state{provider="memory-email"} 0',
    'orderwatch_notifications_queued{channel="email"} 1',
    'orderwatch_notifications_queued{channel="sms"} 0',
    'orderwatch_notifications_oldest_age_seconds{channel="email"} 3600',
    'orderwatch_notifications_dead 0',
    'orderwatch_notifications_unknown 0',
    'orderwatch_notifications_endpoints_off 0',
  ]) {
    expect(figures).toContain(line);
  }
  expect(figures).not.toMatch(/example\.com|customer:/);
});

it('a message that can’t be read any more fails alone, also where it is looked up', async () => {
  const email = memoryChannel('email');
  const sms = memoryChannel('sms');
  const { dispatcher } = outbox({ channels: [email, sms] });
  const text = { channel: 'sms', address: '+79161234567' } as const;
  await enqueue(aMessage({ about: 'damaged' }), aMessage({ about: 'well', notBefore: T0 + 1 }));
  await enqueue(aMessage({ ...text, about: 'damaged' }), aMessage({ ...text, about: 'well' }));
  await pool.query(`update notifier.message set variables = 'sealed:1:AAAA' where about = 'damaged'`);
  await pool.query(`update notifier.message set state = 'unknown', sent_at = not_before where channel = 'sms'`);
  await dispatcher.runOnce(T0 + MINUTE);
  const all = (await messages()).map(({ about, channel, state, reason }) => `${about} ${channel} ${state} ${reason}`);
  expect(all.sort()).toEqual([
    'damaged email failed our_fault',
    'damaged sms unknown null',
    'well email sent null',
    'well sms sent null',
  ]);
});

it('tells also whose order comes back while its message is being dropped', async () => {
  const email = memoryChannel('email');
  const { ledger, planner, dispatcher, deps } = outbox({ channels: [email] });
  const customer = { id: 'C-7', email: 'anna@example.com' };
  const at = (status: string, occurredAt: number) =>
    ledger.record(arrivals([anEvent({ source: 'mes', customer, status, occurredAt })]));
  await at('MANUFACTURING_STARTED', T0);
  await planner.runOnce(T0 + MINUTE);
  await at('MANUFACTURING_COMPLETED', T0 + MINUTE);
  const now = T0 + 2 * MINUTE;
  const claim = { channel: 'email', worker: 'w', now, until: now + HOUR, limit: 1, except: [] } as const;
  const [looked] = await inspect(pool, await claimMessages(pool, claim, vault), deps, now);
  expect(looked!.verdict).toEqual({ kind: 'drop', reason: 'superseded' });
  await at('MANUFACTURING_STARTED', now);
  const outcome = unsent(looked!.message, { kind: 'drop', reason: 'superseded' }, now);
  await recordOutcomes({ ...deps, worker: 'w' }, [outcome], now);
  await planner.runOnce(now);
  await dispatcher.runOnce(now);
  expect(await states()).toEqual(['sent']);
});

it('says in the log which provider is out of order, and why, once; and when it is back', async () => {
  let answer: Handed = { kind: 'transient', reason: 'bad_credentials', said: '535', retryAfterMs: null };
  const said: unknown[] = [];
  const log = pino({ base: null, timestamp: false }, { write: line => said.push(JSON.parse(line)) });
  const { dispatcher } = outbox({ channels: [memoryChannel('email', { answer: () => answer })], log });
  await enqueue(...Array.from({ length: 20 }, () => aMessage()));
  await dispatcher.runOnce(T0);
  const about = { channel: 'email', provider: 'memory-email' };
  expect(said).toEqual([
    { level: 40, ...about, reason: 'bad_credentials', msg: expect.stringContaining('out of order') },
  ]);
  answer = TAKEN;
  await dispatcher.runOnce(T0 + MINUTE);
  expect(said.slice(1)).toEqual([{ level: 30, ...about, msg: 'messages go out again' }]);
});

import { beforeEach, expect, it } from 'vitest';
import { manualClock } from '../platform/clock.ts';
import type { Pool } from '../platform/postgres.ts';
import { testDatabase } from '../test/support/database.ts';
import { MINUTE, T0 } from '../test/support/factory.ts';
import { plainVault as vault } from '../tracker/personal-data.ts';
import { enqueueMessages } from './enqueue.ts';
import { LEASE_MS } from './lane.ts';
import {
  aMessage,
  memoryChannel,
  OUTBOX_TABLES,
  outboxUnderTest,
  readMessages,
  readStates,
} from './outbox-under-test.ts';

const { pool } = await testDatabase();
const clock = manualClock(T0);

beforeEach(async () => {
  await pool.query(`truncate ${OUTBOX_TABLES}`);
  clock.set(T0);
});

const enqueue = (named = {}) => enqueueMessages(pool, [aMessage(named)], { vault, now: clock.now() });

/** A way to the same database that can be cut; `asked` resolves when somebody has tried it in vain. */
function fragile() {
  const tried = Promise.withResolvers<void>();
  const line = { cut: false, asked: tried.promise };
  const refuse = () => {
    tried.resolve();
    return Promise.reject(Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' }));
  };
  const through = new Proxy(pool, {
    get: (target, name) => {
      const value = Reflect.get(target, name);
      if (typeof value !== 'function') return value;
      return line.cut && (name === 'query' || name === 'connect') ? refuse : value.bind(target);
    },
  });
  return { line, through: through as Pool };
}

it('a database that is gone for longer than a lease makes no second mail of one that went out', async () => {
  const { line, through } = fragile();
  const email = memoryChannel('email', {
    answer: () => {
      line.cut = true;
      return { kind: 'sent', providerId: 'first', said: null };
    },
  });
  const works = outboxUnderTest({ pool: through, clock, channels: [email] }).dispatcher;
  const looksOn = outboxUnderTest({ pool: through, clock, channels: [email] }).dispatcher;
  await enqueue();
  const working = works.runOnce(clock.now());
  await line.asked;
  clock.advance(LEASE_MS + MINUTE);
  await expect(looksOn.runOnce(clock.now())).rejects.toThrow('ECONNREFUSED');
  line.cut = false;
  // The first to be back is the one that knows nothing of the mail.
  await looksOn.runOnce(clock.now());
  await working;
  await looksOn.runOnce(clock.now());
  expect(email.asked).toHaveLength(1);
  expect(await readMessages(pool)).toMatchObject([{ state: 'sent', providerId: 'first' }]);
});

it.each([
  ['email', 'a@example.com', 'queued'],
  ['sms', '+79161234567', 'unknown'],
] as const)('what is known of a %s counts also when its claim has expired and nobody has it', async (...named) => {
  const [channel, address, expired] = named;
  const slow = Promise.withResolvers<void>();
  const begun = Promise.withResolvers<void>();
  const provider = memoryChannel(channel, {
    answer: async () => {
      begun.resolve();
      await slow.promise;
      return { kind: 'sent', providerId: 'late', said: null };
    },
  });
  await enqueue({ channel, address });
  const working = outboxUnderTest({ pool, clock, channels: [provider] }).dispatcher.runOnce(T0);
  await begun.promise;
  clock.set(T0 + LEASE_MS);
  // It takes the message back, and has too much to do to claim it.
  const other = outboxUnderTest({ pool, clock, channels: [memoryChannel(channel, { concurrency: 0 })] }).dispatcher;
  await pool.query(`update notifier.message set not_before = $1`, [new Date(T0 + LEASE_MS + MINUTE)]);
  await other.runOnce(clock.now());
  expect(await readStates(pool)).toEqual([expired]);
  slow.resolve();
  await working;
  expect(await readMessages(pool)).toMatchObject([{ state: 'sent', providerId: 'late', attempts: 1 }]);
});

it('words that the database refuses don’t make a message go out again', async () => {
  const email = memoryChannel('email', { answer: () => ({ kind: 'sent', providerId: 'a\0b', said: '250 OK' }) });
  const { dispatcher } = outboxUnderTest({ pool, clock, channels: [email] });
  await enqueue();
  await enqueue();
  await dispatcher.runOnce(clock.now());
  clock.advance(LEASE_MS);
  await dispatcher.runOnce(clock.now());
  expect(email.asked).toHaveLength(2);
  expect(await readMessages(pool)).toMatchObject([
    { state: 'sent', providerId: null },
    { state: 'sent', providerId: null },
  ]);
});

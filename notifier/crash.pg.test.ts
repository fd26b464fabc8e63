import { beforeEach, describe, expect, it } from 'vitest';
import { manualClock } from '../platform/clock.ts';
import { testDatabase } from '../test/support/database.ts';
import { HOUR, MINUTE, T0 } from '../test/support/factory.ts';
import { plainVault as vault } from '../tracker/personal-data.ts';
import type { Channel, LookedUp } from './channel.ts';
import { claimMessages } from './claim-rows.ts';
import { enqueueMessages } from './enqueue.ts';
import { LEASE_MS } from './lane.ts';
import {
  aMessage,
  type MemoryChannel,
  memoryChannel,
  OUTBOX_TABLES,
  outboxUnderTest,
  readMessageEvents,
  readMessages,
  readStates,
  TAKEN,
} from './outbox-under-test.ts';

const { pool } = await testDatabase();
const clock = manualClock(T0);

beforeEach(async () => {
  await pool.query(`truncate ${OUTBOX_TABLES}`);
  clock.set(T0);
});

const text = { channel: 'sms', address: '+79161234567' } as const;
const enqueue = (named = {}) => enqueueMessages(pool, [aMessage(named)], { vault, now: clock.now() });
const runAt = (now: number, ...channels: Channel[]) => {
  clock.set(now);
  return outboxUnderTest({ pool, clock, channels }).dispatcher.runOnce(now);
};

/** A worker that is killed: it claims what is due and, where it comes so far, hands it over; it never writes that down. */
async function killed(channel: MemoryChannel, at: number, { handsOver }: { handsOver: boolean }): Promise<void> {
  const claim = { channel: channel.name, worker: 'killed', now: at, until: at + LEASE_MS, limit: 10, except: [] };
  const claimed = await claimMessages(pool, claim, vault);
  if (handsOver) {
    for (const { attempts, ...message } of claimed) {
      const content = { channel: 'sms', text: 'Price' } as const;
      await channel.send({ ...message, content, unsubscribeUrl: null, attempt: attempts }, AbortSignal.any([]));
    }
  }
}

describe('what a killed worker had claimed', () => {
  it('is nobody else’s as long as it may still live', async () => {
    const email = memoryChannel('email');
    await enqueue();
    await killed(email, T0, { handsOver: false });
    expect(await runAt(T0 + LEASE_MS - 1, email)).toBe(0);
    expect(await readStates(pool)).toEqual(['sending']);
  });

  it('is sent again where a second one does no harm: the same message, by its name', async () => {
    const email = memoryChannel('email');
    await enqueue();
    await killed(email, T0, { handsOver: true });
    expect(await runAt(T0 + LEASE_MS, email)).toBe(1);
    expect(email.taken.map(({ id, attempt }) => [id, attempt])).toEqual([
      [email.taken[0]!.id, 1],
      [email.taken[0]!.id, 2],
    ]);
    expect(await readStates(pool)).toEqual(['sent']);
  });

  it('is not sent again as a text message, but looked up when the provider may have listed it', async () => {
    const asked: number[] = [];
    const sms = memoryChannel('sms', {
      lookedUp: (_, at) => {
        asked.push(at);
        return { kind: 'found', providerId: 'SM1' };
      },
    });
    await enqueue(text);
    await killed(sms, T0 + MINUTE, { handsOver: true });
    const expired = T0 + MINUTE + LEASE_MS;
    await runAt(expired, sms);
    expect(await readStates(pool)).toEqual(['unknown']);
    await runAt(expired + 2 * MINUTE - 1, sms);
    expect(asked).toEqual([]);
    await runAt(expired + 2 * MINUTE, sms);
    // About the time at which it was claimed.
    expect(asked).toEqual([T0 + MINUTE]);
    expect(await readMessages(pool)).toMatchObject([
      { state: 'sent', providerId: 'SM1', provider: 'memory-sms', sentAt: T0 + MINUTE, attempts: 1 },
    ]);
    expect(sms.taken).toHaveLength(1);
    expect(await readMessageEvents(pool)).toMatchObject([
      { kind: 'lookup', state: 'sent', detail: 'The provider has it: it went out' },
    ]);
  });

  it('is sent when the provider never got it', async () => {
    const sms = memoryChannel('sms');
    await enqueue(text);
    await killed(sms, T0, { handsOver: false });
    await runAt(T0 + LEASE_MS, sms);
    expect(await runAt(T0 + LEASE_MS + 2 * MINUTE, sms)).toBe(1);
    expect(sms.taken).toHaveLength(1);
    expect(await readStates(pool)).toEqual(['sent']);
    expect(await readMessageEvents(pool)).toMatchObject([{ kind: 'lookup', state: 'queued' }]);
  });

  it('stays a person’s when the provider can’t tell, after it was asked some more', async () => {
    const cannotTell: LookedUp = { kind: 'cannotTell', said: '20500 Internal Server Error' };
    const sms = memoryChannel('sms', { lookedUp: () => cannotTell });
    await enqueue(text);
    await killed(sms, T0, { handsOver: true });
    const expired = T0 + LEASE_MS;
    for (let now = expired; now <= expired + 24 * HOUR; now += 10 * MINUTE) await runAt(now, sms);
    expect(await readStates(pool)).toEqual(['unknown']);
    const events = await readMessageEvents(pool);
    expect(events).toHaveLength(4);
    expect(events[0]).toMatchObject({ kind: 'lookup', state: 'unknown', detail: cannotTell.said });
    expect(sms.taken).toHaveLength(1);
  });
});

it('treats a provider that leaves us in doubt like a worker that was killed', async () => {
  const sms = memoryChannel('sms', { answer: () => ({ kind: 'unknown', said: 'timeout' }) });
  const email = memoryChannel('email', {
    answer: ({ attempt }) => (attempt === 1 ? { kind: 'unknown', said: 'timeout after DATA' } : TAKEN),
  });
  await enqueue(text);
  await enqueue({ about: 'mail' });
  await runAt(T0, sms, email);
  expect((await readStates(pool)).sort()).toEqual(['queued: provider_down', 'unknown']);
  await runAt(T0 + HOUR, sms, email);
  expect(sms.asked).toHaveLength(2);
  expect(email.asked.map(({ attempt }) => attempt)).toEqual([1, 2]);
});

it('does not take over what a slow worker has settled after all, nor the other way round', async () => {
  const email = memoryChannel('email');
  const slow = Promise.withResolvers<void>();
  const begun = Promise.withResolvers<void>();
  const late = memoryChannel('email', {
    concurrency: 1,
    answer: async () => {
      begun.resolve();
      await slow.promise;
      return { kind: 'sent', providerId: 'late', said: null };
    },
  });
  await enqueue();
  const first = runAt(T0, late);
  await begun.promise;
  await runAt(T0 + LEASE_MS, email);
  slow.resolve();
  await first;
  // Sent twice, which a mail can be; but what was written down first is what holds.
  expect(await readMessages(pool)).toMatchObject([{ state: 'sent', providerId: null, attempts: 2 }]);
});

it('looks up what went out, and not what would go out today', async () => {
  const asked: string[] = [];
  const sms = memoryChannel('sms', {
    answer: () => ({ kind: 'unknown', said: 'timeout' }),
    lookedUp: ({ content }) => {
      asked.push(content.channel === 'sms' ? content.text : '');
      return asked.at(-1)!.startsWith('old') ? { kind: 'found', providerId: 'SM1' } : { kind: 'absent' };
    },
  });
  await enqueue(text);
  await runAt(T0, sms);
  await pool.query(`update notifier.message set body = 'old words'`);
  await runAt(T0 + 2 * MINUTE, sms);
  expect(asked).toEqual(['old words']);
  expect(await readStates(pool)).toEqual(['sent']);
});

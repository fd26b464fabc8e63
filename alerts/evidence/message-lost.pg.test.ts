import { beforeEach, describe, expect, test } from 'vitest';
import type { WatchedQueue } from '../../collector/watch/watched-queues.ts';
import { testDatabase } from '../../test/support/database.ts';
import { DAY, HOUR, MINUTE, T0 } from '../../test/support/factory.ts';
import { aLedger } from '../conditions-under-test.ts';
import type { Facts, Line } from '../evidence-provider.ts';
import { briefly, evidenceOf, goneOn } from '../evidence-under-test.ts';
import { aFacts } from '../facts-under-test.ts';
import { EMPTY_LINE } from './lines.ts';
import { messageLost } from './message-lost.ts';
import { sequenceGap } from './sequence-gap.ts';

const { pool } = await testDatabase();
const ledger = aLedger(pool);
beforeEach(async () => {
  await ledger.empty();
  await ledger.record({ orderId: 'ORD-1', occurredAt: T0 });
});

const NOW = T0 + 2 * HOUR;
const younger = (count: number) =>
  goneOn(
    ...Array.from({ length: count }, (_, nth): [string, number, number] => [
      `Y-${nth}`,
      T0 + (nth + 1) * MINUTE,
      T0 + (nth + 20) * MINUTE,
    ]),
  );
const older = (count: number): Line['waiting'] =>
  Array.from({ length: count }, (_, nth) => ({
    orderId: `O-${nth}`,
    since: T0 - (nth + 1) * MINUTE,
    targetAt: null,
    partner: null,
  }));
const inLine = (line: Partial<Line>) => ({ line: () => ({ ...EMPTY_LINE, ...line }) });
const usualOf = (p50Ms: number, p95Ms: number) => ({
  usual: { of: () => ({ p50Ms, p90Ms: p95Ms, p95Ms, samples: 40, basis: 'lifecycle' as const }) },
});
const inbox = (named: Partial<WatchedQueue>) =>
  ({
    name: 'mes.inbox',
    consumers: 1,
    messages: 0,
    isDeadLetter: false,
    wasEmptyAt: NOW,
    oldestAgeMs: null,
    ...named,
  }) as WatchedQueue;

const look = async (named: Partial<Facts>, at = NOW) =>
  briefly((await evidenceOf(pool, messageLost(pool), aFacts({ at, ...named }), 'ORD-1')).get('ORD-1'));
const LOST = ['message_lost 55 lost:ORD-1'];

describe('by elimination', () => {
  test('three that came later have gone on, and nobody has said a word of this one', async () => {
    expect(await look(inLine({ gone: younger(3) }))).toEqual(LOST);
    expect(await look(inLine({ gone: younger(2) }))).toEqual([]);
    const facts = aFacts({ at: NOW, ...inLine({ gone: younger(5) }) });
    const [found] = (await evidenceOf(pool, messageLost(pool), facts, 'ORD-1')).get('ORD-1')!;
    expect(found!.text).toEqual({
      en: 'mes has not said a word of it for 2 h, while 5 orders that came after it have gone on: a message to or from mes was never published, or lost under way.',
      ru: 'mes ничего не сообщил о нём за 2 ч, а более поздние заказы пошли дальше (их 5): сообщение для mes или от него не было отправлено или потерялось в пути.',
    });
    expect(found!.cause).toMatchObject({ isShared: false, system: 'mes' });
  });

  test.each<[string, Partial<Facts>]>([
    [
      'we are behind ourselves',
      { ownLag: { ms: HOUR, since: T0, queue: 'orderwatch.events', messages: 9, consumers: 1 } },
    ],
    ['the broker is gone', { broker: { reachable: false, since: T0, obstacle: 'x', alarms: [], sampledAt: NOW } }],
    ['the system is silent', { sources: new Map([['mes', { lastAt: T0, expected: 9, needed: 10, isSilent: true }]]) }],
    ['nobody reads its queue', { queues: [inbox({ consumers: 0 })] }],
    ['it is within what is usual', usualOf(HOUR, 3 * HOUR)],
  ])('not when %s', async (_, named) => {
    expect(await look({ ...inLine({ gone: younger(5) }), ...named })).toEqual([]);
  });

  test('not while most of those before it wait, too: its turn has not come', async () => {
    expect(await look(inLine({ gone: younger(5), waiting: older(6) }))).toEqual([]);
    expect(await look(inLine({ gone: younger(5), waiting: older(2) }))).toEqual(LOST);
  });

  test('not when the system has reported of it: it has the message', async () => {
    await ledger.record({ orderId: 'ORD-1', source: 'mes', status: null, type: 'order.note', occurredAt: T0 + MINUTE });
    expect(await look(inLine({ gone: younger(5) }))).toEqual([]);
  });

  test('not of a cart, which its customer may have left', async () => {
    await ledger.record({ orderId: 'CART', status: 'INITIATED', occurredAt: T0 });
    const facts = aFacts({ at: T0 + 9 * DAY, ...inLine({ gone: younger(150) }) });
    expect((await evidenceOf(pool, messageLost(pool), facts, 'CART')).get('CART')).toBeUndefined();
  });

  test('not where a customer is asked, who may never answer', async () => {
    await ledger.record({ orderId: 'ORD-1', source: 'mes', status: 'PRICE_CALCULATED', occurredAt: T0 + MINUTE });
    expect(await look(inLine({ gone: younger(50) }), T0 + 5 * DAY)).toEqual([]);
  });

  test('with fewer that came later only when it takes twice as long as nearly all, and its queue has been worked off', async () => {
    const one = { ...inLine({ gone: younger(1) }), ...usualOf(10 * MINUTE, 40 * MINUTE) };
    const broker = { reachable: true, since: T0, obstacle: null, alarms: [], sampledAt: NOW };
    expect(await look({ ...one, broker, queues: [inbox({})] })).toEqual(LOST);
    expect(
      await look({ ...one, broker, queues: [inbox({ messages: 4, wasEmptyAt: T0 - 1, oldestAgeMs: 3 * HOUR })] }),
    ).toEqual([]);
    expect(await look({ ...one, broker: null, queues: [] })).toEqual([]);
    expect(await look({ ...one, ...inLine({}), broker, queues: [inbox({})] })).toEqual([]);
  });
});

describe('by the numbers that a system gives its messages', () => {
  const gap = async (orderId: string, at = T0 + HOUR) =>
    briefly((await evidenceOf(pool, sequenceGap(pool), aFacts({ at }), orderId)).get(orderId));
  const fromMes = (orderId: string, sequence: number, minute: number) => ({
    ...{ orderId, source: 'mes', status: null, type: 'order.calculation_progress', sequence },
    occurredAt: T0 + minute * MINUTE,
  });

  test('one of those that the order waits for explains, one of another system only helps', async () => {
    await ledger.record(fromMes('ORD-1', 1, 1), fromMes('ORD-1', 3, 3));
    expect(await gap('ORD-1')).toEqual(LOST);
    await ledger.record({ orderId: 'ORD-2', sequence: 3, occurredAt: T0 });
    expect(await gap('ORD-2')).toEqual(['message_lost 40']);
  });

  test('not while it may be under way, nor when it has come', async () => {
    await ledger.record(fromMes('ORD-1', 1, 1), fromMes('ORD-1', 3, 3));
    expect(await gap('ORD-1', T0 + 9 * MINUTE)).toEqual([]);
    await ledger.record(fromMes('ORD-1', 2, 2));
    expect(await gap('ORD-1')).toEqual([]);
  });
});

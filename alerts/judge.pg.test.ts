import { beforeEach, describe, expect, it } from 'vitest';
import { saveReachable, saveUnreachable } from '../collector/watch/watched-broker.ts';
import { forgetEndpoints, saveEndpoint } from '../collector/watch/watched-endpoints.ts';
import { saveQueues, type WatchedQueue } from '../collector/watch/watched-queues.ts';
import { transaction } from '../platform/postgres.ts';
import { testDatabase } from '../test/support/database.ts';
import { anEvent, DAY, HOUR, MINUTE, T0 } from '../test/support/factory.ts';
import { aLedger } from './conditions-under-test.ts';
import { aQueue } from './evidence/facts-under-test.ts';
import type { Found } from './finding.ts';
import { orderSubject, stayOf } from './finding.ts';
import { aJudge } from './judge-under-test.ts';
import { foundThing } from './thing.ts';
import { sameHours } from './usual.ts';

const { pool } = await testDatabase();
const { record, empty } = aLedger(pool);
const NOW = T0 + 3 * HOUR;

beforeEach(async () => {
  await empty();
  await pool.query('truncate collector.watched_queue, collector.watched_broker');
});

/** Its price should have come within the hour. */
function waitsForPrice(orderId: string, since = T0): Found {
  return {
    subject: orderSubject(orderId),
    orderId,
    stay: stayOf('SUBMITTED', since),
    severity: 'warning',
    status: 'SUBMITTED',
    since,
    limitAt: since + HOUR,
    limit: 'PT1H',
    owner: 'mes',
    detail: null,
  };
}
const thing = (subject: string) => foundThing(subject, { severity: 'warning', detail: null });
const submitted = (orderId: string, at = T0, named: object = {}) => anEvent({ orderId, occurredAt: at, ...named });
const priced = (orderId: string, at: number) =>
  anEvent({ orderId, source: 'mes', status: 'PRICE_CALCULATED', occurredAt: at });

async function watched(queues: readonly Partial<WatchedQueue>[], now = NOW) {
  await transaction(pool, async tx => {
    await saveReachable(tx, [], now);
    await saveQueues(
      tx,
      queues.map(named => aQueue({ sampledAt: now, hadConsumersAt: now, ...named })),
    );
  });
}

/** As if so many had come in the same hours of each of the last four weeks. */
async function usually(kind: string, name: string, events: number, { from, to }: { from: number; to: number }) {
  const hours = [];
  for (let hour = from; hour < to; hour += HOUR) hours.push(...sameHours(hour, 'Europe/Moscow'));
  await pool.query(
    `insert into alerts.rhythm (kind, name, hour, events, orders, last_at)
     select $1, $2, hour, $4, $4, hour from unnest($3::timestamptz[]) as hour`,
    [kind, name, [...new Set(hours)].map(hour => new Date(hour)), events],
  );
}
const spoke = (kind: string, name: string, at: number, named: { events?: number; orders?: number } = {}) =>
  pool.query(
    `insert into alerts.rhythm (kind, name, hour, events, orders, last_at)
     values ($1, $2, date_trunc('hour', $3::timestamptz), $4, $5, $3)`,
    [kind, name, new Date(at), named.events ?? 1, named.orders ?? 0],
  );

async function causes(found: readonly Found[], judge = aJudge(pool), now = NOW) {
  const judged = await judge.judge(found, now);
  return found.map(({ subject }) => judged.get(subject)!.cause?.key ?? null);
}

const gone = { messages: 12, consumers: 0, hadConsumersAt: T0 - HOUR, oldestAgeMs: NOW - (T0 - HOUR) };

describe('one cause', () => {
  it('is the endpoint that does not answer, of the orders that wait for its system, for as long as it does not', async () => {
    await record(submitted('ORD-1'));
    await saveEndpoint(pool, {
      ...{ name: 'mes-api', system: 'mes', up: false, since: T0 + 30 * MINUTE, status: null, latencyMs: null },
      ...{ obstacle: 'refused', recent: [{ up: false, ms: null }], sampledAt: NOW },
    });
    const [judge, key] = [aJudge(pool), 'endpoint:mes-api'];
    expect(await causes([waitsForPrice('ORD-1'), thing(key)], judge)).toEqual([key, key]);
    expect(await judge.stillSo([key], NOW)).toEqual(new Set([key]));
    await forgetEndpoints(pool, []);
    expect(await aJudge(pool).stillSo([key], NOW)).toEqual(new Set());
  });

  it('is the same of the queue, of the source that does not hear, and of the orders behind it', async () => {
    await record(submitted('ORD-1'), submitted('ORD-2', T0 + MINUTE));
    await usually('source', 'mes', 20, { from: T0, to: NOW });
    await spoke('source', 'mes', T0 - 10 * MINUTE);
    await watched([{ name: 'mes.inbox', ...gone }, { name: 'crm.inbox' }]);
    const found = [
      waitsForPrice('ORD-1'),
      waitsForPrice('ORD-2', T0 + MINUTE),
      thing('queue:mes.inbox'),
      thing('source:mes'),
    ];
    expect(await causes(found)).toEqual(Array(4).fill('consumers:mes.inbox'));
    const judged = await aJudge(pool).judge(found, NOW);
    expect(judged.get('order:ORD-1')).toMatchObject({
      cause: {
        text: { en: 'Nobody has read from mes.inbox for 4 h; 12 messages wait.' },
        isShared: true,
        system: 'mes',
      },
      suspect: {
        en: expect.stringMatching(/^mes has said nothing about any order for 3 h 10 min; usually 6\d events/),
      },
    });
    expect(judged.get('source:mes')!.suspect).toBeNull();
  });

  it('is none where nothing points anywhere, nor of an order that is not known', async () => {
    await record(submitted('ORD-1'));
    await watched([{ name: 'mes.inbox' }]);
    expect(
      await causes([waitsForPrice('ORD-1'), waitsForPrice('ORD-9'), thing('queue:mes.inbox'), thing('rule:x')]),
    ).toEqual([null, null, null, null]);
  });

  it('says how long such stays usually are', async () => {
    await record(submitted('ORD-1', T0, { partner: 'acme' }));
    const usual = { p50Ms: 1, p90Ms: 2, p95Ms: 3, samples: 40, basis: 'partner' } as const;
    const of = (...asked: unknown[]) => (asked.join() === 'jewellery,SUBMITTED,acme' ? usual : null);
    const judged = await aJudge(pool, { usual: { of } }).judge([waitsForPrice('ORD-1')], NOW);
    expect(judged.get('order:ORD-1')!.usual).toEqual(usual);
  });
});

describe('blindness', () => {
  it('makes unsure of orders and of silent sources, and of nothing else', async () => {
    await record(submitted('ORD-1', NOW - 2 * HOUR));
    await usually('source', 'mes', 20, { from: T0, to: NOW });
    await spoke('source', 'mes', NOW - 30 * MINUTE);
    await watched([
      { name: 'orderwatch.ledger', isOurs: true, messages: 9_000, oldestAgeMs: 70 * MINUTE },
      { name: 'mes.inbox', ...gone, messages: 0 },
    ]);
    const found = [
      waitsForPrice('ORD-1', NOW - 2 * HOUR),
      thing('source:mes'),
      thing('source:*'),
      thing('queue:orderwatch.ledger'),
    ];
    expect(await causes(found)).toEqual(Array(4).fill('own:lag'));
    const judged = await aJudge(pool).judge([...found, thing('queue:mes.inbox')], NOW);
    const unsure = [...judged].filter(([, { suspect }]) => suspect !== null).map(([subject]) => subject);
    expect(unsure.sort()).toEqual(['order:ORD-1', 'source:*', 'source:mes']);
  });

  it('is ours while RabbitMQ is gone: nobody is blamed for its silence', async () => {
    await usually('source', 'mes', 20, { from: T0, to: NOW });
    await spoke('source', 'mes', NOW - 30 * MINUTE);
    await transaction(pool, tx => saveReachable(tx, [], T0));
    await transaction(pool, tx => saveUnreachable(tx, 'refused', NOW - 40 * MINUTE));
    await transaction(pool, tx => saveUnreachable(tx, 'refused', NOW));
    expect(await causes([thing('source:mes'), thing('source:*'), thing('broker:rabbitmq')])).toEqual(
      Array(3).fill('broker'),
    );
  });
});

describe('things', () => {
  it('are causes themselves', async () => {
    await spoke('partner', 'acme', T0, { events: 300, orders: 290 });
    await usually('source', 'crm', 20, { from: T0, to: NOW });
    await spoke('source', 'crm', T0);
    await watched([{ name: 'mes.dead', isDeadLetter: true, messages: 3, consumers: 0 }]);
    const print = { fingerprint: 'not_json:mes', reasonKind: 'not_json', what: null, source: 'mes' };
    const judge = aJudge(pool, {
      readers: {
        groupQuarantine: async () => [{ ...print, count: 2, firstAt: T0, lastAt: T0 }],
        readClockOffsets: async () => [
          { source: 'crm', aheadMs: -25 * MINUTE, since: T0 },
          { source: 'shop', aheadMs: 0, since: T0 },
        ],
      },
    });
    const found = [
      'partner:acme',
      'source:crm',
      'queue:mes.dead',
      'quarantine:not_json:mes',
      'clock:crm',
      'clock:shop',
    ];
    expect(await causes(found.map(thing), judge)).toEqual([
      'flood:acme',
      'silence:crm',
      'dead:mes.dead',
      'quarantine:not_json:mes',
      'clock:crm',
      null,
    ]);
    const keys = [
      'flood:acme',
      'silence:crm',
      'silence:mes',
      'dead:mes.dead',
      'quarantine:not_json:mes',
      'clock:crm',
      'own:lag',
    ];
    // The burst is over as soon as no more of its orders wait than anybody could have.
    expect([...(await judge.stillSo(keys, NOW))]).toEqual([
      'silence:crm',
      'dead:mes.dead',
      'quarantine:not_json:mes',
      'clock:crm',
    ]);
  });

  it('cannot be seen while RabbitMQ is gone, and are then taken to be so still', async () => {
    await watched([{ name: 'mes.inbox' }]);
    const keys = ['consumers:mes.inbox', 'dead:mes.dead', 'broker'];
    expect([...(await aJudge(pool).stillSo(keys, NOW))]).toEqual([]);
    await transaction(pool, tx => saveUnreachable(tx, 'refused', NOW));
    expect([...(await aJudge(pool).stillSo(keys, NOW))]).toEqual(keys);
  });
});

describe('the line', () => {
  it('shows that nobody goes on any more', async () => {
    await usually('status', 'jewellery:PRICE_CALCULATED', 3, { from: T0, to: NOW });
    await record(
      submitted('ORD-0', T0 - HOUR),
      priced('ORD-0', T0 + 5 * MINUTE),
      submitted('ORD-1'),
      submitted('ORD-2', T0 + MINUTE),
    );
    const judge = aJudge(pool);
    expect(await causes([waitsForPrice('ORD-1')], judge)).toEqual(['flow:jewellery:SUBMITTED']);
    const line = (await judge.facts.at(NOW)).line('jewellery', 'SUBMITTED');
    expect(line).toMatchObject({ lastAt: T0 + 5 * MINUTE, gone: [{ orderId: 'ORD-0', since: T0 - HOUR }] });
    // Three an hour for 2 h 55 min.
    expect(line.missed).toBeCloseTo(8.75);
    expect(line.waiting.map(({ orderId }) => orderId)).toEqual(['ORD-1', 'ORD-2']);
    expect(await judge.stillSo(['flow:jewellery:SUBMITTED'], NOW)).toHaveLength(1);

    await record(priced('ORD-1', NOW));
    expect(await aJudge(pool).stillSo(['flow:jewellery:SUBMITTED'], NOW)).toHaveLength(0);
  });

  it('expects nobody to go on when it is a holiday', async () => {
    // 4 November is Unity Day; the Wednesdays before it were working days.
    const holiday = Date.parse('2026-11-04T06:00:00Z');
    await usually('status', 'jewellery:PRICE_CALCULATED', 3, { from: holiday, to: holiday + 6 * HOUR });
    await record(submitted('ORD-0', holiday - HOUR), priced('ORD-0', holiday));
    const facts = await aJudge(pool).facts.at(holiday + 6 * HOUR);
    expect(facts.line('jewellery', 'SUBMITTED').missed).toBe(0);
  });

  it('knows whose turn will come', async () => {
    const inTurn = async (orderId: string, since: number) =>
      (await aJudge(pool).judge([waitsForPrice(orderId, since)], NOW)).get(orderSubject(orderId))!.inTurn;
    await record(submitted('ORD-1'), submitted('ORD-2', T0 + MINUTE), submitted('ORD-3', T0 + 2 * MINUTE));
    expect(await inTurn('ORD-1', T0)).toBe(false);
    expect(await inTurn('ORD-2', T0 + MINUTE)).toBe(true);
    await record(priced('ORD-1', NOW - MINUTE));
    expect(await inTurn('ORD-2', T0 + MINUTE)).toBe(true);
    await record(priced('ORD-3', NOW));
    expect(await inTurn('ORD-2', T0 + MINUTE)).toBe(false);
  });
});

describe('a burst', () => {
  it('explains orders behind it until they are worked off', async () => {
    const partner = { partner: 'acme' };
    const burst = Array.from({ length: 25 }, (_, n) => submitted(`A-${n}`, T0 + n * 1_000, partner));
    await record(...burst, submitted('ORD-1', T0 + 2 * MINUTE));
    await spoke('partner', 'acme', T0 + 30_000, { events: 25, orders: 25 });
    await spoke('partner', 'acme', T0 - 20 * DAY);
    const judge = aJudge(pool);
    expect(await causes([waitsForPrice('ORD-1', T0 + 2 * MINUTE)], judge)).toEqual(['flood:acme']);
    expect(await judge.stillSo(['flood:acme'], NOW)).toHaveLength(1);
    await record(...burst.slice(0, 10).map(({ key }) => priced(key, NOW)));
    expect(await aJudge(pool).stillSo(['flood:acme'], NOW)).toHaveLength(0);
  });
});

import { beforeEach, describe, expect, it } from 'vitest';
import type { WatchedBroker } from '../../collector/watch/watched-broker.ts';
import type { WatchedDatabase } from '../../collector/watch/watched-database.ts';
import type { WatchedEndpoint } from '../../collector/watch/watched-endpoints.ts';
import type { WatchedQueue } from '../../collector/watch/watched-queues.ts';
import { testDatabase } from '../../test/support/database.ts';
import { anEvent, arrivals, HOUR, MINUTE, T0 } from '../../test/support/factory.ts';
import { referenceLifecycles } from '../../test/support/reference.ts';
import { plainVault } from '../../tracker/personal-data.ts';
import { createLedger } from '../../tracker/record.ts';
import { aLedger, aRule, type Declared, find, look, subjects } from '../conditions-under-test.ts';
import type { Watched } from '../watched.ts';

const { pool } = await testDatabase();
const { clock, record, empty } = aLedger(pool);
beforeEach(empty);

const aQueue = (named: Partial<WatchedQueue>): WatchedQueue => ({
  name: 'mes.calc',
  vhost: '/',
  messages: 0,
  ready: 0,
  unacknowledged: 0,
  consumers: 1,
  hadConsumersAt: T0,
  publishedPerSecond: 0,
  takenPerSecond: 0,
  wasEmptyAt: null,
  oldestAgeMs: null,
  ageIsEstimate: false,
  isDeadLetter: false,
  isOurs: false,
  sampledAt: T0,
  ...named,
});
const aBroker: WatchedBroker = { reachable: true, since: T0 - HOUR, obstacle: null, alarms: [], sampledAt: T0 };
const aDatabase: WatchedDatabase = {
  connections: 10,
  maxConnections: 100,
  slow: [],
  longestLockWaitMs: 0,
  replicationLagMs: null,
  statements: null,
  sampledAt: T0,
};

const anEndpoint = (named: Partial<WatchedEndpoint>): WatchedEndpoint => ({
  name: 'crm',
  system: 'crm',
  up: true,
  since: T0 - HOUR,
  status: 200,
  latencyMs: 20,
  obstacle: null,
  recent: [],
  sampledAt: T0,
  ...named,
});

/** What the watchers have seen. */
function seeing({
  queues = [],
  broker = aBroker,
  database = aDatabase,
  endpoints = [],
}: {
  queues?: readonly Partial<WatchedQueue>[];
  broker?: WatchedBroker | null;
  database?: WatchedDatabase | null;
  endpoints?: readonly Partial<WatchedEndpoint>[];
}): Watched {
  return {
    readQueues: async () => queues.map(aQueue),
    readBroker: async () => broker,
    readDatabase: async () => database,
    readEndpoints: async () => endpoints.map(anEndpoint),
  };
}
const ruleOf = (condition: Declared['condition'], seen: Parameters<typeof seeing>[0], more: Partial<Declared> = {}) =>
  aRule({ condition, ...more }, { watched: seeing(seen) });

describe('queues', () => {
  const full = [
    { name: 'mes.calc', messages: 1_001 },
    { name: 'mes.print', messages: 1_000 },
    { name: 'crm', messages: 9_000 },
  ];

  it('queueDepth: above the limit, those that the pattern means', async () => {
    const rule = ruleOf({ kind: 'queueDepth', queue: 'mes.*', over: 1_000 }, { queues: full });
    expect(await find(pool, rule, T0)).toEqual([
      {
        subject: 'queue:mes.calc',
        orderId: null,
        stay: '',
        severity: 'warning',
        status: null,
        since: null,
        limitAt: null,
        limit: null,
        owner: null,
        detail: {
          en: '1001 messages wait in mes.calc, and 1 consumers read from it.',
          ru: 'В mes.calc ждут сообщений: 1001, читателей: 1.',
        },
      },
    ]);
    const raise = { over: 5_000, severity: 'critical' } as const;
    const all = ruleOf({ kind: 'queueDepth', queue: '*', over: 1_000 }, { queues: full }, { raise });
    expect(await find(pool, all, T0)).toMatchObject([
      { subject: 'queue:mes.calc', severity: 'warning' },
      { subject: 'queue:crm', severity: 'critical' },
    ]);
  });

  it('of one name in two virtual hosts are told once', async () => {
    const queues = [
      { name: 'q', messages: 5, vhost: 'a' },
      { name: 'q', messages: 7, vhost: 'b' },
    ];
    expect(await subjects(pool, ruleOf({ kind: 'queueDepth', queue: 'q', over: 1 }, { queues }), T0)).toEqual([
      'queue:q',
    ]);
  });

  it('consumersGone: only where there were some', async () => {
    const queues = [
      { name: 'gone', consumers: 0, hadConsumersAt: T0 - 2 * MINUTE },
      { name: 'just', consumers: 0, hadConsumersAt: T0 - 2 * MINUTE + 1 },
      { name: 'never', consumers: 0, hadConsumersAt: null },
      { name: 'fine', hadConsumersAt: T0 - HOUR },
    ];
    const rule = ruleOf({ kind: 'consumersGone', queue: '*', for: 'PT2M' }, { queues });
    expect(await find(pool, rule, T0)).toMatchObject([
      { subject: 'queue:gone', since: T0 - 2 * MINUTE, limitAt: T0, limit: 'PT2M' },
    ]);
  });

  it('deadLetters: any above zero', async () => {
    const queues = [
      { name: 'dead', messages: 1, isDeadLetter: true },
      { name: 'empty', isDeadLetter: true },
      { name: 'alive', messages: 10 },
    ];
    const rule = ruleOf({ kind: 'deadLetters', queue: '*', over: 0 }, { queues });
    expect(await subjects(pool, rule, T0)).toEqual(['queue:dead']);
  });

  it('messageAge: what the broker says, an estimate called one', async () => {
    const queues = [
      { name: 'old', messages: 1, oldestAgeMs: 11 * MINUTE },
      { name: 'guessed', messages: 1, oldestAgeMs: 11 * MINUTE, ageIsEstimate: true },
      { name: 'young', messages: 1, oldestAgeMs: 10 * MINUTE },
      { name: 'unknown', messages: 1 },
      { name: 'mes.dead', messages: 1, oldestAgeMs: HOUR, isDeadLetter: true },
    ];
    const rule = ruleOf({ kind: 'messageAge', queue: '*', over: 'PT10M' }, { queues });
    expect(await find(pool, rule, T0)).toMatchObject([
      { subject: 'queue:old', detail: { en: 'Messages wait in old for 11 min.' } },
      {
        subject: 'queue:guessed',
        detail: { en: 'Messages wait in guessed for about 11 min (an estimate: depth by rate).' },
      },
    ]);
  });

  it('messageAge of our own: by what has just come out of it', async () => {
    const rule = ruleOf(
      { kind: 'messageAge', queue: 'orderwatch', over: 'PT10M' },
      { queues: [{ name: 'orderwatch', messages: 3, isOurs: true, oldestAgeMs: MINUTE, ageIsEstimate: true }] },
    );
    const ledger = createLedger({ pool, lifecycles: () => referenceLifecycles, clock, vault: plainVault });
    clock.set(T0 - 1);
    await ledger.record(
      arrivals([anEvent({ occurredAt: T0 - 12 * MINUTE }), anEvent({ orderId: 'ORD-2', occurredAt: T0 - HOUR })]),
    );
    expect(await find(pool, rule, T0)).toMatchObject([
      { detail: { en: 'Messages wait in orderwatch for 11 min 59 s.' } },
    ]);
    clock.set(T0);
    await ledger.record(arrivals([anEvent({ orderId: 'ORD-3', occurredAt: T0 - MINUTE })]));
    expect(await subjects(pool, rule, T0)).toEqual([]);
  });

  it('nobody concludes anything from what nobody has seen', async () => {
    const rule = (broker: WatchedBroker | null) =>
      ruleOf({ kind: 'queueDepth', queue: '*', over: 0 }, { queues: full, broker });
    const blind = (why: string) => ({ kind: 'blind', why });
    expect(await look(pool, rule(null), T0)).toEqual(blind('Nobody has looked at RabbitMQ yet.'));
    const late = T0 + 3 * MINUTE + 1;
    expect(await look(pool, rule(aBroker), late)).toEqual(blind('Nobody has looked at RabbitMQ for 3 min.'));
    expect(await look(pool, rule({ ...aBroker, reachable: false }), T0)).toEqual(
      blind('The management API of RabbitMQ does not answer.'),
    );
  });
});

describe('broker', () => {
  const rule = (broker: WatchedBroker | null) => ruleOf({ kind: 'broker' }, { broker });

  it('is found when it does not answer, or raises alarms', async () => {
    expect(await subjects(pool, rule(aBroker), T0)).toEqual([]);
    expect(await find(pool, rule({ ...aBroker, reachable: false, since: T0 - 5 * MINUTE }), T0)).toMatchObject([
      { subject: 'broker:rabbitmq', since: T0 - 5 * MINUTE, detail: { en: 'RabbitMQ has not answered for 5 min.' } },
    ]);
    expect(await find(pool, rule({ ...aBroker, alarms: ['memory on rabbit@a'] }), T0)).toMatchObject([
      { detail: { en: 'RabbitMQ raises memory on rabbit@a.' } },
    ]);
  });

  it('is found when nobody has looked for ten minutes, and says nothing before', async () => {
    expect(await look(pool, rule(null), T0)).toMatchObject({ kind: 'blind' });
    expect(await look(pool, rule(aBroker), T0 + 5 * MINUTE)).toMatchObject({ kind: 'blind' });
    expect(await find(pool, rule(aBroker), T0 + 11 * MINUTE)).toMatchObject([
      { detail: { en: 'Nobody has looked at RabbitMQ for 11 min.' } },
    ]);
  });

  it('is found where rules have run for ten minutes and nobody has ever looked', async () => {
    await pool.query(`insert into alerts.run (job, due_at, runner, started_at) values ('rule:broker', $1, 'one', $1)`, [
      new Date(T0),
    ]);
    expect(await look(pool, rule(null), T0 + 10 * MINUTE)).toMatchObject({ kind: 'blind' });
    expect(await find(pool, rule(null), T0 + 11 * MINUTE)).toMatchObject([
      { since: T0, detail: { en: 'Nobody has looked at RabbitMQ for 11 min: is RABBITMQ_MANAGEMENT_URL set?' } },
    ]);
    await pool.query('truncate alerts.run');
  });
});

describe('database', () => {
  const finds = (
    test: 'slowQueries' | 'connections' | 'locks' | 'replicationLag',
    over: string | number,
    seen: object,
  ) => find(pool, ruleOf({ kind: 'database', test, over }, { database: { ...aDatabase, ...seen } }), T0);

  it('finds what is above its limit', async () => {
    const slow = [{ pid: 1, ms: 31_000, query: 'select ?' }];
    expect(await finds('slowQueries', 'PT30S', { slow })).toMatchObject([
      { subject: 'database:slowQueries', detail: { en: 'A query has been running for 31 s.' } },
    ]);
    expect(await finds('slowQueries', 'PT31S', { slow })).toEqual([]);
    expect(await finds('connections', 0.9, { connections: 91 })).toMatchObject([
      { detail: { en: '91 of 100 connections are taken (91 %).' } },
    ]);
    expect(await finds('connections', 0.9, { connections: 90 })).toEqual([]);
    expect(await finds('locks', 'PT10S', { longestLockWaitMs: 11_000 })).toHaveLength(1);
    expect(await finds('replicationLag', 'PT10S', { replicationLagMs: 11_000 })).toHaveLength(1);
  });

  it('is blind to what it may not see', async () => {
    const rule = ruleOf({ kind: 'database', test: 'replicationLag', over: 'PT10S' }, {});
    expect(await look(pool, rule, T0)).toEqual({ kind: 'blind', why: 'Nobody may see replicationLag of PostgreSQL.' });
  });
});

describe('endpoint', () => {
  const took = (...ms: (number | null)[]) => ms.map(one => ({ up: one !== null, ms: one }));

  it('is found when it has been down for too long, and becomes worse', async () => {
    const endpoints = [
      { name: 'crm', up: false, since: T0 - 2 * MINUTE, status: null },
      { name: 'mes', up: false, since: T0 - 10 * MINUTE, status: 503 },
      { name: 'restarts', up: false, since: T0 - 2 * MINUTE + 1 },
      { name: 'shop' },
    ];
    const raise = { over: 'PT10M', severity: 'critical' } as const;
    const rule = ruleOf({ kind: 'endpoint', endpoint: '*', for: 'PT2M' }, { endpoints }, { raise });
    expect(await find(pool, rule, T0)).toMatchObject([
      {
        ...{ subject: 'endpoint:crm', severity: 'warning', since: T0 - 2 * MINUTE, limitAt: T0, limit: 'PT2M' },
        detail: { en: 'crm has not answered for 2 min.', ru: 'crm не отвечает уже 2 мин.' },
      },
      {
        ...{ subject: 'endpoint:mes', severity: 'critical', limit: 'PT10M' },
        detail: { en: 'mes has not answered as it should for 10 min; it says 503.' },
      },
    ]);
    const one = ruleOf({ kind: 'endpoint', endpoint: 'crm', for: 'PT2M' }, { endpoints });
    expect(await subjects(pool, one, T0)).toEqual(['endpoint:crm']);
  });

  it('is found when most of its last answers took too long', async () => {
    const endpoints = [
      { name: 'slow', recent: took(1, 1, 3_100, 3_400, 9_000, null, 20) },
      { name: 'once', recent: took(1, 1, 9_000, 1, 1) },
      { name: 'new', recent: took(9_000, 9_000) },
    ];
    const rule = ruleOf({ kind: 'endpoint', endpoint: '*', over: 'PT3S' }, { endpoints });
    expect(await find(pool, rule, T0)).toMatchObject([
      {
        ...{ subject: 'endpoint:slow', limit: 'PT3S' },
        detail: { en: 'slow takes 3.4 s to answer.', ru: 'slow отвечает за 3,4 с.' },
      },
    ]);
  });

  it('is nothing where none is declared, and is not judged by old answers', async () => {
    const rule = (endpoints: Partial<WatchedEndpoint>[]) =>
      ruleOf({ kind: 'endpoint', endpoint: '*', for: 'PT2M' }, { endpoints });
    expect(await look(pool, rule([]), T0)).toEqual({ kind: 'seen', lookedAt: 0, found: [] });
    expect(await look(pool, rule([{ up: false }]), T0 + 4 * MINUTE)).toEqual({
      kind: 'blind',
      why: 'Nobody has looked at crm for 4 min.',
    });
  });
});

describe('counts', () => {
  it('count: orders in a status', async () => {
    await record(anEvent(), anEvent({ orderId: 'ORD-2' }), anEvent({ orderId: 'ORD-3', partner: 'acme' }));
    const rule = (over: number, more: Partial<Declared> = {}) =>
      aRule({ condition: { kind: 'count', status: 'SUBMITTED', over }, ...more });
    expect(await subjects(pool, rule(3), T0)).toEqual([]);
    expect(await find(pool, rule(1, { raise: { over: 2, severity: 'critical' } }), T0)).toMatchObject([
      { subject: 'status:SUBMITTED', severity: 'critical', detail: { en: 'More than 2 orders are in SUBMITTED.' } },
    ]);
    expect(await subjects(pool, rule(0, { where: { partner: ['globex'] } }), T0)).toEqual([]);
  });

  it('noOrders: nothing under way while the workshop is open', async () => {
    const rule = aRule({ condition: { kind: 'noOrders', calendar: 'workshop' } });
    const friday = Date.parse('2026-11-20T12:00:00+03:00');
    expect(await subjects(pool, rule, friday)).toEqual(['orders']);
    expect(await subjects(pool, rule, friday + 24 * HOUR)).toEqual([]);
    await record(anEvent());
    expect(await subjects(pool, rule, friday)).toEqual([]);
  });
});

import { describe, expect, it } from 'vitest';
import type { WatchedEndpoint } from '../../collector/watch/watched-endpoints.ts';
import { DAY, HOUR, MINUTE, T0 } from '../../test/support/factory.ts';
import { NO_JUDGEMENT } from '../evidence.ts';
import type { AskedOrder, Facts, Gone, Waiting } from '../evidence-provider.ts';
import type { TestRun } from '../evidence-readers.ts';
import { judgementOf, lookForEvidence } from '../judge.ts';
import { anAskedOrder, aQueue, NOW, providersThatRead, theFacts } from './facts-under-test.ts';
import { isStillSo } from './still-so.ts';
import { judgeThing } from './things.ts';

type Read = Parameters<typeof providersThatRead>[0];

async function seen(facts: Facts, order: AskedOrder = anAskedOrder(), read: Read = {}) {
  return (await lookForEvidence(providersThatRead(read), facts, [order])).get(order.orderId)!;
}
/** What is seen of the order, the weightiest first: what explains it with its cause, what only helps without. */
async function kinds(...args: Parameters<typeof seen>): Promise<string[]> {
  return (await seen(...args)).map(({ kind, cause }) => (cause ? `${kind} ${cause.key}` : kind));
}
async function judged(facts: Facts, order: AskedOrder = anAskedOrder(), read: Read = {}) {
  return judgementOf(order, await seen(facts, order, read), facts);
}

const waits = (orderId: string, since: number, partner: string | null = null): Waiting => {
  return { orderId, since, targetAt: since + HOUR, partner };
};
const went = (orderId: string, since: number, at: number, partner: string | null = null): Gone => ({
  orderId,
  since,
  at,
  partner,
});
const inSubmitted = (line: object) => ({ lines: { 'jewellery:SUBMITTED': line } });

it('says nothing where nothing is to be seen', async () => {
  expect(await kinds(theFacts())).toEqual([]);
  expect(await judged(theFacts())).toEqual({ ...NO_JUDGEMENT, heardAt: NOW - MINUTE });
});

describe('own lag', () => {
  const lag = { ms: 25 * MINUTE, since: NOW - 25 * MINUTE, queue: 'orderwatch.ledger', messages: 12_000, consumers: 3 };

  it('explains what should have come since the first message that waits for us', async () => {
    const order = anAskedOrder({ since: NOW - HOUR - 10 * MINUTE });
    expect(await seen(theFacts({ ownLag: lag }), order)).toEqual([
      {
        provider: 'own-lag',
        kind: 'own_lag',
        weight: 95,
        at: lag.since,
        text: {
          en: 'Orderwatch is 25 min behind: 12000 messages wait in orderwatch.ledger.',
          ru: 'Orderwatch отстаёт на 25 мин: в orderwatch.ledger ждут сообщений: 12000.',
        },
        link: 'rabbitmq:#/queues/%2F/orderwatch.ledger',
        cause: { key: 'own:lag', text: expect.anything(), isShared: true, system: null },
        blinds: true,
      },
    ]);
  });

  it('makes unsure, and does not explain, who was late before', async () => {
    expect(await kinds(theFacts({ ownLag: lag }))).toEqual(['own_lag']);
    expect(await judged(theFacts({ ownLag: lag }))).toMatchObject({
      cause: null,
      suspect: { en: expect.stringMatching(/25 min behind/) },
    });
  });

  it('says that we do not read at all', async () => {
    const [evidence] = await seen(theFacts({ ownLag: { ...lag, consumers: 0 } }));
    expect(evidence!.text.en).toBe(
      'Orderwatch has not read from orderwatch.ledger for 25 min; 12000 messages wait for it.',
    );
  });
});

describe('RabbitMQ gone', () => {
  const gone = (since: number) =>
    theFacts({ broker: { reachable: false, since, obstacle: 'refused', alarms: [], sampledAt: NOW }, queues: [] });

  it('explains what should have come since', async () => {
    expect(await kinds(gone(T0 + HOUR))).toEqual(['broker_gone broker']);
    expect(await kinds(gone(T0 + 2 * HOUR))).toEqual(['broker_gone']);
  });

  it('is nothing that anybody claims who has not looked', async () => {
    expect(await kinds(theFacts({ broker: null, queues: [] }))).toEqual([]);
  });
});

describe('consumers gone', () => {
  const unread = { consumers: 0, messages: 14, hadConsumersAt: T0 - HOUR, oldestAgeMs: NOW - (T0 - HOUR) };
  const facts = (named: Parameters<typeof aQueue>[0] = {}) => theFacts({ queues: [aQueue({ ...unread, ...named })] });

  it('explains orders whose message lies in the queue of the system that has to move', async () => {
    const [evidence] = await seen(facts());
    expect(evidence).toMatchObject({
      kind: 'consumers_gone',
      weight: 90,
      at: T0 - HOUR,
      text: {
        en: 'Nobody has read from mes.inbox for 11 h; 14 messages wait.',
        ru: 'Из mes.inbox никто не читает уже 11 ч; ждут сообщений: 14.',
      },
      cause: { key: 'consumers:mes.inbox', isShared: true, system: 'mes' },
      blinds: false,
    });
  });

  it('explains orders that came just before, when what lies there is older', async () => {
    const later = { hadConsumersAt: T0 + HOUR, oldestAgeMs: NOW - T0 };
    expect(await kinds(facts(later))).toEqual(['consumers_gone consumers:mes.inbox']);
    expect(await kinds(facts({ ...later, oldestAgeMs: NOW - (T0 + HOUR) }))).toEqual([]);
  });

  it('explains orders of which another system has said something since', async () => {
    const later = { hadConsumersAt: T0 + HOUR, oldestAgeMs: NOW - (T0 + HOUR) };
    const said = (source: string) => ({ [source]: { status: 'SUBMITTED', at: T0 + 2 * HOUR } });
    expect(await kinds(facts(later), anAskedOrder({ sources: said('crm') }))).toHaveLength(1);
    expect(await kinds(facts(later), anAskedOrder({ sources: said('mes') }))).toEqual([]);
  });

  it.each([
    ['of another system', { name: 'crm.inbox' }],
    ['in which nothing waits', { messages: 0 }],
    ['that never had readers', { hadConsumersAt: null }],
    ['whose reader is being deployed', { hadConsumersAt: NOW - MINUTE }],
    ['of dead letters', { name: 'mes.dead', isDeadLetter: true }],
    ['of our own', { name: 'mes.orderwatch', isOurs: true }],
  ])('claims nothing by a queue %s', async (_, named) => {
    expect(await kinds(facts(named))).toEqual([]);
  });
});

describe('source silent', () => {
  const silent = (lastAt: number) => ({ lastAt, expected: 41.6, needed: 10, isSilent: true });
  const facts = (lastAt: number, source = 'mes') =>
    theFacts({ sources: new Map([...theFacts().sources, [source, silent(lastAt)]]) });

  it('explains what should have come since, and what we know may be late', async () => {
    const [evidence] = await seen(facts(T0 + HOUR));
    expect(evidence).toMatchObject({
      kind: 'source_silent',
      weight: 80,
      text: {
        en: 'mes has said nothing about any order for 9 h; usually 42 events come in that time.',
        ru: 'mes уже 9 ч ничего не сообщает ни об одном заказе; обычно за это время приходит событий: 42.',
      },
      link: '/orders?source=mes',
      cause: { key: 'silence:mes', system: 'mes' },
      blinds: true,
    });
    expect((await judged(facts(T0 + HOUR))).suspect?.en).toMatch(/^mes has said nothing/);
  });

  it('does not explain who was late while it still spoke', async () => {
    expect(await kinds(facts(T0 + 2 * HOUR))).toEqual(['source_silent']);
  });

  it('is none as long as it is short', async () => {
    const short = { lastAt: T0, expected: 4.9, needed: 10, isSilent: false };
    expect(await kinds(theFacts({ sources: new Map([['mes', short]]) }))).toEqual([]);
  });

  it('is of no interest where it is not its move', async () => {
    expect(await kinds(facts(T0, 'crm'))).toEqual([]);
  });
});

describe('partner flood', () => {
  const flood = { from: T0 - HOUR, to: T0, orders: 300, usual: 2.1 };
  const floods = new Map([['acme', flood]]);
  const burst = (count: number) => Array.from({ length: count }, (_, n) => waits(`A-${n}`, T0 - 30 * MINUTE, 'acme'));
  const others = (count: number) => Array.from({ length: count }, (_, n) => waits(`O-${n}`, T0 - 20 * MINUTE));

  it('explains orders before which it stood', async () => {
    const gone = Array.from({ length: 60 }, (_, n) => went(`G-${n}`, T0 - 40 * MINUTE, T0 + HOUR, 'acme'));
    const facts = theFacts({ floods, ...inSubmitted({ waiting: [...burst(20), ...others(20)], gone }) });
    const [evidence] = await seen(facts);
    expect(evidence).toMatchObject({
      kind: 'partner_flood',
      weight: 75,
      text: {
        en: '80 orders of acme stood before it in SUBMITTED, 80 % of all; 300 orders within 1 h, usually 2.',
        ru: 'Перед ним в статусе SUBMITTED стояло заказов acme: 80, это 80 % всех; заказов за 1 ч: 300, обычно 2.',
      },
      cause: { key: 'flood:acme', system: 'mes' },
      blinds: false,
    });
  });

  it('explains those of the burst that are left to the end', async () => {
    const gone = Array.from({ length: 30 }, (_, n) => went(`G-${n}`, T0 - MINUTE, T0 + HOUR, 'acme'));
    const facts = theFacts({ floods, ...inSubmitted({ waiting: burst(3), gone }) });
    const large = { since: T0 - 10 * MINUTE, partner: 'acme' };
    expect(await kinds(facts, anAskedOrder(large))).toEqual(['partner_flood flood:acme']);
    expect(await kinds(facts, anAskedOrder({ ...large, partner: 'goldwerk' }))).toEqual([]);
  });

  it('claims nothing where each waits for their own', async () => {
    const gone = Array.from({ length: 6 }, (_, n) => went(`G-${n}`, T0 + MINUTE, T0 + HOUR));
    expect(await kinds(theFacts({ floods, ...inSubmitted({ waiting: burst(50), gone }) }))).toEqual([]);
  });

  it.each([
    ['they are few', [...burst(19), ...others(5)]],
    ['they are a small share', [...burst(25), ...others(70)]],
    ['they came later', burst(60).map(one => ({ ...one, since: T0 + 1 }))],
    ['they came long before the burst', burst(60).map(one => ({ ...one, since: T0 - DAY }))],
  ])('claims nothing where %s', async (_, waiting) => {
    expect(await kinds(theFacts({ floods, ...inSubmitted({ waiting }) }))).toEqual([]);
  });
});

describe('clock off', () => {
  const clock = (source: string, aheadMs: number) => ({ clocks: new Map([[source, { source, aheadMs, since: T0 }]]) });

  it('explains a limit that is passed only by a clock that is behind', async () => {
    const order = anAskedOrder({ since: NOW - 80 * MINUTE });
    const [evidence] = await seen(theFacts(clock('shop', -25 * MINUTE)), order);
    expect(evidence).toMatchObject({
      kind: 'clock_off',
      weight: 72,
      text: { en: 'The clock of shop is 25 min behind.', ru: 'Часы shop отстают на 25 мин.' },
      cause: { key: 'clock:shop', system: 'shop' },
    });
    expect(await kinds(theFacts(clock('shop', -10 * MINUTE)), order)).toEqual([]);
    expect(await kinds(theFacts(clock('shop', 25 * MINUTE)), order)).toEqual([]);
    expect(await kinds(theFacts(clock('crm', -25 * MINUTE)), order)).toEqual([]);
  });

  it.each([
    // The price seems to have come after the customer agreed to it.
    ['ahead', 'mes', 4 * MINUTE, 2 * MINUTE],
    // The customer seems to have agreed before there was a price.
    ['behind', 'crm', -2 * HOUR, HOUR],
  ])('explains what contradicts itself by a clock that is %s', async (_, source, aheadMs, apart) => {
    const order = anAskedOrder({
      status: 'PRICE_CALCULATED',
      sources: {
        mes: { status: 'PRICE_CALCULATED', at: T0 },
        crm: { status: 'MANUFACTURING_APPROVED', at: T0 - apart },
      },
    });
    expect(await kinds(theFacts(clock(source, aheadMs)), order)).toEqual([`clock_off clock:${source}`]);
    expect(await kinds(theFacts(clock(source, aheadMs / 10)), order)).toEqual([]);
  });
});

describe('flow stopped', () => {
  const line = {
    lastAt: T0 + HOUR,
    missed: 9.4,
    needed: 6,
    waiting: [waits('ORD-1', T0), waits('ORD-2', T0 + HOUR)],
  };

  it('explains who should have gone on since the last one did', async () => {
    const [evidence] = await seen(theFacts(inSubmitted(line)));
    expect(evidence).toMatchObject({
      kind: 'flow_stopped',
      weight: 70,
      text: {
        en: 'No order has gone on from SUBMITTED for 9 h; usually 9 do in that time. 2 wait.',
        ru: 'Из статуса SUBMITTED уже 9 ч не вышел ни один заказ; обычно за это время выходит: 9. Ждут: 2.',
      },
      cause: { key: 'flow:jewellery:SUBMITTED', system: 'mes' },
    });
  });

  it.each([
    ['others went on while it was late', { lastAt: T0 + 2 * HOUR }],
    ['a pause is usual', { missed: 5.9 }],
    ['nobody knows what is usual', { missed: null }],
    ['it waits alone', { waiting: [waits('ORD-1', T0)] }],
  ])('claims nothing where %s', async (_, named) => {
    expect(await kinds(theFacts(inSubmitted({ ...line, ...named })))).toEqual([]);
  });

  it('is half as much missed where many wait', async () => {
    const waiting = Array.from({ length: 10 }, (_, nth) => waits(`ORD-${nth + 1}`, T0));
    const key = ['flow_stopped flow:jewellery:SUBMITTED'];
    expect(await kinds(theFacts(inSubmitted({ ...line, waiting, missed: 3 })))).toEqual(key);
    expect(await kinds(theFacts(inSubmitted({ ...line, waiting, missed: 2.9 })))).toEqual([]);
  });

  it('is no matter of its own where the system says nothing at all', async () => {
    const silent = { lastAt: T0 + 54 * MINUTE, expected: 8, needed: 10, isSilent: true };
    const facts = theFacts({
      sources: new Map([['mes', silent]]),
      ...inSubmitted({ ...line, lastAt: T0 + 50 * MINUTE }),
    });
    expect(await kinds(facts)).toEqual(['source_silent silence:mes']);
  });
});

describe('overtaken', () => {
  // One comes in each half an hour, from T0 on; from the sixth on the newest is taken first, a quarter later.
  const all = Array.from({ length: 16 }, (_, n) => T0 + n * 30 * MINUTE);
  const newestFirst = {
    waiting: all.slice(0, 5).map((since, n) => waits(`ORD-${n + 1}`, since)),
    gone: all
      .slice(5)
      .map((since, n) => went(`NEW-${n}`, since, since + 15 * MINUTE))
      .reverse(),
  };

  it('explains those who are passed over', async () => {
    const [evidence] = await seen(theFacts(inSubmitted(newestFirst)));
    expect(evidence).toMatchObject({
      kind: 'overtaken',
      weight: 65,
      text: {
        en: '11 orders that came into SUBMITTED later have gone on before it; 5 are passed over like this.',
        ru: 'Раньше него из статуса SUBMITTED вышли пришедшие позже: 11; так обошли заказов: 5.',
      },
      cause: {
        key: 'overtaken:jewellery:SUBMITTED',
        system: 'mes',
        text: { en: expect.stringMatching(/^The newest orders in SUBMITTED/) },
      },
    });
  });

  it('claims nothing of one order that is lost among many that go on in their turn', async () => {
    const gone = all
      .slice(1)
      .map((since, n) => went(`NEW-${n}`, since, since + 15 * MINUTE))
      .reverse();
    expect(await kinds(theFacts(inSubmitted({ waiting: [waits('ORD-1', T0)], gone })))).toEqual([]);
  });

  it('claims nothing of lost orders that have added up', async () => {
    const lost = [waits('ORD-1', T0), ...[1, 2, 3].map(n => waits(`LOST-${n}`, T0 - n * 5 * DAY))];
    const gone = all
      .slice(1)
      .map((since, n) => went(`NEW-${n}`, since, since + 15 * MINUTE))
      .reverse();
    expect(await kinds(theFacts(inSubmitted({ waiting: lost, gone })))).toEqual([]);
  });

  it('claims nothing of a burst whose partner takes its time', async () => {
    const floods = new Map([['acme', { from: T0 - HOUR, to: T0, orders: 300, usual: 1 }]]);
    const waiting = newestFirst.waiting.map(one => ({ ...one, partner: 'acme' }));
    expect(await kinds(theFacts({ floods, ...inSubmitted({ ...newestFirst, waiting }) }))).toEqual([]);
  });

  it('claims nothing where parcels are under way for different times', async () => {
    // Ten a day; each is under way for one to ten days.
    const sent = Array.from({ length: 300 }, (_, n) => ({ since: NOW - n * 2.4 * HOUR, days: 1 + ((n * 7) % 10) }));
    const isGone = ({ since, days }: (typeof sent)[number]) => since + days * DAY <= NOW;
    const waiting = sent.filter(one => !isGone(one)).map(({ since }, n) => waits(`ORD-${n}`, since));
    const gone = sent.filter(isGone).map(({ since, days }, n) => went(`NEW-${n}`, since, since + days * DAY));
    const oldest = waiting.at(-1)!;
    const line = { waiting, gone: gone.sort((a, b) => b.at - a.at) };
    expect(await kinds(theFacts(inSubmitted(line)), anAskedOrder(oldest))).toEqual([]);
  });

  it('claims nothing where orders are worked on side by side', async () => {
    // Every second one takes long: who is ready came as often before as after those who are not.
    const waiting = all.filter((_, n) => n % 2 === 0).map((since, n) => waits(`ORD-${n + 1}`, since));
    const gone = all.filter((_, n) => n % 2 === 1).map((since, n) => went(`NEW-${n}`, since, NOW - n * MINUTE));
    expect(await kinds(theFacts(inSubmitted({ waiting, gone })))).toEqual([]);
  });
});

describe('started together', () => {
  const minutes = (n: number) => T0 + n * MINUTE;
  const [before, after] = [-1, 1].map(side =>
    Array.from({ length: 24 }, (_, n) => minutes(side * (20 + n * 15))).map(at =>
      went(`G-${at}`, at, at + 10 * MINUTE),
    ),
  ) as [Gone[], Gone[]];
  const onTime = [...before, ...after];
  const three = [0, 4, 9].map((n, nth) => waits(`ORD-${nth + 1}`, minutes(n)));
  const key = 'together:jewellery:SUBMITTED@2026-11-20T09:00:00.000Z';

  it('explains all who came at the same time, while those before and after went on', async () => {
    const [evidence] = await seen(theFacts(inSubmitted({ waiting: three, gone: onTime })));
    expect(evidence).toMatchObject({
      kind: 'started_together',
      weight: 56,
      at: T0,
      text: {
        en: expect.stringMatching(/^None of the 3 orders that came into SUBMITTED from .* has gone on in time/),
        ru: expect.stringMatching(/^Из заказов, пришедших в SUBMITTED с .* \(их 3\), ни один не пошёл дальше вовремя/),
      },
      link: '/orders?status=SUBMITTED&atRisk=true',
      cause: { key, isShared: true, system: 'mes' },
      blinds: false,
    });
  });

  it('stays the same while one after the other goes on, and is over with the last', async () => {
    const late = (n: number) => went(`ORD-${n}`, three[n - 1]!.since, NOW);
    const left = theFacts(inSubmitted({ waiting: three.slice(2), gone: [late(1), late(2), ...onTime] }));
    expect(await kinds(left, anAskedOrder({ orderId: 'ORD-3', since: minutes(9) }))).toEqual([
      `started_together ${key}`,
    ]);
    expect(isStillSo(key, left)).toBe(true);
    const all = theFacts(inSubmitted({ waiting: [], gone: [late(1), late(2), late(3), ...onTime] }));
    expect(isStillSo(key, all)).toBe(false);
  });

  it('is seen when the first of them is late, and the others are in minutes', async () => {
    const facts = { ...theFacts(inSubmitted({ waiting: three, gone: onTime })), at: T0 + HOUR + MINUTE };
    expect(await kinds(facts)).toEqual([`started_together ${key}`]);
  });

  it.each([
    ['of two', { waiting: three.slice(0, 2), gone: onTime }],
    [
      'who came at other times',
      { waiting: three.map(one => ({ ...one, since: one.since * 3 - 2 * T0 })), gone: onTime },
    ],
    ['among whom one went on', { waiting: three, gone: [...onTime, went('G', minutes(5), minutes(15))] }],
    ['since whom nobody went on', { waiting: three, gone: before }],
    ['before whom nobody did', { waiting: three, gone: after }],
    ['who are in time', { waiting: three.map(one => ({ ...one, targetAt: NOW + HOUR })), gone: onTime }],
  ])('claims nothing of orders %s', async (_, line) => {
    expect(await kinds(theFacts(inSubmitted(line)))).toEqual([]);
  });

  it('claims nothing where somebody outside is asked, and may not answer', async () => {
    const facts = theFacts({ lines: { 'jewellery:PRICE_CALCULATED': { waiting: three, gone: onTime } } });
    expect(await kinds(facts, anAskedOrder({ status: 'PRICE_CALCULATED', owner: 'crm' }))).toEqual([]);
  });
});

describe('endpoint down', () => {
  const down = (named: Partial<WatchedEndpoint> = {}): WatchedEndpoint => ({
    ...{ name: 'mes-api', system: 'mes', up: false, since: T0 + 30 * MINUTE, status: 503, latencyMs: 5 },
    ...{ obstacle: 'it answers 503 instead of 200 to 299', recent: [], sampledAt: NOW },
    ...named,
  });
  /** The MES has said nothing since, and need not have. */
  const sources = new Map([['mes', { lastAt: T0, expected: 1, needed: 10, isSilent: false }]]);
  const facts = (named: Partial<WatchedEndpoint> = {}, more: Parameters<typeof theFacts>[0] = {}) =>
    theFacts({ endpoints: [down(named)], sources, ...more });

  it('explains what should have come since from the system whose it is', async () => {
    expect(await seen(facts())).toMatchObject([
      {
        ...{ kind: 'endpoint_down', weight: 84, at: T0 + 30 * MINUTE, blinds: false },
        text: {
          en: 'mes-api has not answered as it should for 9 h 30 min; it says 503.',
          ru: 'mes-api уже 9 ч 30 мин отвечает не так, как должен: 503.',
        },
        cause: { key: 'endpoint:mes-api', isShared: true, system: 'mes' },
      },
    ]);
    expect(isStillSo('endpoint:mes-api', facts())).toBe(true);
    expect(isStillSo('endpoint:mes-api', facts({ up: true }))).toBe(false);
    expect(isStillSo('endpoint:mes-api', theFacts())).toBe(false);
  });

  it('explains nothing to who was late before, nor while the system goes on speaking', async () => {
    expect(await kinds(facts({ since: T0 + 2 * HOUR }))).toEqual(['endpoint_down']);
    const speaks = new Map([['mes', { lastAt: NOW - MINUTE, expected: 0, needed: 10, isSilent: false }]]);
    expect(await kinds(facts({}, { sources: speaks }))).toEqual(['endpoint_down']);
  });

  it.each([
    ['of another system', { system: 'crm' }],
    ["that is nobody's", { system: null }],
    ['that is restarting', { since: NOW - MINUTE }],
    ['that nobody has asked lately', { sampledAt: NOW - 5 * MINUTE }],
    ['that answers', { up: true }],
  ])('claims nothing by one %s', async (_, named) => {
    expect(await kinds(facts(named))).toEqual([]);
  });

  it('is one matter with a queue that nobody reads from since then, and with the silence that began then', async () => {
    const unread = (at: number) => aQueue({ consumers: 0, hadConsumersAt: at });
    const together = facts({}, { queues: [unread(T0 + 29 * MINUTE)] });
    expect(await kinds(together)).toEqual(['endpoint_down consumers:mes.inbox']);
    expect(judgeThing('endpoint:mes-api', together).cause?.key).toBe('consumers:mes.inbox');
    const long = facts({}, { queues: [unread(T0 - HOUR)] });
    expect(judgeThing('endpoint:mes-api', long).cause?.key).toBe('endpoint:mes-api');
    const silent = (lastAt: number) => facts({}, { sources: new Map([['mes', { ...sources.get('mes')!, lastAt }]]) });
    expect(judgeThing('source:mes', silent(T0 + 25 * MINUTE)).cause?.key).toBe('endpoint:mes-api');
    expect(judgeThing('source:mes', silent(T0)).cause?.key).toBe('silence:mes');
  });

  it('that is only slow is no cause', () => {
    expect(judgeThing('endpoint:mes-api', facts({ up: true })).cause).toBeNull();
  });
});

describe('tests that failed', () => {
  const run = (named: Partial<TestRun> = {}): TestRun => ({
    ...{ id: 1, service: 'mes', version: '2.4.0', result: 'failed', at: T0 - 30 * MINUTE },
    ...{ suite: 'e2e', passed: 118, failed: 2 },
    ...named,
  });
  const facts = (...testRuns: TestRun[]) => theFacts({ testRuns });

  it('are told beside, and are never a cause', async () => {
    expect(await seen(facts(run()))).toMatchObject([
      {
        ...{ kind: 'tests_failed', weight: 40, at: T0 - 30 * MINUTE, cause: null, link: '/deploys?kind=tests' },
        text: {
          en: 'The tests (e2e) of mes 2.4.0 failed 1 h 30 min before it was late: 2 of 120.',
          ru: 'mes 2.4.0: тесты (e2e) не прошли за 1 ч 30 мин до опоздания: 2 из 120.',
        },
      },
    ]);
    const bare = run({ suite: null, passed: null, failed: null });
    expect((await seen(facts(bare)))[0]!.text.en).toBe('The tests of mes 2.4.0 failed 1 h 30 min before it was late.');
  });

  it.each([
    ['of another system', [run({ service: 'crm' })]],
    ['of long ago', [run({ at: T0 - 7 * HOUR })]],
    ['since it was late', [run({ at: T0 + 2 * HOUR })]],
    ['that passed', [run({ result: 'succeeded' })]],
    ['that passed when they were run again', [run({ id: 2, result: 'succeeded', at: T0 }), run()]],
  ])('are not told of %s', async (_, runs) => {
    expect(await kinds(facts(...runs))).toEqual([]);
  });
});

describe('deploys', () => {
  const deploy = { id: 1, service: 'mes', version: '2.4.0', result: 'succeeded' as const, at: T0 - 30 * MINUTE };
  const late = [1, 2, 3].map(n => waits(`ORD-${n}`, T0 + n * MINUTE));

  it('is named where nothing else is seen to come of it', async () => {
    const [evidence] = await seen(theFacts({ deploys: [deploy] }));
    expect(evidence).toMatchObject({
      kind: 'deploy',
      weight: 40,
      text: { en: 'mes 2.4.0 was deployed 1 h 30 min before it was late.' },
      link: '/deploys',
      cause: null,
    });
  });

  it('explains orders none of which has gone on since', async () => {
    const facts = theFacts({ deploys: [deploy], ...inSubmitted({ waiting: late }) });
    expect(await seen(facts)).toMatchObject([
      {
        weight: 78,
        text: {
          en: 'mes 2.4.0 was deployed 1 h 30 min before it was late; 3 orders are late since then, and none has gone on.',
        },
        cause: { key: 'deploy:mes@2.4.0', system: 'mes' },
      },
    ]);
    const one = went('ORD-9', T0, T0 + HOUR);
    expect(await kinds(theFacts({ deploys: [deploy], ...inSubmitted({ waiting: late, gone: [one] }) }))).toEqual([
      'deploy',
    ]);
  });

  it('stands beside the silence that followed it', async () => {
    const sources = new Map([['mes', { lastAt: T0, expected: 12, needed: 10, isSilent: true }]]);
    expect(await kinds(theFacts({ deploys: [deploy], sources }))).toEqual([
      'source_silent silence:mes',
      'deploy deploy:mes@2.4.0',
    ]);
  });

  it.each([
    ['of another system', { service: 'crm' }],
    ['of a namesake', { service: 'message-bus' }],
    ['long before', { at: T0 - 7 * HOUR }],
    ['when it was late already', { at: T0 + 2 * HOUR }],
  ])('claims nothing by a deploy %s', async (_, named) => {
    expect(await kinds(theFacts({ deploys: [{ ...deploy, ...named }], ...inSubmitted({ waiting: late }) }))).toEqual(
      [],
    );
  });
});

describe('dead letters', () => {
  const letter = {
    queue: 'crm.dead',
    orders: ['~mes:M-1'],
    type: 'order.status_changed',
    status: 'PRICE_CALCULATED',
    source: 'mes',
    diedIn: 'crm.inbox',
    reason: 'rejected',
    deadAt: T0 + 20 * MINUTE,
    seenAt: T0 + 21 * MINUTE,
  };
  const lie = (named: object = {}) => ({ name: 'crm.dead', messages: 3, since: T0, lookedInto: true, ...named });
  const order = anAskedOrder({ ids: { mes: 'M-1' } });

  it('are found by any name of the order', async () => {
    const facts = theFacts({ deadLetterQueues: [lie()] });
    expect(await seen(facts, order, { letters: [letter] })).toMatchObject([
      {
        kind: 'dead_letters',
        weight: 88,
        at: letter.deadAt,
        text: {
          en: 'The message PRICE_CALCULATED about ORD-1 from mes lies in crm.dead (crm.inbox, rejected).',
          ru: 'Сообщение PRICE_CALCULATED о ORD-1 от mes лежит в crm.dead (crm.inbox, rejected).',
        },
        cause: { key: 'dead:crm.dead', system: 'crm', text: { en: '3 dead letters in crm.dead.' } },
        blinds: true,
      },
    ]);
    expect(await kinds(facts, anAskedOrder({ ids: { mes: 'M-2' } }), { letters: [letter] })).toEqual([]);
  });

  it('do not explain what the order has got over', async () => {
    const old = { ...letter, deadAt: T0 - 2 * HOUR };
    const facts = theFacts({ deadLetterQueues: [lie()] });
    expect(await kinds(facts, order, { letters: [old] })).toEqual(['dead_letters']);
    expect(await judged(facts, order, { letters: [old] })).toMatchObject({ cause: null, suspect: null });
  });

  it('say that nobody knows whose they are', async () => {
    const unseen = lie({ name: 'mes.dead', lookedInto: false });
    expect(await seen(theFacts({ deadLetterQueues: [unseen] }))).toMatchObject([
      {
        cause: null,
        blinds: false,
        text: { en: '3 dead letters in mes.dead; whose is not looked at, since a look counts as a delivery.' },
      },
    ]);
    expect(await kinds(theFacts({ deadLetterQueues: [{ ...unseen, name: 'crm.dead' }] }))).toEqual([]);
  });
});

describe('quarantine', () => {
  const print = {
    fingerprint: 'unknown_status:PRICED:mes',
    reasonKind: 'unknown_status',
    what: 'PRICED',
    source: 'mes',
  };
  const message = { ...print, id: '12', names: ['ORD-1'], receivedAt: T0 + 20 * MINUTE };
  const group = { ...print, count: 15, firstAt: T0 + 5 * MINUTE, lastAt: NOW };
  const facts = (named: Parameters<typeof theFacts>[0] = {}) => theFacts({ quarantine: [group], ...named });

  it('explains the order whose message can not be read', async () => {
    expect(await seen(facts(), anAskedOrder(), { messages: [message] })).toMatchObject([
      {
        kind: 'quarantined',
        weight: 86,
        text: {
          en: "A message from mes about ORD-1 can't be read: the status PRICED is not known; 14 more like it.",
          ru: 'Сообщение от mes о ORD-1 не прочитать: статус PRICED неизвестен; ещё таких: 14.',
        },
        link: '/quarantine/12',
        cause: { key: 'quarantine:unknown_status:PRICED:mes', system: 'mes' },
        blinds: true,
      },
    ]);
    expect(await kinds(facts(), anAskedOrder({ orderId: 'ORD-2' }), { messages: [message] })).toEqual([]);
  });

  it('comes before the deploy that renamed a status', async () => {
    const deploys = [{ id: 1, service: 'mes', version: '2.4.0', result: 'succeeded' as const, at: T0 }];
    const found = await seen(facts({ deploys }), anAskedOrder(), { messages: [message] });
    expect(found.map(({ kind }) => kind)).toEqual(['quarantined', 'deploy']);
    expect(found[1]!.text.en).toBe(
      "mes 2.4.0 was deployed 1 h before it was late; since then 15 of its messages can't be read.",
    );
    expect(await judged(facts({ deploys }), anAskedOrder(), { messages: [message] })).toMatchObject({
      cause: { key: 'quarantine:unknown_status:PRICED:mes' },
    });
  });
});

it('tells of two causes at once, the weightier first', async () => {
  const facts = theFacts({
    queues: [aQueue({ consumers: 0, messages: 14, hadConsumersAt: T0 - HOUR, oldestAgeMs: NOW - (T0 - HOUR) })],
    sources: new Map([['mes', { lastAt: T0, expected: 42, needed: 10, isSilent: true }]]),
  });
  expect(await kinds(facts)).toEqual(['consumers_gone consumers:mes.inbox', 'source_silent silence:mes']);
  expect(await judged(facts)).toMatchObject({
    cause: { key: 'consumers:mes.inbox' },
    suspect: { en: expect.stringMatching(/^mes has said nothing/) },
  });
});

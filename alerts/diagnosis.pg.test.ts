import { beforeEach, describe, expect, test } from 'vitest';
import { saveSentSpans } from '../collector/order-traces/sent-spans.ts';
import type { Db } from '../platform/postgres.ts';
import { testDatabase } from '../test/support/database.ts';
import { DAY, HOUR, MINUTE, T0 } from '../test/support/factory.ts';
import { referenceLifecycles } from '../test/support/reference.ts';
import { readOrdersInQuestion } from '../tracker/asked-orders.ts';
import { findOrder } from '../tracker/orders.ts';
import { plainVault } from '../tracker/personal-data.ts';
import { aLedger } from './conditions-under-test.ts';
import { createDiagnose } from './diagnosis.ts';
import { EMPTY_LINE } from './evidence/lines.ts';
import { messageLost } from './evidence/message-lost.ts';
import { ownProgress } from './evidence/own-progress.ts';
import { sequenceGap } from './evidence/sequence-gap.ts';
import type { Evidence } from './evidence.ts';
import type { EvidenceProvider, Facts } from './evidence-provider.ts';
import { briefly, goneOn } from './evidence-under-test.ts';
import { aFacts } from './facts-under-test.ts';
import { aFoundOrder, apply } from './incidents-under-test.ts';

const { pool } = await testDatabase();
const ledger = aLedger(pool);
beforeEach(() => ledger.empty());

type Asked = { at: number; facts?: Partial<Facts>; shared?: readonly EvidenceProvider[]; jaegerUrl?: string };

const causesOfOneOrder = (db: Db) => [ownProgress(db), sequenceGap(db), messageLost(db)];

async function diagnose(name: string, { at, facts = {}, shared = [], jaegerUrl }: Asked) {
  const found = await findOrder(pool, referenceLifecycles, name, at, plainVault);
  if (found.kind !== 'found') throw new Error(found.kind);
  const providers = [...shared, ...causesOfOneOrder(pool)];
  const known = { at: async (now: number) => aFacts({ at: now, ...facts }) };
  return createDiagnose({ db: pool, facts: known, providers, jaegerUrl: jaegerUrl ?? null })(found.order, at);
}

const silentMes: Evidence = {
  ...{ provider: 'source-silent', kind: 'source_silent', weight: 80, at: T0, link: null, blinds: true },
  text: { en: 'Nothing from mes for 2 h.', ru: 'От mes ничего нет уже 2 ч.' },
  cause: { key: 'silence:mes', text: { en: 'mes is silent.', ru: 'mes молчит.' }, isShared: true, system: 'mes' },
};
const finds = (evidence: Evidence): EvidenceProvider => ({
  name: evidence.provider,
  look: async (_, orders) => new Map(orders.map(({ orderId }) => [orderId, [evidence]])),
});
const late = { at: T0 + 2 * HOUR };
const threeYounger = {
  line: () => ({
    ...EMPTY_LINE,
    gone: goneOn(...[1, 2, 3].map((nth): [string, number, number] => [`Y-${nth}`, T0 + nth, T0 + HOUR])),
    waiting: [1, 2].map(nth => ({ orderId: `W-${nth}`, since: T0 + nth, targetAt: T0 + HOUR, partner: null })),
  }),
};

describe('an order that is late', () => {
  beforeEach(() => ledger.record({ eventId: 'e-1', traceparent: `00-${'ab'.repeat(16)}-${'cd'.repeat(8)}-01` }));

  test('nothing explains it: it says so, and what is known all the same', async () => {
    const { verdict, cause, suspect, evidence } = await diagnose('ORD-1', late);
    expect(verdict.en).toBe('It is late, and there is no evidence why: nothing that can be seen explains it.');
    expect([cause, suspect]).toEqual([null, null]);
    expect(evidence.map(({ text, link }) => [text.en, link])).toEqual([
      ['The last word of it is from shop, 2 h ago: SUBMITTED (event e-1).', '/orders/ORD-1/timeline#e-1'],
      [
        'What comes next is PRICE_CALCULATED, from mes. It should have come by 20 Nov 2026, 13:00 GMT+3, at the latest by 21 Nov 2026, 12:00 GMT+3.',
        '/lifecycles',
      ],
      ['No other order is late in SUBMITTED.', null],
    ]);
  });

  test('what explains most comes first, names the cause, and casts doubt where it blinds', async () => {
    const { verdict, cause, suspect, evidence } = await diagnose('ORD-1', { ...late, shared: [finds(silentMes)] });
    expect(briefly(evidence)[0]).toBe('source_silent 80 silence:mes');
    expect([verdict, cause?.key, suspect]).toEqual([
      { en: 'mes is silent.', ru: 'mes молчит.' },
      'silence:mes',
      silentMes.text,
    ]);
  });

  test('what is concluded by elimination is not said beside something that was seen', async () => {
    const alone = await diagnose('ORD-1', { ...late, facts: threeYounger });
    expect(briefly(alone.evidence)).toContain('message_lost 55 lost:ORD-1');
    expect(alone.cause?.isShared).toBe(false);
    const explained = await diagnose('ORD-1', { ...late, facts: threeYounger, shared: [finds(silentMes)] });
    expect(briefly(explained.evidence)).not.toContain('message_lost 55 lost:ORD-1');
  });

  test('around it: its incident, who shares it, what is usual, whether queue and source are alive, its trace', async () => {
    await apply(pool, [aFoundOrder('ORD-1')], T0 + HOUR);
    const usual = {
      p50Ms: 12 * MINUTE,
      p90Ms: 30 * MINUTE,
      p95Ms: 35 * MINUTE,
      samples: 412,
      basis: 'lifecycle',
    } as const;
    const queue = {
      name: 'mes.inbox',
      consumers: 2,
      messages: 3,
      isDeadLetter: false,
      wasEmptyAt: null,
      sampledAt: T0,
    };
    const facts = {
      line: () => ({ ...threeYounger.line(), gone: [] }),
      usual: { of: () => usual },
      queues: [queue as Facts['queues'][number]],
      sources: new Map([['mes', { lastAt: T0 + 119 * MINUTE, expected: 0, needed: 10, isSilent: false }]]),
    };
    const diagnosis = await diagnose('ORD-1', { ...late, facts, jaegerUrl: 'https://jaeger.example' });
    expect(diagnosis.usual).toEqual(usual);
    const rest = diagnosis.evidence.filter(({ kind }) => !['last_event', 'expected_next'].includes(kind));
    expect(rest.map(({ kind, text, link }) => [kind, text.en, link])).toEqual([
      ['incident', expect.stringMatching(/^It is in incident \d+: /), expect.stringMatching(/^\/incidents\/\d+$/)],
      ['shared_by', 'Late in SUBMITTED, too, waiting for mes: 2 other orders.', '/orders?status=SUBMITTED&atRisk=true'],
      ['usual', 'In SUBMITTED usually 12 min (p90 30 min), this one 2 h; of 412 stays.', '/orders?status=SUBMITTED'],
      ['queue_is_served', 'mes.inbox is read from: 2 consumers, 3 messages in it.', null],
      ['source_speaks', 'mes speaks: it was heard 1 min ago.', '/orders?source=mes'],
      [
        'trace',
        `The last message of shop is in the trace ${'ab'.repeat(16)}.`,
        `https://jaeger.example/trace/${'ab'.repeat(16)}`,
      ],
    ]);
  });
});

test('no trace where no producer traced and nothing has been sent of the order; then that', async () => {
  await ledger.record({ orderId: 'ORD-9' });
  const trace = async () => {
    const { evidence } = await diagnose('ORD-9', { ...late, jaegerUrl: 'https://jaeger.example' });
    return evidence.filter(({ kind }) => kind === 'trace').map(({ link }) => link);
  };
  expect(await trace()).toEqual([]);
  const traceId = 'ef'.repeat(16);
  await saveSentSpans(pool, [{ orderId: 'ORD-9', traceId, spanIds: ['cd'.repeat(8)] }], T0);
  expect(await trace()).toEqual([`https://jaeger.example/trace/${traceId}`]);
});

describe('systems that say what can not be', () => {
  const shipped = [
    { occurredAt: T0 },
    ...['PRICE_CALCULATED', 'MANUFACTURING_APPROVED', 'MANUFACTURING_STARTED', 'MANUFACTURING_COMPLETED'],
    ...['PACKAGING', 'SHIPPED'],
  ].map((said, nth) =>
    typeof said === 'string' ? { status: said, source: 'mes', occurredAt: T0 + nth * MINUTE } : said,
  );
  const threeClosed = {
    line: () => ({
      ...EMPTY_LINE,
      gone: goneOn(...[1, 2, 3].map((nth): [string, number, number] => [`Y-${nth}`, T0 + HOUR, T0 + DAY])),
    }),
  };

  test('that is what is wrong, and no message was lost', async () => {
    await ledger.record(...shipped, { status: 'CANCELLED', source: 'crm', occurredAt: T0 + DAY });
    const { verdict, cause, evidence } = await diagnose('ORD-1', { at: T0 + 31 * DAY, facts: threeClosed });
    expect(verdict).toEqual({
      en: "crm says CANCELLED of ORD-1, which can't follow SHIPPED.",
      ru: 'crm сообщает о ORD-1 CANCELLED, но после SHIPPED этого быть не может.',
    });
    expect(cause?.key).toBe('disagreement:ORD-1');
    expect(briefly(evidence.filter(one => one.cause))).toEqual(['says_otherwise 68 disagreement:ORD-1']);
    expect(evidence[0]).toMatchObject({
      text: { en: "crm said CANCELLED of it 30 d ago, which can't follow SHIPPED." },
      link: '/orders/ORD-1/timeline',
    });
  });

  test('whoever is only behind says nothing else', async () => {
    await ledger.record(...shipped, { status: 'MANUFACTURING_STARTED', source: 'crm', occurredAt: T0 + DAY });
    const { evidence } = await diagnose('ORD-1', { at: T0 + 31 * DAY, facts: threeClosed });
    expect(briefly(evidence.filter(one => one.cause))).toEqual(['message_lost 55 lost:ORD-1']);
    expect(evidence[0]!.text.en).toBe(
      'crm said MANUFACTURING_STARTED of it 30 d ago, and nothing since, while 3 orders that came after it have gone on: a message to or from crm was never published, or lost under way.',
    );
  });
});

describe('what happened last', () => {
  test('is no older message that came after it', async () => {
    await ledger.record({ eventId: 'late', occurredAt: T0 + HOUR });
    await ledger.record({ eventId: 'early', occurredAt: T0, status: 'INITIATED' });
    const { evidence } = await diagnose('ORD-1', { at: T0 + 2 * DAY });
    expect(evidence[0]!.text.en).toBe('The last word of it is from shop, 1 d 23 h ago: SUBMITTED (event late).');
  });
});

describe('an order that is not late: nothing is claimed', () => {
  const asked = { facts: threeYounger, shared: [finds(silentMes)] };

  test.each<[string, Parameters<typeof ledger.record>, string]>([
    ['in time', [{}], 'It is in time: in SUBMITTED for 30 min, to leave it by 20 Nov 2026, 13:00 GMT+3.'],
    [
      'at its end',
      [{}, { status: 'CANCELLED', source: 'crm', occurredAt: T0 + MINUTE }],
      'It has come to its end: CANCELLED for 29 min.',
    ],
    ['frozen', [{}, { status: null, source: 'orderwatch', type: 'order.frozen' }], 'It is frozen, so no limit runs.'],
    ['without a status', [{ status: null, type: 'order.note' }], 'Nobody has said a status of it yet.'],
  ])('%s', async (_, events, words) => {
    await ledger.record(...events);
    const { verdict, cause, suspect, evidence } = await diagnose('ORD-1', { ...asked, at: T0 + 30 * MINUTE });
    expect([verdict.en, cause, suspect]).toEqual([words, null, null]);
    expect(evidence.filter(({ weight }) => weight >= 50)).toEqual([]);
  });

  test('but of one that a rule has found before its limits', async () => {
    await ledger.record({});
    await apply(pool, [aFoundOrder('ORD-1')], T0 + 10 * MINUTE);
    expect((await diagnose('ORD-1', { ...asked, at: T0 + 30 * MINUTE })).cause?.key).toBe('silence:mes');
  });
});

test('many orders cost as many statements as one', async () => {
  const ids = Array.from({ length: 30 }, (_, nth) => `ORD-${nth}`);
  await ledger.record(...ids.map(orderId => ({ orderId })));
  const asked = (await readOrdersInQuestion(pool, ids)).map(order => ({ ...order, owner: 'mes', limitAt: null }));
  const statementsFor = async (orders: typeof asked) => {
    let statements = 0;
    const query = (...args: unknown[]) => {
      statements += 1;
      return Reflect.apply(pool.query, pool, args);
    };
    for (const provider of causesOfOneOrder({ query } as Db)) {
      await provider.look(aFacts({ at: T0 + 2 * HOUR, ...threeYounger }), orders);
    }
    return statements;
  };
  expect(await statementsFor(asked)).toBe(await statementsFor(asked.slice(0, 1)));
});

test('an order of days ago, in Russian', async () => {
  await ledger.record({});
  const { verdict, evidence } = await diagnose('ORD-1', { at: T0 + 2 * DAY });
  expect(verdict.ru).toBe(
    'Заказ опаздывает, оснований назвать причину нет: ничто из того, что видно, этого не объясняет.',
  );
  expect(evidence.map(({ text }) => text.ru)).toEqual([
    expect.stringMatching(/^Последнее о нём сообщил shop, 2 дн назад: SUBMITTED \(событие event-\d+\)\.$/),
    'Дальше должен быть PRICE_CALCULATED от mes. Его ждали к 20 нояб. 2026 г., 13:00 GMT+3, предел 21 нояб. 2026 г., 12:00 GMT+3.',
    'Других опаздывающих заказов в SUBMITTED нет.',
  ]);
});

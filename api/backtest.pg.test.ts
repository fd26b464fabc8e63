import { readFileSync } from 'node:fs';
import { beforeEach, expect, test } from 'vitest';
import { aLedger, aRule } from '../alerts/conditions-under-test.ts';
import { alertSettings } from '../alerts/settings-under-test.ts';
import { REFERENCE_FILE } from '../app/configuration/read-file.ts';
import { toIso } from '../platform/clock.ts';
import { testDatabase } from '../test/support/database.ts';
import { DAY, HOUR, T0 } from '../test/support/factory.ts';
import { referenceDefinition } from '../test/support/reference.ts';
import { admitTestKey, apiUnderTest } from './api-under-test.ts';
import { contract } from './contract.ts';

const { pool } = await testDatabase();
await admitTestKey(pool);

const named = (name: string, declared: Parameters<typeof aRule>[0]) => ({ ...aRule(declared), name });
const settings = alertSettings({
  rules: [
    named('price-missing', {
      condition: { kind: 'missing', status: 'SUBMITTED', successor: 'PRICE_CALCULATED', over: 'target' },
      raise: { over: 'breach', severity: 'critical' },
    }),
    named('queue-full', { condition: { kind: 'queueDepth', queue: '*', over: 1000 } }),
  ],
  calendars: { workshop: referenceDefinition.calendar! },
});
const api = await apiUnderTest(pool, undefined, undefined, undefined, settings);
const ledger = aLedger(pool);
const REFERENCE = readFileSync(REFERENCE_FILE, 'utf8');

beforeEach(async () => {
  await ledger.empty();
  api.clock.set(T0 + 10 * DAY);
  // Priced after two hours, after five, and never.
  for (const [nth, hours] of [2, 5, null].entries()) {
    const orderId = `ORD-${nth + 1}`;
    const at = T0 + nth * DAY;
    await ledger.record({ orderId, occurredAt: at });
    if (hours === null) continue;
    await ledger.record({ orderId, status: 'PRICE_CALCULATED', source: 'mes', occurredAt: at + hours * HOUR });
    await ledger.record({ orderId, status: 'CANCELLED', source: 'crm', occurredAt: at + (hours + 1) * HOUR });
  }
});

const ask = async (body: object) =>
  (await api.post(contract.Backtest, '/api/v1/rules/backtest', JSON.stringify(body))).body;
const refused = async (body: object) => {
  const { status, problem } = await api.refused('POST', '/api/v1/rules/backtest', { body: JSON.stringify(body) });
  return { ...problem, status };
};

test('what a rule would have raised', async () => {
  const { current, ...rest } = await ask({ rule: 'price-missing' });
  expect(rest).toEqual({
    ...{ rule: 'price-missing', since: toIso(T0 - 80 * DAY), until: toIso(T0 + 10 * DAY) },
    ...{ changed: null, difference: null, refusedBecause: null },
  });
  expect(current).toMatchObject({ raised: 3, orders: 3, trulyLate: 1, firstAt: toIso(T0 + HOUR), perWeek: 0.23 });
  expect(current!.samples[0]).toEqual({
    ...{ subject: 'order:ORD-3', orderId: 'ORD-3', status: 'SUBMITTED', severity: 'critical' },
    ...{ raisedAt: toIso(T0 + 2 * DAY + HOUR), endedAt: null, late: true },
  });
});

test('with another limit, another service level, or another configuration', async () => {
  const since = toIso(T0);
  const over = await ask({ rule: 'price-missing', since, change: { condition: { over: 'PT3H' } } });
  expect(over).toMatchObject({
    current: { raised: 3 },
    changed: { raised: 2 },
    difference: { raised: -1, orders: -1, trulyLate: 0, missed: { orders: 0, samples: [] } },
  });
  const serviceLevel = { status: 'SUBMITTED', target: 'PT6H' };
  expect(await ask({ rule: 'price-missing', since, change: { serviceLevel } })).toMatchObject({
    changed: { raised: 1 },
    difference: { raised: -2, missed: { orders: 0 } },
  });
  const configuration = REFERENCE.replace('target: PT1H, breach: PT24H', 'target: PT23H, breach: PT24H');
  expect(await ask({ rule: 'price-missing', since, configuration })).toMatchObject({
    changed: { raised: 1 },
  });
  const late = await ask({ rule: 'price-missing', since, change: { condition: { over: 'P30D' }, raise: null } });
  expect(late.difference).toMatchObject({ raised: -3, missed: { orders: 1, samples: ['ORD-3'] } });
});

test('a rule that only the other configuration has', async () => {
  const result = await ask({ rule: 'nobody-begins', configuration: REFERENCE });
  expect([result.current, result.difference, result.changed?.raised]).toEqual([null, null, 0]);
});

test('one of queues can not be run over the past, and says why', async () => {
  expect(await ask({ rule: 'queue-full' })).toMatchObject({
    current: null,
    refusedBecause: { en: expect.stringContaining('Nobody recorded'), ru: expect.stringContaining('очередях') },
  });
});

test('mistakes in the configuration, with line and column', async () => {
  const configuration = REFERENCE.replace('status: SUBMITTED, successor', 'status: SUBMITED, successor');
  const { status, type, parameter, mistakes, detail } = await refused({ rule: 'price-missing', configuration });
  expect([status, type, parameter]).toEqual([400, 'urn:orderwatch:problem:bad-configuration', 'body.configuration']);
  expect(mistakes).toEqual([
    {
      line: configuration.slice(0, configuration.indexOf('SUBMITED')).split('\n').length,
      column: expect.any(Number),
      path: ['rules', 'price-missing', 'condition', 'status'],
      sentence: expect.stringContaining('SUBMITTED'),
    },
  ]);
  expect(detail).toMatch(/^configuration: line \d+, column \d+: /);
});

test('files that a configuration names are left alone: they are those of another machine', async () => {
  const partners = { acme: { webhook: { url: 'https://acme.example/hook', secretFile: '/nowhere/secret' } } };
  const files = `\n  templates: /nowhere\n  partners: ${JSON.stringify(partners)}`;
  const configuration = REFERENCE.replace(/^notifications:$/m, `$&${files}`);
  expect(configuration).toContain('/nowhere/secret');
  expect(await ask({ rule: 'price-missing', configuration })).toMatchObject({ changed: { raised: 3 } });
});

test.each([
  [{ rule: 'price-mising' }, 404, undefined, /Did you mean price-missing\?/],
  [{}, 400, 'body.rule', /./],
  [{ rule: 'price-missing', since: 'yesterday' }, 400, 'body.since', /P90D/],
  [{ rule: 'price-missing', since: '2030-01-01' }, 400, 'body.since', /past/],
  [{ rule: 'price-missing', since: 'P9Y' }, 400, 'body.since', /two years/],
  [{ rule: 'price-missing', change: {}, configuration: '' }, 400, 'body', /only one of/],
  [
    { rule: 'price-missing', change: { condition: { over: 'soon' } } },
    400,
    'body.change.condition.over',
    /target, breach.*[^.]\.$/,
  ],
  [
    { rule: 'price-missing', change: { condition: { status: 'SUBMITED' } } },
    400,
    'body.change.condition.status',
    /SUBMITTED/,
  ],
  [{ rule: 'price-missing', change: { condition: { over: 'P2D' } } }, 400, 'body.change.raise.over', /not above/],
  [
    { rule: 'price-missing', change: { serviceLevel: { status: 'SUBMITTED', target: 'P2D' } } },
    400,
    'body.change.serviceLevel.target',
    /longer than the breach/,
  ],
])('%j is refused', async (body, status, parameter, detail) => {
  expect(await refused(body)).toMatchObject({
    status,
    detail: expect.stringMatching(detail),
    ...(parameter ? { parameter } : {}),
  });
});

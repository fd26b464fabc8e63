import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readConfiguration } from '../../app/configuration/read.ts';
import { REFERENCE_FILE } from '../../app/configuration/read-file.ts';
import { toIso } from '../../platform/clock.ts';
import { testDatabase } from '../../test/support/database.ts';
import { anEvent, arrivals, MINUTE, T0 } from '../../test/support/factory.ts';
import { admitTestKey, apiUnderTest } from '../api-under-test.ts';
import { contract } from '../contract.ts';

const REFERENCE = readFileSync(REFERENCE_FILE, 'utf8');
const read = readConfiguration(REFERENCE, 'orderwatch.yaml');
if (!read.ok) throw new Error('The bundled configuration is wrong.');

const { pool } = await testDatabase();
await admitTestKey(pool);
const api = await apiUnderTest(pool, undefined, undefined, undefined, read.configuration.alerts);

const check = async (rules: string) =>
  (await api.post(contract.RuleCheck, '/api/v1/rules/check', JSON.stringify({ rules }))).body;
const compare = async (configuration: string) =>
  (await api.post(contract.ConfigurationCheck, '/api/v1/configuration/check', JSON.stringify({ configuration }))).body;

test('a rule is tried: when it runs, who is told, what it finds now; nothing is written', async () => {
  const occurredAt = T0 - 2 * 60 * MINUTE;
  await api.ledger.record(arrivals([anEvent({ orderId: 'ORD-1', status: 'SUBMITTED', occurredAt })]));
  const { text } = (await api.get(contract.RuleText, '/api/v1/rules/price-missing/text')).body;
  const [rule] = (await check(text)).rules;
  expect(rule).toMatchObject({ name: 'price-missing', isNew: false, isChanged: false, severity: 'critical' });
  expect(rule!.nextRunsAt).toEqual([1, 2, 3, 4, 5].map(minute => toIso(T0 + minute * MINUTE)));
  expect(rule!.told.map(({ severity }) => severity)).toEqual(['warning', 'critical']);
  expect(rule!.told[0]!.steps[0]!.who.length).toBeGreaterThan(0);
  expect(rule!.now).toMatchObject({ found: 1, fresh: 1, why: null, samples: [{ orderId: 'ORD-1' }] });
  const { rules, configuration } = await check(
    text.replace('price-missing', 'mine').replace('over: target', 'over: PT3H'),
  );
  expect(rules).toMatchObject([{ name: 'mine', isNew: true, isChanged: true, now: { found: 0 } }]);
  expect(configuration).toContain('  mine:\n');
  expect((await pool.query('select from alerts.finding')).rowCount).toBe(0);
});

test('what is wrong is told with its place in what was sent, of the database as well', async () => {
  const broken = 'rules:\n  mine:\n    title: { en: Mine }\n    condition: { kind: noOrders }\n    severity: sad\n';
  expect((await check(broken)).mistakes).toMatchObject([{ line: 5, column: 15, path: ['rules', 'mine', 'severity'] }]);
  expect((await check('rules: [')).mistakes[0]).toMatchObject({ line: expect.any(Number) });
  expect((await check('systems: []')).mistakes).toMatchObject([{ line: 1, column: 1 }]);
  const sql = `rules:\n  mine:\n    title: { en: Mine }\n    severity: info\n    condition: { kind: sql, query: select nothing from nowhere }\n`;
  const { mistakes, rules } = await check(sql);
  expect([mistakes[0]?.line, rules]).toEqual([5, []]);
});

test('another configuration: what differs, and what that does', async () => {
  expect(await compare(REFERENCE)).toEqual({ mistakes: [], changes: [] });
  const other = REFERENCE.replace('target: PT1H, breach: PT24H', 'target: PT2H, breach: PT24H').replace(
    '  nobody-begins:',
    '  somebody-begins:',
  );
  expect(await compare(other)).toEqual({
    mistakes: [],
    changes: [
      {
        path: ['lifecycles', 'jewellery', 'statuses', 'SUBMITTED', 'serviceLevel', 'target'],
        before: 'PT1H',
        after: 'PT2H',
        effect: { kind: 'deadlines', lifecycle: 'jewellery', status: 'SUBMITTED', orders: 1 },
      },
      expect.objectContaining({
        path: ['rules', 'somebody-begins'],
        before: null,
        effect: { kind: 'ruleAdded', rule: 'somebody-begins' },
      }),
      expect.objectContaining({
        path: ['rules', 'nobody-begins'],
        after: null,
        effect: { kind: 'ruleRemoved', rule: 'nobody-begins' },
      }),
    ],
  });
  const { mistakes } = await compare(REFERENCE.replace('owner: shop', 'owner: ship'));
  expect(mistakes[0]).toMatchObject({ line: expect.any(Number), sentence: expect.stringContaining('ship') });
});

test('the configuration as it runs, and the health of what it leans on', async () => {
  const running = (await api.get(contract.Configuration, '/api/v1/configuration')).body;
  expect(running).toEqual({ file: 'orderwatch.yaml', text: REFERENCE, since: toIso(T0), refused: null });
  const health = (await api.get(contract.Health, '/api/v1/health')).body;
  const stateOf = (kind: string) => health.dependencies.find(one => one.kind === kind)?.state;
  expect(['postgres', 'rabbitmq', 'schedules', 'signIn'].map(stateOf)).toEqual(['well', 'off', 'down', 'off']);
  expect(health).toMatchObject({ state: 'degraded', version: '0.0.0-test', retention: { rawMessages: 'PT2592000S' } });
});

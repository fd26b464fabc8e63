import { beforeEach, expect, test } from 'vitest';
import { putIncident } from '../alerts/incident-rows-under-test.ts';
import { alertSettings, ruleThatSees } from '../alerts/settings-under-test.ts';
import { toIso } from '../platform/clock.ts';
import { testDatabase } from '../test/support/database.ts';
import { DAY, MINUTE, T0 } from '../test/support/factory.ts';
import { admitTestKey, apiUnderTest } from './api-under-test.ts';
import { contract } from './contract.ts';

const { pool } = await testDatabase();
await admitTestKey(pool);
const settings = alertSettings({
  rules: [ruleThatSees({ now: [] }), ruleThatSees({ now: [] }, { name: 'queue-full', route: null, shadow: true })],
});
const api = await apiUnderTest(pool, undefined, undefined, undefined, settings);

beforeEach(async () => {
  await pool.query('truncate alerts.run');
  api.clock.set(T0);
});

type Ended = { lookedAt?: number; blind?: string; error?: string; open?: true };

async function ran(rule: string, dueAt: number, { lookedAt = 0, blind, error, open }: Ended = {}) {
  await pool.query(
    `insert into alerts.run (job, due_at, runner, started_at, ended_at, looked_at, found, opened, resolved, blind, error)
     values ($1, $2, 'test', $2, $3, $4, 3, 2, 1, $5, $6)`,
    [`rule:${rule}`, toIso(dueAt), open ? null : toIso(dueAt + 40), lookedAt, blind ?? null, error ?? null],
  );
}

const rules = async () => (await api.get(contract.RulePage, '/api/v1/rules')).body.items;
const runs = async (rule: string, query = '') =>
  (await api.get(contract.RunPage, `/api/v1/rules/${rule}/runs${query}`)).body;

test('the rules in their order: what each looks for, when it runs next, and how it fared', async () => {
  await ran('price-missing', T0 - DAY, { lookedAt: 500 });
  for (const verdict of ['real', 'real', 'not_real'] as const) await putIncident(pool, { verdict });
  expect(await rules()).toEqual([
    {
      name: 'price-missing',
      title: { en: 'Orders wait for their price', ru: 'Заказы ждут цены' },
      condition: 'what the test says',
      severity: 'critical',
      schedule: { cron: '* * * * *', zone: 'Europe/Moscow' },
      nextRunAt: toIso(T0 + MINUTE),
      nextRunsAt: [1, 2, 3, 4, 5].map(minute => toIso(T0 + minute * MINUTE)),
      nextRun: expect.stringContaining('Europe/Moscow'),
      route: 'workshop',
      told: [],
      open: expect.any(Number),
      shadow: false,
      failing: false,
      lastRun: {
        dueAt: toIso(T0 - DAY),
        startedAt: toIso(T0 - DAY),
        endedAt: toIso(T0 - DAY + 40),
        missed: 0,
        outcome: 'looked',
        lookedAt: 500,
        found: 3,
        opened: 2,
        resolved: 1,
        why: null,
      },
      lastSuccessAt: toIso(T0 - DAY + 40),
      precision: { since: toIso(T0 - 90 * DAY), real: 2, notReal: 1, ourData: 0, unsaid: 0, share: 2 / 3 },
    },
    expect.objectContaining({ name: 'queue-full', route: null, shadow: true, failing: false, lastRun: null }),
  ]);
});

test('one that fails or is blind, and when it last did not', async () => {
  await ran('price-missing', T0 - 2 * MINUTE);
  await ran('price-missing', T0 - MINUTE, { error: 'canceling statement due to statement timeout' });
  // It is under way: how it fares is not known.
  await ran('price-missing', T0, { open: true });
  await ran('queue-full', T0 - MINUTE, { blind: 'RabbitMQ does not answer.' });
  expect(await rules()).toMatchObject([
    {
      failing: true,
      lastRun: { outcome: 'failed', why: 'canceling statement due to statement timeout' },
      lastSuccessAt: toIso(T0 - 2 * MINUTE + 40),
    },
    { failing: true, lastRun: { outcome: 'blind', why: 'RabbitMQ does not answer.' }, lastSuccessAt: null },
  ]);
});

test('the runs of a rule, newest first, in pages; of one that is gone while they are kept', async () => {
  for (const minute of [1, 2, 3]) await ran('price-missing', T0 + minute * MINUTE);
  await ran('of-old', T0, { open: true });
  const first = await runs('price-missing', '?limit=2');
  expect(first.items.map(({ dueAt }) => dueAt)).toEqual([toIso(T0 + 3 * MINUTE), toIso(T0 + 2 * MINUTE)]);
  const second = await runs('price-missing', `?limit=2&cursor=${first.nextCursor}`);
  expect([second.items.map(({ dueAt }) => dueAt), second.nextCursor]).toEqual([[toIso(T0 + MINUTE)], null]);
  expect((await runs('of-old')).items).toMatchObject([{ outcome: 'running', endedAt: null }]);
  expect((await runs('queue-full')).items).toEqual([]);
});

test.each(['nothing', '%00'])('of no rule %s: 404', async name => {
  const { status, problem } = await api.refused('GET', `/api/v1/rules/${name}/runs`);
  expect([status, problem.type]).toEqual([404, 'urn:orderwatch:problem:no-such-rule']);
});

test.each([
  ['/rules?name=x', 'name'],
  ['/rules/price-missing/runs?cursor=WzFd', 'cursor'],
])('%s: 400', async (path, parameter) => {
  const { status, problem } = await api.refused('GET', `/api/v1${path}`);
  expect([status, problem.parameter]).toEqual([400, parameter]);
});

import { beforeEach, expect, test } from 'vitest';
import { readDeploys, readTestRuns } from '../collector/deploys.ts';
import { toIso } from '../platform/clock.ts';
import { testDatabase } from '../test/support/database.ts';
import { HOUR, MINUTE, T0 } from '../test/support/factory.ts';
import { admitTestKey, apiUnderTest } from './api-under-test.ts';
import { contract } from './contract.ts';

const { pool } = await testDatabase();
await admitTestKey(pool);
const api = await apiUnderTest(pool);
const DEPLOYS = '/api/v1/deploys';

beforeEach(async () => {
  await pool.query('truncate collector.deploy, collector.test_run');
  api.clock.set(T0);
});

const tell = (body: object) => api.post(contract.Deploy, DEPLOYS, JSON.stringify(body));
const list = async (asked = '') => (await api.get(contract.DeployPage, DEPLOYS + asked)).body;

test('a pipeline says what it has deployed', async () => {
  const { status, body } = await tell({ service: 'mes', version: '2.14.0' });
  expect(status).toBe(201);
  expect(body).toMatchObject({
    service: 'mes',
    version: '2.14.0',
    environment: null,
    result: 'succeeded',
    at: toIso(T0),
    by: expect.stringMatching(/./),
    url: null,
    kind: 'deploy',
    tests: null,
  });
  const full = {
    ...{ service: 'crm', version: '7', environment: 'production', result: 'failed' },
    ...{ at: toIso(T0 - HOUR), by: 'Olga', url: 'https://ci.example/77' },
  };
  const { id } = (await tell(full)).body;
  const kept = { id, ...full, kind: 'deploy', tests: null };
  expect((await list()).items).toEqual([body, kept]);
  expect((await list('?service=crm')).items).toHaveLength(1);
  expect((await list(`?from=${toIso(T0)}`)).items).toEqual([body]);
  expect((await list(`?to=${toIso(T0)}`)).items).toEqual([kept]);
  expect(await readDeploys(pool, { since: T0 - MINUTE })).toMatchObject([{ service: 'mes', at: T0 }]);
});

test('told again within the minute it is the same one, and what is told last counts', async () => {
  const deploy = { service: 'mes', version: '2', environment: 'production' };
  const first = (await tell({ ...deploy, at: toIso(T0), url: 'https://ci.example/1' })).body;
  const again = (await tell({ ...deploy, at: toIso(T0 + MINUTE - 1), result: 'failed' })).body;
  expect(again).toMatchObject({ id: first.id, at: first.at, result: 'failed', url: 'https://ci.example/1' });
  for (const other of [
    { at: toIso(T0 + MINUTE) },
    { environment: 'test' },
    { version: '3' },
    { environment: undefined },
  ]) {
    await tell({ ...deploy, ...other });
  }
  expect((await list()).items).toHaveLength(5);
});

test('a pipeline says what became of tests', async () => {
  const run = { service: 'mes', version: '2', tests: { suite: 'e2e', passed: 118, failed: 2, durationMs: 91_000 } };
  expect((await tell(run)).body).toMatchObject({
    ...{ kind: 'tests', result: 'failed' },
    tests: { suite: 'e2e', passed: 118, failed: 2, skipped: null, durationMs: 91_000 },
  });
  await tell({ ...run, tests: { suite: 'e2e', passed: 120, failed: 0 } });
  await tell({ ...run, tests: { suite: 'unit' } });
  await tell({ service: 'mes', version: '2', kind: 'tests', result: 'failed' });
  await tell({ service: 'mes', version: '2' });
  const { items } = await list('?kind=tests');
  expect(items.map(({ tests, result }) => [tests!.suite, result, tests!.failed])).toEqual([
    [null, 'failed', null],
    ['unit', 'succeeded', null],
    ['e2e', 'succeeded', 0],
  ]);
  expect((await list('?kind=deploy')).items).toMatchObject([{ kind: 'deploy', tests: null }]);
  expect(await readDeploys(pool, { since: T0 - MINUTE })).toHaveLength(1);
  expect(await readTestRuns(pool, { since: T0 - MINUTE })).toHaveLength(3);
});

test('in pages, the newest first', async () => {
  for (let i = 0; i < 5; i++) await tell({ service: 'mes', version: `${i}`, at: toIso(T0 + (i >> 1) * HOUR) });
  const versions: string[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const page: Awaited<ReturnType<typeof list>> = await list(`?limit=2${cursor && `&cursor=${cursor}`}`);
    versions.push(...page.items.map(({ version }) => version));
    cursor = page.nextCursor;
  }
  expect(versions).toEqual(['4', '3', '2', '1', '0']);
});

test.each<[object, string]>([
  [{ version: '1' }, 'body.service'],
  [{ service: 'mes' }, 'body.version'],
  [{ service: '', version: '1' }, 'body.service'],
  [{ service: 'mes', version: '1', result: 'maybe' }, 'body.result'],
  [{ service: 'mes', version: '1', at: 'yesterday' }, 'body.at'],
  [{ service: 'mes', version: '1', url: 'javascript:alert(1)' }, 'body.url'],
  [{ service: 'mes', version: '1', odd: true }, 'body.odd'],
  [{ service: 'mes', version: '1', kind: 'deploy', tests: { failed: 1 } }, 'body.tests'],
  [{ service: 'mes', version: '1', tests: { failed: -1 } }, 'body.tests.failed'],
])('%j is refused for %s', async (body, parameter) => {
  const { status, problem } = await api.refused('POST', DEPLOYS, { body: JSON.stringify(body) });
  expect([status, problem.parameter]).toEqual([400, parameter]);
});

test('a process of the version before goes on telling of deploys, and tests are none to it', async () => {
  await tell({ service: 'mes', version: '2', tests: { suite: 'e2e', failed: 2 } });
  const before = (at: number, result: string) =>
    pool.query(
      `insert into collector.deploy as d (service, version, environment, result, at, said_by, url, noted_at)
       values ('mes', '2', '', $2, $1, null, null, $1)
       on conflict (service, version, environment, date_trunc('minute', at at time zone 'UTC')) do update
          set result = excluded.result`,
      [new Date(at), result],
    );
  await before(T0, 'succeeded');
  await before(T0 + 1, 'failed');
  const { rows } = await pool.query('select result from collector.deploy');
  expect(rows).toEqual([{ result: 'failed' }]);
  const { items } = await list();
  expect(items.map(({ kind }) => kind)).toEqual(['deploy', 'tests']);
  expect(new Set(items.map(({ id }) => id)).size).toBe(2);
});

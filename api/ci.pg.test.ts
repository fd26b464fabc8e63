import { createHmac } from 'node:crypto';
import { beforeEach, expect, test } from 'vitest';
import { githubRun, gitlabPipeline } from '../collector/ci/payloads-under-test.ts';
import { testDatabase } from '../test/support/database.ts';
import { admitTestKey, apiUnderTest, CI_SECRET } from './api-under-test.ts';
import { contract } from './contract.ts';

const { pool } = await testDatabase();
await admitTestKey(pool);
const api = await apiUnderTest(pool);
beforeEach(() => pool.query('truncate collector.deploy, collector.test_run'));

/** Without an API key: pipelines have none. */
async function post(body: string, headers: Record<string, string>, asked = '') {
  const response = await fetch(`${api.url}/webhooks/ci${asked}`, { method: 'POST', body, headers });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

function github(payload: object, { secret = CI_SECRET, asked = '', event = 'workflow_run' } = {}) {
  const body = JSON.stringify(payload);
  const signature = `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
  return post(body, { 'x-hub-signature-256': signature, 'x-github-event': event }, asked);
}

const gitlab = (payload: object, token = CI_SECRET) => post(JSON.stringify(payload), { 'x-gitlab-token': token });
const noted = async () => (await api.get(contract.DeployPage, '/api/v1/deploys')).body.items;

test('what a pipeline says is noted, once however often it is delivered', async () => {
  const run = githubRun({ conclusion: 'failure' });
  const first = await github(run);
  expect(first).toMatchObject({ status: 201, body: { noted: { kind: 'tests', service: 'mes', result: 'failed' } } });
  expect((await github(run)).body).toEqual(first.body);
  expect((await gitlab(gitlabPipeline())).status).toBe(201);
  expect(await noted()).toMatchObject([
    { service: 'mes', tests: { suite: 'CI', durationMs: 180_000 }, by: 'GitHub Actions' },
    { service: 'crm-api', by: 'GitLab CI' },
  ]);
  expect(JSON.stringify(await noted())).not.toMatch(/olga/i);
});

test('whoever set it up says whose it is', async () => {
  await github(githubRun(), { asked: '?service=mes.calc&kind=deploy&environment=production' });
  expect(await noted()).toMatchObject([{ service: 'mes.calc', kind: 'deploy', environment: 'production' }]);
  expect(await github(githubRun(), { asked: '?kind=maybe' })).toMatchObject({
    status: 400,
    body: { parameter: 'kind' },
  });
});

test('what says nothing is passed over with a word', async () => {
  expect(await github({ zen: 'Keep it logically awesome.' }, { event: 'ping' })).toMatchObject({
    status: 200,
    body: { noted: null, because: 'This is a ping.' },
  });
  expect(await gitlab(gitlabPipeline({ status: 'running' }))).toMatchObject({ status: 200, body: { noted: null } });
  expect(await gitlab({ object_kind: 'push' })).toMatchObject({ status: 400 });
  expect(await noted()).toEqual([]);
});

test('nobody else is let in', async () => {
  expect(await github(githubRun(), { secret: 'another' })).toMatchObject({ status: 403 });
  expect(await gitlab(gitlabPipeline(), `${CI_SECRET}x`)).toMatchObject({ status: 403 });
  expect(await post('{}', {})).toMatchObject({ status: 403 });
  expect(await noted()).toEqual([]);
});

import { beforeEach, describe, expect, test } from 'vitest';
import { putFinding, putIncident } from '../alerts/incident-rows-under-test.ts';
import { alertSettings, ruleThatSees } from '../alerts/settings-under-test.ts';
import { createLog } from '../platform/log.ts';
import { createPool } from '../platform/postgres.ts';
import { testDatabase } from '../test/support/database.ts';
import { HOUR, MINUTE, T0 } from '../test/support/factory.ts';
import { admitTestKey, apiUnderTest, KEY } from './api-under-test.ts';

const { pool, databaseUrl } = await testDatabase();
await admitTestKey(pool);
const rule = ruleThatSees({ now: [] }, { name: 'queue-full', title: { en: 'A queue is full', ru: 'Очередь полна' } });

const serve = (on = pool) => apiUnderTest(on, undefined, undefined, undefined, alertSettings({ rules: [rule] }));
const api = await serve();

beforeEach(async () => {
  api.clock.set(T0);
  await pool.query('truncate alerts.incident cascade');
});

type Named = { status?: string; labels?: object; annotations?: object; startsAt?: number; fingerprint?: string };
const alert = ({ startsAt = T0 - HOUR, labels = {}, ...named }: Named = {}) => ({
  status: 'firing',
  labels: { alertname: 'QueueFull', queue: 'mes.calc', ...labels },
  annotations: { summary: 'mes.calc is full' },
  startsAt: new Date(startsAt).toISOString(),
  fingerprint: 'c0ffee',
  ...named,
});
const post = (body: unknown, headers: Record<string, string> = { authorization: `Bearer ${KEY}` }, to = api) =>
  fetch(`${to.url}/webhooks/alertmanager`, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json', ...headers },
  });
const told = async (...alerts: object[]) => {
  const { status } = await post({ version: '4', status: 'firing', alerts });
  expect(status).toBe(204);
};
const incidents = async () =>
  (await pool.query('select rule, about, state, severity, title from alerts.incident order by id')).rows;

describe('who may tell', () => {
  const basic = (credentials: string) => ({ authorization: `Basic ${Buffer.from(credentials).toString('base64')}` });

  test.each([
    ['a key', { authorization: `Bearer ${KEY}` }, 204],
    ['a key as the password of anybody', basic(`alertmanager:${KEY}`), 204],
    ['a wrong key', { authorization: 'Bearer wrong' }, 401],
    ['a wrong password', basic('alertmanager:wrong'), 401],
    ['a key as the name', basic(`${KEY}:`), 401],
    ['nobody', {}, 401],
  ])('%s', async (_, headers: Record<string, string>, status) => {
    expect((await post({ alerts: [] }, headers)).status).toBe(status);
  });
});

test('what is told is kept when it is answered, and told again it changes nothing', async () => {
  await told(alert(), alert({ labels: { queue: 'crm', severity: 'critical' }, fingerprint: 'beef' }));
  await told(alert());
  expect(await incidents()).toEqual([
    {
      rule: 'alertmanager:QueueFull',
      about: 'alert:queue="crm",severity="critical"',
      state: 'open',
      severity: 'critical',
      title: { en: 'mes.calc is full', ru: 'mes.calc is full' },
    },
    expect.objectContaining({ about: 'alert:queue="mes.calc"', severity: 'warning' }),
  ]);
  await told(alert({ status: 'resolved' }));
  expect((await incidents()).map(({ state }) => state)).toEqual(['open', 'resolved']);
});

test('what comes late, or in the wrong order, neither begins nor ends anything', async () => {
  await told(alert());
  await told(alert({ status: 'resolved' }));
  await told(alert());
  expect((await incidents()).map(({ state }) => state)).toEqual(['resolved']);
  // It fires again, which opens the same incident; the end of the first time is told once more.
  await told(alert({ startsAt: T0 - MINUTE }));
  await told(alert({ status: 'resolved' }));
  expect((await incidents()).map(({ state }) => state)).toEqual(['open']);
  await told(alert({ startsAt: T0 - MINUTE, status: 'resolved' }));
  expect((await incidents()).map(({ state }) => state)).toEqual(['resolved']);
});

describe('what both see', () => {
  const keyed = (subject: string, named: Named = {}) =>
    alert({ ...named, labels: { orderwatch_key: `queue-full/${subject}` } });

  test('is one incident, by the words of our rule, and lasts as long as one of them sees it', async () => {
    const incidentId = await putIncident(pool, { rule: 'queue-full', about: 'queue:mes', title: rule.title });
    await putFinding(pool, incidentId, { subject: 'queue:mes', owner: null });
    await told(keyed('queue:mes'));
    expect(await incidents()).toMatchObject([{ rule: 'queue-full', about: 'queue:mes', title: rule.title }]);
    const { rows } = await pool.query('select origin from alerts.finding order by origin');
    expect(rows).toEqual([{ origin: 'alertmanager' }, { origin: 'rule' }]);
    await told(keyed('queue:mes', { status: 'resolved' }));
    expect(await incidents()).toMatchObject([{ state: 'open' }]);
  });

  test('of an order, too, with the system that both wait for', async () => {
    const incidentId = await putIncident(pool, { rule: 'queue-full', about: 'mes' });
    await putFinding(pool, incidentId, { orderId: 'ORD-1' });
    await told(keyed('order:ORD-1'));
    expect(await incidents()).toHaveLength(1);
  });

  test('before we do, it is there already', async () => {
    await told(keyed('queue:mes'));
    expect(await incidents()).toMatchObject([{ rule: 'queue-full', about: 'queue:mes', title: rule.title }]);
  });
});

test('what could not be kept is answered with 5xx, for nothing else is told again', async () => {
  const gone = createPool(databaseUrl.replace(/:\d+\//, ':1/'), createLog('silent'));
  expect((await post({ alerts: [alert()] }, undefined, await serve(gone))).status).toBe(503);
  await gone.end();
  await pool.query('alter table alerts.finding add constraint broken check (order_id is not null) not valid');
  expect((await post({ alerts: [alert()] })).status).toBe(500);
  expect(await incidents()).toEqual([]);
  await pool.query('alter table alerts.finding drop constraint broken');
});

test('what is nothing of Alertmanager’s is refused', async () => {
  expect((await post({ alerts: [{ status: 'firing' }] })).status).toBe(400);
  expect((await fetch(`${api.url}/webhooks/alertmanager`)).status).toBe(405);
});

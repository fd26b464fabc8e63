import express from 'express';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { takeAlerts } from '../alerts/alertmanager-inbound.ts';
import { plainFindings } from '../alerts/inbound-under-test.ts';
import { putFinding, putIncident } from '../alerts/pushed-incidents-under-test.ts';
import { alertSettings, ruleThatSees } from '../alerts/settings-under-test.ts';
import { manualClock } from '../platform/clock.ts';
import { createLog } from '../platform/log.ts';
import { createPool } from '../platform/postgres.ts';
import { testDatabase } from '../test/support/database.ts';
import { HOUR, MINUTE, T0 } from '../test/support/factory.ts';
import { alertmanagerRoutes } from './alertmanager-routes.ts';
import { admitTestKey, KEY } from './api-under-test.ts';
import { errorHandler } from './error-handler.ts';

const { pool, databaseUrl } = await testDatabase();
await admitTestKey(pool);
const clock = manualClock(T0);
const rule = ruleThatSees({ now: [] }, { name: 'queue-full', title: { en: 'A queue is full', ru: 'Очередь полна' } });
const settings = () => alertSettings({ rules: [rule] });

async function serve(on = pool): Promise<string> {
  const app = express();
  const deps = { pool: on, settings, clock, ...plainFindings };
  app.use(
    '/webhooks/alertmanager',
    alertmanagerRoutes({ pool: on, takeAlerts: payload => takeAlerts(deps, payload) }),
    errorHandler(createLog('silent')),
  );
  const server = app.listen(0, '127.0.0.1');
  await new Promise(resolve => server.once('listening', resolve));
  afterAll(() => server.close());
  return `http://127.0.0.1:${(server.address() as { port: number }).port}/webhooks/alertmanager`;
}
const url = await serve();

beforeEach(async () => {
  clock.set(T0);
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
const post = (body: unknown, headers: Record<string, string> = { authorization: `Bearer ${KEY}` }, to = url) =>
  fetch(to, {
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
  // It fires again; the end of the first time is told once more.
  await told(alert({ startsAt: T0 - MINUTE }));
  await told(alert({ status: 'resolved' }));
  expect((await incidents()).map(({ state }) => state)).toEqual(['resolved', 'open']);
  await told(alert({ startsAt: T0 - MINUTE, status: 'resolved' }));
  expect((await incidents()).map(({ state }) => state)).toEqual(['resolved', 'resolved']);
});

describe('what both see', () => {
  const keyed = (subject: string, named: Named = {}) =>
    alert({ ...named, labels: { orderwatch_key: `queue-full/${subject}` } });

  test('is one incident, by the words of our rule, and lasts as long as one of them sees it', async () => {
    const incidentId = await putIncident(pool, { rule: 'queue-full', about: 'queue:mes', title: rule.title });
    await putFinding(pool, {
      incidentId,
      rule: 'queue-full',
      subject: 'queue:mes',
      stay: '',
      orderId: null,
      owner: null,
    });
    await told(keyed('queue:mes'));
    expect(await incidents()).toMatchObject([{ rule: 'queue-full', about: 'queue:mes', title: rule.title }]);
    const { rows } = await pool.query('select origin from alerts.finding order by origin');
    expect(rows).toEqual([{ origin: 'alertmanager' }, { origin: 'rule' }]);
    await told(keyed('queue:mes', { status: 'resolved' }));
    expect(await incidents()).toMatchObject([{ state: 'open' }]);
  });

  test('of an order, too, with the system that both wait for', async () => {
    const incidentId = await putIncident(pool, { rule: 'queue-full', about: 'mes' });
    const ours = await putFinding(pool, { incidentId, rule: 'queue-full' });
    await told(keyed(ours.subject));
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
  expect((await fetch(url)).status).toBe(405);
});

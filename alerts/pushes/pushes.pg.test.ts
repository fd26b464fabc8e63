import { Registry } from 'prom-client';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { type Asked, startHttp } from '../../platform/http-under-test.ts';
import { createLog } from '../../platform/log.ts';
import { testDatabase } from '../../test/support/database.ts';
import { HOUR, MINUTE, T0 } from '../../test/support/factory.ts';
import type { Incident } from '../incident.ts';
import { putFinding, putIncident } from '../incident-rows-under-test.ts';
import { endSilenceRow, insertSilence } from '../silence-rows.ts';
import type { Alert } from './alertmanager.ts';
import { openTargets } from './open-targets.ts';
import { createPushMetrics } from './push-metrics.ts';
import { createPushes } from './pushes.ts';

const { pool } = await testDatabase();
const SECRET = `whsec_${Buffer.alloc(32, 5).toString('base64')}`;
const PUBLIC_URL = 'https://orders.example/watch';

const [alertmanager, pagerduty, endpoint] = [
  await startHttp(() => ({ status: 200 })),
  await startHttp(() => ({ status: 202, body: { status: 'success' } })),
  await startHttp(() => ({ status: 204 })),
];
const servers = [alertmanager, pagerduty, endpoint];

/** As a process would after its start. */
function start() {
  const registry = new Registry();
  const targets = openTargets(
    {
      alertmanagerUrl: alertmanager.url.replace('http://', 'http://us:s%C3%A9@'),
      pagerduty: { routingKey: 'R'.repeat(32), url: pagerduty.url },
      webhook: { url: `${endpoint.url}/incidents`, secret: SECRET },
    },
    PUBLIC_URL,
  );
  stops.push(...targets);
  const metrics = createPushMetrics(registry);
  return { ...createPushes({ pool, targets, log: createLog('silent'), metrics }), registry };
}
const stops: { stop(): void }[] = [];
afterAll(async () => {
  for (const one of stops) one.stop();
  await Promise.all(servers.map(server => server.stop()));
});

beforeEach(async () => {
  await pool.query('truncate alerts.incident, alerts.silence cascade');
  for (const server of servers) {
    server.hinder(() => null);
    server.asked.length = 0;
  }
});

async function anIncident(named: Partial<Incident> = {}): Promise<number> {
  const incidentId = await putIncident(pool, named);
  await putFinding(pool, incidentId, { orderId: `ORD-${incidentId}` });
  return incidentId;
}

async function change(id: number, to: { [column in string]: unknown }): Promise<void> {
  const columns = Object.keys(to).map((column, at) => `${column} = $${at + 2}`);
  await pool.query(`update alerts.incident set version = version + 1, ${columns.join(', ')} where id = $1`, [
    id,
    ...Object.values(to),
  ]);
}
const acknowledge = (id: number, now: number) =>
  change(id, {
    state: 'acknowledged',
    acknowledged_by: 'Olga',
    acknowledged_at: new Date(now),
    until: new Date(now + HOUR),
  });
const resolve = (id: number, now: number) =>
  change(id, { state: 'resolved', resolved_at: new Date(now), until: null, resolution: 'moved_on' });

const json = <T>(asked: Asked[]) => asked.map(({ body }) => JSON.parse(body) as T);
const alerts = () => json<Alert[]>(alertmanager.asked);
const rowOf = async (id: number, target: string) =>
  (await pool.query('select * from alerts.push where incident_id = $1 and target = $2', [id, target])).rows[0];

test('the life of an incident, as each of them is told of it, and through a restart', async () => {
  let pushes = start();
  const id = await anIncident();
  await pushes.runOnce(T0 + MINUTE);
  expect(alerts().at(-1)).toEqual([
    {
      labels: {
        alertname: 'price-missing',
        severity: 'warning',
        about: 'mes',
        orderwatch_key: `price-missing/mes/${id}`,
        orderwatch: 'incident',
      },
      annotations: { summary: 'Orders wait for their price', description: `Order ORD-${id}. Limit: 1 d.` },
      startsAt: '2026-11-20T09:00:00.000Z',
      endsAt: '2026-11-20T09:06:00.000Z',
      generatorURL: `${PUBLIC_URL}/incidents/${id}`,
    },
  ]);
  const { authorization } = alertmanager.asked[0]!.headers;
  expect(authorization).toBe(`Basic ${Buffer.from('us:sé').toString('base64')}`);
  expect(json(pagerduty.asked)).toEqual([
    {
      routing_key: 'R'.repeat(32),
      event_action: 'trigger',
      dedup_key: `price-missing/mes/${id}`,
      client: 'Orderwatch',
      client_url: `${PUBLIC_URL}/incidents/${id}`,
      links: [{ href: `${PUBLIC_URL}/incidents/${id}`, text: `Incident ${id}` }],
      payload: {
        summary: `Orders wait for their price: Order ORD-${id}. Limit: 1 d.`,
        source: 'orders.example',
        severity: 'warning',
        timestamp: '2026-11-20T09:00:00.000Z',
        component: 'mes',
        class: 'price-missing',
        custom_details: {
          incident: String(id),
          orders: 1,
          first_orders: [`ORD-${id}`],
          ...{ limit: 'PT24H', cause: null, cause_key: null, suspect: false, storm: false },
        },
      },
    },
  ]);

  // Nothing new for anybody, whoever asks.
  pushes = start();
  await pushes.runOnce(T0 + 2 * MINUTE);
  expect(servers.map(({ asked }) => asked.length)).toEqual([1, 1, 1]);

  // What Alertmanager would forget is said again in time, and nothing to the others.
  await pushes.runOnce(T0 + MINUTE + 90_000);
  expect(servers.map(({ asked }) => asked.length)).toEqual([2, 1, 1]);
  expect(alerts().at(-1)).toMatchObject([{ endsAt: '2026-11-20T09:07:30.000Z' }]);

  // Acknowledged it is still there, and says so.
  await acknowledge(id, T0 + 3 * MINUTE);
  await pushes.runOnce(T0 + 3 * MINUTE);
  expect(alerts().at(-1)![0]).toMatchObject({
    annotations: { acknowledged_by: 'Olga' },
    endsAt: '2026-11-20T09:08:00.000Z',
  });
  expect(json(pagerduty.asked).at(-1)).toMatchObject({
    event_action: 'acknowledge',
    dedup_key: `price-missing/mes/${id}`,
  });

  // More urgent it is another alert to Alertmanager, so the former one ends.
  await change(id, { state: 'open', until: null, severity: 'critical' });
  await pushes.runOnce(T0 + 4 * MINUTE);
  const ends = alerts()
    .at(-1)!
    .map(({ labels, endsAt }) => [labels.severity, endsAt]);
  expect(ends).toEqual([
    ['critical', '2026-11-20T09:09:00.000Z'],
    ['info', '2026-11-20T09:04:00.000Z'],
    ['warning', '2026-11-20T09:04:00.000Z'],
  ]);
  expect(json(pagerduty.asked).at(-1)).toMatchObject({ event_action: 'trigger', payload: { severity: 'critical' } });

  await resolve(id, T0 + 5 * MINUTE);
  await start().runOnce(T0 + 6 * MINUTE);
  expect(alerts().at(-1)).toMatchObject([{ labels: { severity: 'critical' }, endsAt: '2026-11-20T09:05:00.000Z' }]);
  expect(json(pagerduty.asked).at(-1)).toMatchObject({ event_action: 'resolve' });
  expect(json(endpoint.asked)).toMatchObject([
    { type: 'incident.open', data: { id: String(id), version: 1 } },
    { type: 'incident.acknowledged', data: { acknowledgedBy: 'Olga' } },
    { type: 'incident.open', data: { severity: 'critical' } },
    {
      type: 'incident.resolved',
      data: { resolvedAt: '2026-11-20T09:05:00.000Z', url: `${PUBLIC_URL}/incidents/${id}` },
    },
  ]);

  // And then never again, until it comes back.
  const before = servers.map(({ asked }) => asked.length);
  await pushes.runOnce(T0 + HOUR);
  expect(servers.map(({ asked }) => asked.length)).toEqual(before);
  await change(id, { state: 'open', resolved_at: null });
  await pushes.runOnce(T0 + 2 * HOUR);
  expect(json(pagerduty.asked).at(-1)).toMatchObject({ event_action: 'trigger' });
});

test('why it is so and how sure that is, in the words and for the programs of each', async () => {
  const cause = { en: 'Nobody takes from mes.inbox.', ru: 'Никто не читает mes.inbox.' };
  const known = { cause, causeKey: 'consumers:mes.inbox', suspect: true, storm: true };
  const id = await putIncident(pool, { limit: null, ...known });
  await putFinding(pool, id, { orderId: 'ORD-1', suspect: { en: 'The MES is silent.', ru: 'MES молчит.' } });
  await start().runOnce(T0);
  const said = 'Order ORD-1. Cause: Nobody takes from mes.inbox. Our data may be late: The MES is silent.';
  const told = { cause: cause.en, cause_key: 'consumers:mes.inbox' };
  expect(alerts().at(-1)![0]!.annotations).toEqual({
    summary: 'Orders wait for their price',
    description: said,
    ...{ ...told, suspect: 'true', storm: 'true' },
  });
  expect(json(pagerduty.asked)).toMatchObject([
    {
      payload: {
        summary: `Orders wait for their price: ${said}`,
        custom_details: { ...told, suspect: true, storm: true },
      },
    },
  ]);
  expect(json(endpoint.asked)).toMatchObject([
    { data: { ...known, cause: cause.en, suspectBecause: 'The MES is silent.' } },
  ]);
});

test('a webhook is signed, and the same state has the same id', async () => {
  const id = await anIncident();
  let broken = true;
  endpoint.hinder(() => (broken ? 'doAndDrop' : null));
  const pushes = start();
  await pushes.runOnce(T0);
  broken = false;
  await pushes.runOnce(T0 + MINUTE);
  const [first, second] = endpoint.asked;
  expect([first!.headers['webhook-id'], second!.headers['webhook-id']]).toEqual([`${id}.1`, `${id}.1`]);
  const signed = new Webhook(SECRET).sign(`${id}.1`, new Date(T0 + MINUTE), second!.body);
  expect(second!.headers['webhook-signature']).toBe(signed);
});

describe('what is told to whom', () => {
  test('of a rule on trial nobody, and Alertmanager of nothing that came from it', async () => {
    await anIncident({ shadow: true });
    const theirs = await putIncident(pool, { rule: 'alertmanager:QueueFull' });
    await putFinding(pool, theirs, { origin: 'alertmanager' });
    const both = await putIncident(pool, { rule: 'queue-full', about: 'queue:mes' });
    for (const origin of ['rule', 'alertmanager'] as const) {
      await putFinding(pool, both, { subject: 'queue:mes', origin });
    }
    await start().runOnce(T0);
    expect(
      alerts()
        .flat()
        .map(({ labels }) => labels.alertname),
    ).toEqual(['queue-full']);
    expect(pagerduty.asked).toHaveLength(2);
  });

  test('of one that was over before anybody was told of it, nobody', async () => {
    await anIncident({ state: 'resolved' });
    await start().runOnce(T0);
    expect(servers.map(({ asked }) => asked.length)).toEqual([0, 0, 0]);
  });

  test('one that was acknowledged before PagerDuty heard of it begins there first', async () => {
    await anIncident({ state: 'acknowledged' });
    await start().runOnce(T0);
    expect(json<{ event_action: string }>(pagerduty.asked).map(event => event.event_action)).toEqual([
      'trigger',
      'acknowledge',
    ]);
  });

  test('PagerDuty hears of what opened during a silence when that has ended, and of the end in any case', async () => {
    const pushes = start();
    const known = await anIncident();
    await pushes.runOnce(T0);
    const silence = await insertSilence(pool, {
      ...{ kind: 'maintenance', match: {}, author: 'olga', reason: 'The MES is being moved' },
      ...{ from: T0, until: T0 + HOUR, createdAt: T0 },
    });
    const [lasting, short] = [await anIncident(), await anIncident()];
    pagerduty.asked.length = 0;
    await pushes.runOnce(T0 + MINUTE);
    await resolve(known, T0 + MINUTE);
    await resolve(short, T0 + MINUTE);
    await pushes.runOnce(T0 + 2 * MINUTE);
    const told = () => json<{ event_action: string; dedup_key: string }>(pagerduty.asked);
    const named = (id: number) => `price-missing/mes/${id}`;
    expect(told()).toMatchObject([{ event_action: 'resolve', dedup_key: named(known) }]);
    expect(alerts().flat()).toContainEqual(
      expect.objectContaining({ labels: expect.objectContaining({ orderwatch_key: named(lasting) }) }),
    );
    expect(endpoint.asked).toHaveLength(5);

    await endSilenceRow(pool, silence, 'olga', T0 + 3 * MINUTE);
    await pushes.runOnce(T0 + 4 * MINUTE);
    expect(told().slice(1)).toMatchObject([{ event_action: 'trigger', dedup_key: named(lasting) }]);
  });

  test('many go to Alertmanager in batches', async () => {
    for (let i = 0; i < 120; i++) await anIncident();
    await start().runOnce(T0);
    expect(alerts().map(batch => batch.length)).toEqual([100, 20]);
  });
});

describe('trouble', () => {
  test('one that is out of order holds up no other, is left alone for a while, and hears of all in the end', async () => {
    const [one, two] = [await anIncident(), await anIncident()];
    pagerduty.hinder(() => ({ status: 500, body: 'no' }));
    const pushes = start();
    await pushes.runOnce(T0);
    expect(servers.map(({ asked }) => asked.length)).toEqual([1, 1, 2]);
    expect(await rowOf(one, 'pagerduty')).toMatchObject({ version: 0, attempts: 1, error: '500 no' });
    await pushes.runOnce(T0 + 1_000);
    expect(pagerduty.asked).toHaveLength(1);
    for (let at = 2_000; at < 10 * MINUTE; at += 2_000) await pushes.runOnce(T0 + at);
    // The pauses grow to a minute.
    expect(pagerduty.asked.length).toBeLessThan(20);
    await resolve(one, T0 + HOUR);
    pagerduty.hinder(() => null);
    pagerduty.asked.length = 0;
    await pushes.runOnce(T0 + HOUR + MINUTE);
    await pushes.runOnce(T0 + HOUR + 2 * MINUTE);
    expect(
      json<{ event_action: string }>(pagerduty.asked)
        .map(event => event.event_action)
        .sort(),
    ).toEqual(['resolve', 'trigger']);
    expect(await rowOf(two, 'pagerduty')).toMatchObject({ version: 1, attempts: 0, error: null, next_at: null });
    const figures = await pushes.registry.metrics();
    expect(figures).toMatch(/orderwatch_incident_pushes_total\{target="pagerduty",outcome="taken"\} 2/);
  });

  test('it is not called sooner than it says', async () => {
    await anIncident();
    pagerduty.hinder(() => ({ status: 429, headers: { 'retry-after': '300' } }));
    const pushes = start();
    for (const at of [0, 100_000, 299_000, 300_000]) await pushes.runOnce(T0 + at);
    expect(pagerduty.asked).toHaveLength(2);
  });

  test('one incident that is not taken stops none of its batch, and is tried again later', async () => {
    const ids = [await anIncident(), await anIncident({ rule: 'odd' }), await anIncident()];
    alertmanager.hinder(({ body }) => (body.includes('"odd"') ? { status: 400, body: 'bad labels' } : null));
    const pushes = start();
    await pushes.runOnce(T0);
    const rows = await Promise.all(ids.map(id => rowOf(id, 'alertmanager')));
    expect(rows.map(row => [row.version, row.error])).toEqual([
      [1, null],
      [0, '400 bad labels'],
      [1, null],
    ]);
    alertmanager.hinder(() => null);
    await pushes.runOnce(T0 + 15 * MINUTE);
    expect(await rowOf(ids[1]!, 'alertmanager')).toMatchObject({ version: 1, error: null });
  });

  test('a process that was killed while it told leaves the incident to others', async () => {
    const id = await anIncident();
    await pool.query(
      `insert into alerts.push (incident_id, target, version, attempts, next_at) values ($1, 'pagerduty', 0, 1, $2)`,
      [id, new Date(T0 + MINUTE)],
    );
    const pushes = start();
    await pushes.runOnce(T0 + MINUTE - 1);
    expect(pagerduty.asked).toHaveLength(0);
    await pushes.runOnce(T0 + MINUTE);
    expect(pagerduty.asked).toHaveLength(1);
  });

  test('any number of processes tell each of it once', async () => {
    for (let i = 0; i < 25; i++) await anIncident();
    await Promise.all([start(), start(), start()].map(pushes => pushes.runOnce(T0)));
    const keys = json<{ dedup_key: string }>(pagerduty.asked).map(event => event.dedup_key);
    expect([keys.length, new Set(keys).size]).toEqual([25, 25]);
    expect(new Set(endpoint.asked.map(({ headers }) => headers['webhook-id'])).size).toBe(endpoint.asked.length);
  });
});

import express from 'express';
import { Registry } from 'prom-client';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { putFinding, putIncident } from '../alerts/incident-rows-under-test.ts';
import { openAlertmanager } from '../alerts/pushes/alertmanager.ts';
import { startAlertmanager } from '../alerts/pushes/alertmanager-under-test.ts';
import { createPushMetrics } from '../alerts/pushes/push-metrics.ts';
import { createPushes } from '../alerts/pushes/pushes.ts';
import { alertSettings } from '../alerts/settings-under-test.ts';
import { manualClock, systemClock, toIso } from '../platform/clock.ts';
import { createLog } from '../platform/log.ts';
import { startRealAlertmanager } from '../test/support/alertmanager.ts';
import { testDatabase } from '../test/support/database.ts';
import { HOUR, MINUTE, T0 } from '../test/support/factory.ts';
import { alertmanagerRoutes } from './alertmanager-routes.ts';
import { admitTestKey, KEY } from './api-under-test.ts';
import { errorHandler } from './error-handler.ts';

const { pool } = await testDatabase();
await admitTestKey(pool);
const log = createLog('silent');

async function serve(clock: { now(): number }): Promise<string> {
  const app = express();
  const routes = alertmanagerRoutes({ pool, alerts: () => alertSettings(), clock });
  app.use('/webhooks/alertmanager', routes, errorHandler(log));
  const server = app.listen(0, '127.0.0.1');
  await new Promise(resolve => server.once('listening', resolve));
  afterAll(() => server.close());
  return `http://127.0.0.1:${(server.address() as { port: number }).port}/webhooks/alertmanager`;
}

function pushesTo(url: string) {
  const target = openAlertmanager({ url, publicUrl: null });
  afterAll(() => target.stop());
  return createPushes({ pool, targets: [target], log, metrics: createPushMetrics(new Registry()) });
}

const rules = async () =>
  (await pool.query<{ rule: string }>('select rule from alerts.incident order by id')).rows.map(({ rule }) => rule);
const stateOf = async (rule: string) =>
  (await pool.query('select state from alerts.incident where rule = $1', [rule])).rows[0]?.state;
const theirs = { labels: { alertname: 'QueueFull', queue: 'mes' }, annotations: { summary: 'mes is full' } };

beforeEach(async () => {
  await pool.query('truncate alerts.incident cascade');
});

async function ours(now: number): Promise<number> {
  const incidentId = await putIncident(pool, { openedAt: now });
  await putFinding(pool, incidentId, { orderId: 'ORD-1' });
  return incidentId;
}

test('an hour in which each tells the other everything: ours stay one, theirs stay one', async () => {
  const clock = manualClock(T0);
  const webhook = await serve(clock);
  const alertmanager = await startAlertmanager();
  afterAll(() => alertmanager.stop());
  const pushes = pushesTo(alertmanager.server.url);
  const id = await ours(T0);
  alertmanager.tell([{ ...theirs, startsAt: toIso(T0), endsAt: toIso(T0 + 30 * MINUTE) }]);

  for (; clock.now() < T0 + HOUR; clock.advance(30_000)) {
    await pushes.runOnce(clock.now());
    expect(await alertmanager.repeat(webhook, `Bearer ${KEY}`, clock.now())).toBe(204);
    // Renewed in time, it never lapses.
    const firing = alertmanager.firing(clock.now() + 29_999).map(({ labels }) => labels.alertname);
    expect(firing).toContain('price-missing');
  }
  expect(await rules()).toEqual(['price-missing', 'alertmanager:QueueFull']);
  expect(await stateOf('alertmanager:QueueFull')).toBe('resolved');
  expect(alertmanager.server.asked.every(({ body }) => !body.includes('QueueFull'))).toBe(true);

  await pool.query(
    `update alerts.incident set state = 'resolved', resolved_at = $2, version = version + 1 where id = $1`,
    [id, toIso(clock.now())],
  );
  await pushes.runOnce(clock.now());
  expect(alertmanager.firing(clock.now())).toEqual([]);
});

test('the same with the real Alertmanager', async () => {
  const webhook = await serve(systemClock);
  const { url, stop } = await startRealAlertmanager(webhook, KEY);
  try {
    const pushes = pushesTo(url);
    const started = systemClock.now() - MINUTE;
    const id = await ours(started);
    await pushes.runOnce(systemClock.now());
    const tell = (endsAt: number) =>
      fetch(`${url}/api/v2/alerts`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify([{ ...theirs, startsAt: toIso(started), endsAt: toIso(endsAt) }]),
      });
    expect((await tell(systemClock.now() + HOUR)).status).toBe(200);
    const soon = { timeout: 60_000, interval: 100 };
    await expect.poll(() => stateOf('alertmanager:QueueFull'), soon).toBe('open');
    const firing = async () => {
      const alerts = (await (await fetch(`${url}/api/v2/alerts`)).json()) as { labels: Record<string, string> }[];
      return alerts.map(({ labels }) => labels.alertname).sort();
    };
    expect(await firing()).toEqual(['QueueFull', 'price-missing']);

    await tell(systemClock.now() - 1);
    await expect.poll(() => stateOf('alertmanager:QueueFull'), soon).toBe('resolved');
    await pool.query(
      `update alerts.incident set state = 'resolved', resolved_at = $2, version = version + 1 where id = $1`,
      [id, toIso(systemClock.now())],
    );
    await pushes.runOnce(systemClock.now());
    await expect.poll(firing, soon).toEqual([]);
    expect(await rules()).toEqual(['price-missing', 'alertmanager:QueueFull']);
  } finally {
    await stop();
  }
  // It may have to be installed first.
}, 180_000);

import { expect, test } from 'vitest';
import { manualClock } from '../platform/clock.ts';
import { createLog } from '../platform/log.ts';
import { createMetrics } from '../platform/metrics.ts';
import { createPool } from '../platform/postgres.ts';
import { testDatabase } from '../test/support/database.ts';
import { HOUR, MINUTE, T0 } from '../test/support/factory.ts';
import { gaugeIncidents } from './alert-metrics.ts';
import { putIncident } from './incident-rows-under-test.ts';

const { pool } = await testDatabase();

test('the age is that of the oldest incident that nobody has acknowledged, by severity', async () => {
  const registry = createMetrics();
  gaugeIncidents(registry, pool, manualClock(T0 + HOUR));
  const none = 'orderwatch_incidents_oldest_open_seconds{severity="warning"} 0';
  await expect.poll(() => registry.metrics()).toContain(none);
  await putIncident(pool, { about: 'crm', state: 'acknowledged' });
  await putIncident(pool, { about: 'shop', openedAt: T0 + 30 * MINUTE });
  await putIncident(pool, { about: 'mes', openedAt: T0 + 45 * MINUTE });
  await putIncident(pool, { about: 'trial', openedAt: T0, shadow: true });
  const text = await registry.metrics();
  expect(text).toContain('orderwatch_incidents_oldest_open_seconds{severity="warning"} 1800');
  expect(text).toContain('orderwatch_incidents{state="open",severity="warning"} 2');
  expect(text).toContain('orderwatch_incidents{state="acknowledged",severity="warning"} 1');
});

test('not known is not 0', async () => {
  const registry = createMetrics();
  const gone = createPool('postgres://nobody:secret@127.0.0.1:1/none', createLog('silent'));
  gaugeIncidents(registry, gone, manualClock(T0));
  const text = await registry.metrics();
  expect(text).toContain('orderwatch_incidents{state="open",severity="critical"} Nan');
  expect(text).toContain('orderwatch_incidents_oldest_open_seconds{severity="critical"} Nan');
});

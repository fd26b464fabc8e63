import { expect, test } from 'vitest';
import { createMetrics } from '../platform/metrics.ts';
import { testDatabase } from '../test/support/database.ts';
import { putIncident } from './incident-rows-under-test.ts';
import { countVerdicts } from './verdict-metrics.ts';

const { pool } = await testDatabase();

test('what people said is counted anew at each scrape, whoever heard it', async () => {
  const registry = createMetrics();
  countVerdicts(registry, pool);
  expect(await registry.metrics()).not.toContain('verdicts_total{');
  const id = await putIncident(pool, { verdict: 'real' });
  await putIncident(pool, { verdict: 'real' });
  const counted = async (verdict: string) =>
    new RegExp(`orderwatch_incident_verdicts_total\\{rule="price-missing",verdict="${verdict}"\\} (\\d)`).exec(
      await registry.metrics(),
    )?.[1];
  for (const _scrape of [1, 2]) expect(await counted('real')).toBe('2');
  await pool.query(`update alerts.incident set verdict = 'our_data' where id = $1`, [id]);
  expect([await counted('real'), await counted('our_data')]).toEqual(['1', '1']);
});

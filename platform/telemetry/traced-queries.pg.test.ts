import { afterAll, expect, test } from 'vitest';
import { testDatabase } from '../../test/support/database.ts';
import { telemetryUnderTest } from '../../test/support/telemetry.ts';
import { createLog } from '../log.ts';
import { createPool, transaction } from '../postgres.ts';
import { withSpan } from '../tracing.ts';

const { databaseUrl } = await testDatabase();
const receiver = await telemetryUnderTest();
const pool = createPool(databaseUrl, createLog('error'), { max: 1 });
afterAll(() => pool.end());

const spansUntil = (last: string) => receiver.until(all => all.some(({ name }) => name === last));

test('whoever waits for a connection keeps its own trace', async () => {
  const callers = ['first', 'second', 'third'];
  await Promise.all(
    callers.map(name =>
      withSpan(name, {}, async () => {
        await pool.query('select pg_sleep($1) from api.key', [0.01]);
        await transaction(pool, tx => tx.query({ text: 'select 1 from tracker.source' }));
      }),
    ),
  );
  const spans = await spansUntil('third');
  for (const name of callers) {
    const caller = spans.find(span => span.name === name)!;
    const within = spans.filter(({ traceId }) => traceId === caller.traceId).map(span => span.name);
    expect(within.toSorted()).toEqual(
      ['BEGIN', 'COMMIT', 'SELECT api.key', 'SELECT tracker.source', name, 'transaction'].toSorted(),
    );
  }
});

test('what nobody asked for is no trace, and what fails says by which code', async () => {
  await pool.query('select 7 from collector.quarantine');
  const failing = withSpan('failing', {}, () => pool.query("select 'anna'::integer from notifier.anna"));
  await expect(failing).rejects.toThrow('does not exist');
  const spans = await spansUntil('failing');
  expect(spans.some(({ name }) => name.includes('quarantine'))).toBe(false);
  expect(spans.find(({ name }) => name === 'SELECT notifier.anna')).toMatchObject({
    status: 'ERROR',
    attributes: { 'error.type': '42P01', 'db.response.status_code': '42P01' },
  });
});

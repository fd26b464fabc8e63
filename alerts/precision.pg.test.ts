import { beforeEach, expect, test } from 'vitest';
import { testDatabase } from '../test/support/database.ts';
import { DAY, T0 } from '../test/support/factory.ts';
import { ALERT_TABLES, putEvent, putIncident, toldTo } from './incident-rows-under-test.ts';
import { precisionSince, readPrecision } from './precision.ts';

const { pool } = await testDatabase();
const since = precisionSince(T0);

beforeEach(async () => {
  await pool.query(`truncate ${ALERT_TABLES} cascade`);
});

const told = async (id: number) =>
  putEvent(pool, id, { kind: 'told', detail: { step: 0, round: 0, people: toldTo('olga') } });

test('by rule, the share of those of which somebody said that they were real', async () => {
  for (const verdict of ['real', 'real', 'real', 'not_real', 'our_data'] as const) await putIncident(pool, { verdict });
  await putIncident(pool, { rule: 'queue-full', verdict: 'not_real' });
  await told(await putIncident(pool, { rule: 'promise', state: 'resolved' }));
  expect(await readPrecision(pool, { since })).toEqual(
    new Map([
      ['price-missing', { real: 3, notReal: 1, ourData: 1, unsaid: 0, share: 0.6 }],
      ['queue-full', { real: 0, notReal: 1, ourData: 0, unsaid: 0, share: 0 }],
      ['promise', { real: 0, notReal: 0, ourData: 0, unsaid: 1, share: null }],
    ]),
  );
});

test('nobody is asked of what is under way, of what was told to nobody, and of what was the same matter', async () => {
  await told(await putIncident(pool));
  await putIncident(pool, { state: 'resolved', shadow: true });
  const other = await putIncident(pool);
  await told(await putIncident(pool, { state: 'resolved', resolution: 'merged', mergedInto: other, verdict: 'real' }));
  expect(await readPrecision(pool, { since })).toEqual(new Map());
});

test('what was long ago does not count any more; of a rule on trial what was said does', async () => {
  await putIncident(pool, { verdict: 'not_real', openedAt: T0 - 91 * DAY });
  await putIncident(pool, { verdict: 'real', openedAt: T0 - 89 * DAY, shadow: true });
  expect((await readPrecision(pool, { since })).get('price-missing')).toMatchObject({ real: 1, notReal: 0, share: 1 });
});

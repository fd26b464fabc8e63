import { expect, test } from 'vitest';
import { testDatabase } from '../test/support/database.ts';
import { HOUR, MINUTE, T0 } from '../test/support/factory.ts';
import { aFinding, putIncident } from './incident-rows-under-test.ts';
import { enqueuePublications } from './publications.ts';

const { pool } = await testDatabase();

test('says why it is so, how sure that is and what is usual; the cause only where it is that of the order', async () => {
  const cause = { en: 'Nobody takes from mes.inbox.', ru: 'Никто не читает mes.inbox.' };
  const incidentId = await putIncident(pool, { cause, causeKey: 'consumers:mes.inbox' });
  const usual = { p50Ms: 35 * MINUTE, p90Ms: 3 * HOUR, p95Ms: 5 * HOUR, samples: 212, basis: 'lifecycle' } as const;
  const suspect = { en: 'The MES is silent.', ru: 'MES молчит.' };
  const findings = [
    aFinding({ orderId: 'ORD-1', incidentId, causeKey: 'consumers:mes.inbox', suspect, usual }),
    aFinding({ orderId: 'ORD-2', incidentId, causeKey: 'lost:ORD-2' }),
    aFinding({ orderId: 'ORD-3', incidentId }),
  ];
  await enqueuePublications(
    pool,
    findings.map(finding => ({ kind: 'overdue', finding, at: T0 })),
  );
  const { rows } = await pool.query('select body from alerts.publication order by id');
  expect(rows.map(({ body }) => body)).toMatchObject([
    {
      orderId: 'ORD-1',
      cause: cause.en,
      causeKey: 'consumers:mes.inbox',
      suspect: true,
      suspectBecause: 'The MES is silent.',
      usual: { p50: 'PT2100S', p90: 'PT10800S', samples: 212, basis: 'lifecycle' },
    },
    { orderId: 'ORD-2', cause: null, causeKey: 'lost:ORD-2', suspect: false, suspectBecause: null, usual: null },
    { orderId: 'ORD-3', cause: null, causeKey: null },
  ]);
});

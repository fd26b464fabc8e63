import { expect, test } from 'vitest';
import { outboxUnderTest } from '../notifier/outbox-under-test.ts';
import { manualClock } from '../platform/clock.ts';
import { testDatabase } from '../test/support/database.ts';
import { anEvent, arrivals, HOUR, MINUTE, T0 } from '../test/support/factory.ts';
import { aFinding, putIncident } from './incident-rows-under-test.ts';
import { aFoundOrder, apply, readIncidents } from './incidents-under-test.ts';
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

test('where nothing is traced nothing is looked up or made up, for an incident or for a finding', async () => {
  const { ledger } = outboxUnderTest({ pool, clock: manualClock(T0) });
  const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
  await ledger.record(arrivals([anEvent({ orderId: 'ORD-7', traceparent }), anEvent({ orderId: 'ORD-8' })]));
  await pool.query('truncate alerts.publication');
  await apply(pool, [aFoundOrder('ORD-7'), aFoundOrder('ORD-8')], T0 + HOUR);
  const { rows } = await pool.query('select traceparent from alerts.publication');
  expect(rows).toEqual([{ traceparent: null }, { traceparent: null }]);
  expect((await readIncidents(pool)).every(incident => incident.traceparent === null)).toBe(true);
});

import { expect, test } from 'vitest';
import { testDatabase } from '../../test/support/database.ts';
import { anEvent, arrivals, DAY, HOUR, MINUTE, T0 } from '../../test/support/factory.ts';
import { admitTestKey, apiUnderTest } from '../api-under-test.ts';
import { contract } from '../contract.ts';

const { pool } = await testDatabase();
await admitTestKey(pool);
const { ledger, clock, get, refused } = await apiUnderTest(pool);

const OWNERS: Readonly<Record<string, string>> = {
  INITIATED: 'shop',
  SUBMITTED: 'shop',
  CLOSED: 'crm',
  CANCELLED: 'crm',
};
const WAY = [
  'SUBMITTED',
  'PRICE_CALCULATED',
  'MANUFACTURING_APPROVED',
  'MANUFACTURING_STARTED',
  'MANUFACTURING_COMPLETED',
  'PACKAGING',
  'SHIPPED',
  'CLOSED',
];

/** An order on its way, an hour in each status but for those named. */
async function went(
  orderId: string,
  way: readonly string[],
  {
    from = T0,
    hours = {},
    ...named
  }: { from?: number; hours?: Record<string, number> } & Parameters<typeof anEvent>[0] = {},
) {
  let at = from;
  const events = way.map((status, n) => {
    const event = anEvent({ orderId, status, source: OWNERS[status] ?? 'mes', occurredAt: at, sequence: n, ...named });
    at += (hours[status] ?? 1) * HOUR;
    return event;
  });
  await ledger.record(arrivals(events));
}

// Monday, 9 November, and the two weeks after.
const MONDAY = Date.parse('2026-11-09T08:00:00Z');
const ring = { data: { productClass: 'ring' } };
await went('ORD-1', WAY, { from: MONDAY, partner: 'acme', promisedAt: MONDAY + DAY, ...ring });
await went('ORD-2', WAY, { from: MONDAY, hours: { SUBMITTED: 30 }, partner: 'acme', promisedAt: MONDAY + DAY });
await went('ORD-3', WAY, { from: MONDAY + 7 * DAY, hours: { SUBMITTED: 3 } });
const rework = [...WAY.slice(0, 5), 'MANUFACTURING_STARTED', ...WAY.slice(4)];
await went('ORD-4', rework, { from: MONDAY + 7 * DAY });
await went('ORD-5', ['SUBMITTED', 'MANUFACTURING_STARTED', 'CANCELLED'], { from: MONDAY + 7 * DAY, ...ring });
await went('ORD-6', ['SUBMITTED'], { from: MONDAY + 9 * DAY, partner: 'acme', promisedAt: MONDAY + 30 * DAY });
clock.set(MONDAY + 12 * DAY);

const ids = async (asked: string) => {
  const { body } = await get(contract.InsightsOrderPage, `/api/v1/insights/orders?${asked}`);
  expect(body.total).toBe(body.items.length);
  return body.items.map(({ orderId }) => orderId);
};

test('figures by status and week, way, partner and class; each has its orders behind it', async () => {
  const { body } = await get(contract.Insights, '/api/v1/insights');
  expect(body.whole).toBe(true);
  expect(body.orders).toMatchObject({ orders: 6, late: 2, ended: 5, promised: 2, kept: 1 });

  const submitted = body.dwell.find(({ status }) => status === 'SUBMITTED')!;
  expect(submitted).toMatchObject({ stays: 5, p50: 'PT3600S', limit: 'PT86400S', limited: 5, kept: 4 });
  expect(submitted.weeks).toMatchObject([
    { week: '2026-11-09T00:00:00.000Z', stays: 2, p50: 'PT55800S', kept: 1 },
    { week: '2026-11-16T00:00:00.000Z', stays: 3, p90: 'PT9360S', kept: 3 },
  ]);
  expect(await ids('status=SUBMITTED')).toEqual(['ORD-2', 'ORD-3', 'ORD-1', 'ORD-4', 'ORD-5']);
  expect(await ids('status=SUBMITTED&week=2026-11-09')).toEqual(['ORD-2', 'ORD-1']);
  expect(await ids('status=SUBMITTED&late=true')).toEqual(['ORD-2']);

  const [usual, ...others] = body.variants.items;
  expect(body.variants).toMatchObject({ ended: 5, ways: 3 });
  expect(usual).toMatchObject({
    way: WAY,
    orders: 3,
    late: 1,
    expected: true,
    repeated: [],
    skipped: [],
    undeclared: [],
  });
  expect(await ids(`variant=${usual!.id}`)).toEqual(['ORD-2', 'ORD-3', 'ORD-1']);
  const again = others.find(({ repeated }) => repeated.length > 0)!;
  expect(again).toMatchObject({ expected: false, undeclared: [] });
  expect(again.repeated).toEqual(['MANUFACTURING_STARTED', 'MANUFACTURING_COMPLETED']);
  const cancelled = others.find(({ way }) => way.at(-1) === 'CANCELLED')!;
  expect(cancelled.skipped).toEqual(['PRICE_CALCULATED', 'MANUFACTURING_APPROVED']);
  expect(cancelled.undeclared).toEqual([{ from: 'SUBMITTED', to: 'MANUFACTURING_STARTED' }]);

  const step = (from: string, to: string) => body.transitions.find(one => one.from === from && one.to === to);
  expect(step('SUBMITTED', 'PRICE_CALCULATED')).toMatchObject({ declared: true, orders: 4, median: 'PT7200S' });
  expect(step('SUBMITTED', 'MANUFACTURING_STARTED')).toMatchObject({ declared: false, orders: 1 });
  expect(step('INITIATED', 'SUBMITTED')).toMatchObject({ declared: true, orders: 0, median: null });
  expect(await ids('status=MANUFACTURING_COMPLETED&next=MANUFACTURING_STARTED')).toEqual(['ORD-4']);

  expect(body.partners).toMatchObject([
    { name: 'acme', orders: 3, late: 2, ended: 2, promised: 2, kept: 1 },
    { name: null, orders: 3, late: 0 },
  ]);
  expect(await ids('partner=acme&late=true')).toEqual(['ORD-2', 'ORD-6']);
  expect(await ids('noPartner=true')).toEqual(['ORD-3', 'ORD-4', 'ORD-5']);
  expect(await ids('promise=missed')).toEqual(['ORD-2']);
  expect(body.productClasses.find(({ name }) => name === 'ring')).toMatchObject({ orders: 2, late: 0 });

  const first = await get(contract.InsightsOrderPage, '/api/v1/insights/orders?status=SUBMITTED&limit=2');
  const cursor = encodeURIComponent(first.body.nextCursor!);
  const rest = await get(contract.InsightsOrderPage, `/api/v1/insights/orders?status=SUBMITTED&cursor=${cursor}`);
  expect(rest.body.items.map(({ orderId }) => orderId)).toEqual(['ORD-1', 'ORD-4', 'ORD-5']);
  expect(rest.body).toMatchObject({ nextCursor: null, total: 5 });
});

test('what is asked narrows all figures, and too long a time is refused', async () => {
  const { body } = await get(contract.Insights, '/api/v1/insights?from=2026-11-16&to=2026-11-23&productClass=ring');
  expect(body.orders).toMatchObject({ orders: 1, ended: 1 });
  expect(body.partners).toMatchObject([{ name: null }]);
  for (const asked of ['from=2026-01-01&to=2026-11-01', 'from=2026-11-02&to=2026-11-01']) {
    expect((await refused('GET', `/api/v1/insights?${asked}`)).problem.parameter).toBe('from');
  }
});

test('what rules found, and what became of it', async () => {
  const at = new Date(clock.now() - 10 * MINUTE);
  const opened = (rule: string, columns: Record<string, unknown>) => {
    const row = {
      rule,
      rule_hash: '',
      about: 'mes',
      severity: 'warning',
      shadow: false,
      title: { en: 'x', ru: 'x' },
      ...columns,
    };
    const all = { ...row, opened_at: at, last_joined_at: at, last_seen_at: at };
    const places = Object.keys(all).map((_, n) => `$${n + 1}`);
    return pool.query<{ id: number }>(
      `insert into alerts.incident (${Object.keys(all).join(', ')}) values (${places.join(', ')}) returning id`,
      Object.values(all),
    );
  };
  const [incident] = (await opened('price-missing', { state: 'open' })).rows;
  // One that nobody heard of in the time that is asked for, and one twice.
  for (const [orderId, stay] of [
    ['ORD-1', 'SUBMITTED'],
    ['ORD-2', 'SUBMITTED'],
    ['ORD-2', 'PACKAGING'],
  ]) {
    await pool.query(
      `insert into alerts.finding (rule, subject, stay, origin, order_id, incident_id, severity, first_seen_at, resolved_at)
       values ('price-missing', $1, $2, 'rule', $3, $4, 'warning', $5, $5)`,
      [`order:${orderId}`, stay, orderId, incident!.id, at],
    );
  }
  await opened('price-missing', {
    state: 'resolved',
    resolved_at: at,
    resolved_by: 'olga',
    verdict: 'real',
    verdict_by: 'olga',
    verdict_at: at,
  });
  await opened('price-missing', { state: 'resolved', resolved_at: at, acknowledged_at: at });
  await opened('on-trial', { state: 'open', shadow: true });
  clock.advance(MINUTE);
  const { body } = await get(contract.Insights, '/api/v1/insights');
  expect(body.rules).toEqual([
    {
      ...{ rule: 'price-missing', incidents: 3, orders: 2, acknowledged: 1, resolved: 2, resolvedByPeople: 1 },
      ...{ real: 1, notReal: 0, ourData: 0 },
    },
  ]);
  const lately = new Date(clock.now() - 30 * MINUTE).toISOString();
  expect(await ids(`rule=price-missing&from=${lately}&partner=nobody`)).toEqual(['ORD-2', 'ORD-1']);
  expect(await ids(`rule=on-trial&from=${lately}`)).toEqual([]);
});

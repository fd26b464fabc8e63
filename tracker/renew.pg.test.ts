import { beforeEach, expect, it } from 'vitest';
import { manualClock } from '../platform/clock.ts';
import { testDatabase } from '../test/support/database.ts';
import { anEvent, arrivals, DAY, HOUR, MINUTE, T0 } from '../test/support/factory.ts';
import { expectedStates, readStates } from '../test/support/verify-ledger.ts';
import { declaredLifecycles } from './declared.ts';
import { readEvents } from './event-rows.ts';
import type { Announcement } from './ledger.ts';
import type { LifecycleDefinition, Lifecycles, Match } from './lifecycle.ts';
import { plainVault } from './personal-data.ts';
import { createLedger } from './record.ts';
import { type Renew, renew } from './renew.ts';

const { pool } = await testDatabase();
const clock = manualClock(T0 + HOUR);
const forEver = new AbortController().signal;

function short(breach: string, more: { name?: string; match?: Match; back?: true } = {}): LifecycleDefinition {
  const { name = 'short', match, back } = more;
  const serviceLevel = { target: 'PT1H', breach };
  return {
    name,
    zone: 'UTC',
    ...(match && { match }),
    statuses: {
      SUBMITTED: { owner: 'shop', entry: true, next: ['PRICE_CALCULATED'], serviceLevel },
      PRICE_CALCULATED: { owner: 'mes', next: back ? ['SUBMITTED'] : [] },
    },
  };
}
const declared = (...definitions: LifecycleDefinition[]) => declaredLifecycles(['shop', 'mes'], definitions);
const before = declared(short('PT24H'));
const after = declared(short('P2D', { back: true }));

const told: Announcement[] = [];
const listeners: Renew['listeners'] = [
  async (_tx, { announcements }) => {
    told.push(...announcements);
  },
];
const ledgerUnder = (lifecycles: Lifecycles) =>
  createLedger({ pool, lifecycles: () => lifecycles, clock, listeners: listeners!, vault: plainVault });
const renewUnder = (lifecycles: Lifecycles, more: Partial<Pick<Renew, 'onProgress' | 'signal'>> = {}) =>
  renew({ pool, lifecycles, clock, listeners: listeners!, vault: plainVault, signal: forEver, ...more });

beforeEach(async () => {
  await pool.query('truncate tracker.order_event, tracker.order_state, tracker.order_alias, tracker.order_anomaly');
  told.length = 0;
});

const orders = (count: number) => Array.from({ length: count }, (_, number) => `RN-${number}`);
const submitted = (ids: readonly string[]) => arrivals(ids.map(orderId => anEvent({ orderId })));
const priced = (ids: readonly string[]) =>
  arrivals(
    ids.map(orderId => anEvent({ orderId, status: 'PRICE_CALCULATED', source: 'mes', occurredAt: T0 + MINUTE })),
  );

async function stale(lifecycles: Lifecycles) {
  const { rows } = await pool.query<{ open: number; all: number }>(
    `select count(*) filter (where due_at is not null)::int as open, count(*)::int as all
       from tracker.order_state where lifecycle_hash <> all($1)`,
    [lifecycles.all.map(({ hash }) => hash)],
  );
  return rows[0]!;
}

it('works a changed lifecycle into the orders folded under another one, and into no other', async () => {
  await ledgerUnder(before).record(submitted(orders(450)));
  await ledgerUnder(after).record(submitted(['RN-present']));
  const progress: number[] = [];
  expect(await renewUnder(after, { onProgress: renewed => progress.push(renewed) })).toBe(450);
  expect(progress).toEqual([200, 400, 450]);
  const { rows } = await pool.query('select distinct due_at from tracker.order_state');
  expect(rows).toEqual([{ due_at: T0 + 2 * DAY }]);
  expect(await renewUnder(after)).toBe(0);
});

it('tells what it finds as historic, and what has been told not again', async () => {
  await ledgerUnder(before).record(submitted(['RN-0']));
  await ledgerUnder(before).record(priced(['RN-0']));
  // Not a way back under the old lifecycle.
  await ledgerUnder(before).record(arrivals([anEvent({ orderId: 'RN-0', occurredAt: T0 + 2 * MINUTE })]));
  told.length = 0;
  await renewUnder(after);
  expect(told).toMatchObject([{ orderId: 'RN-0', from: 'PRICE_CALCULATED', to: 'SUBMITTED', historic: true }]);
  const { rows } = await pool.query('select kind from tracker.order_anomaly where cleared_at is null');
  expect(rows).toEqual([]);
});

it('takes the open orders first, and stops when it is told to', async () => {
  await ledgerUnder(before).record(submitted(orders(450)));
  await ledgerUnder(before).record(priced(orders(200)));
  const stopping = new AbortController();
  const onProgress = (renewed: number) => renewed >= 250 && stopping.abort();
  expect(await renewUnder(after, { onProgress, signal: stopping.signal })).toBe(250);
  expect(await stale(after)).toEqual({ open: 0, all: 200 });
  expect(await renewUnder(after, { signal: AbortSignal.abort() })).toBe(0);
  expect(await renewUnder(after)).toBe(200);
});

it('goes on beside a tracker that records, and beside another that renews', async () => {
  const ids = orders(450);
  await ledgerUnder(before).record(submitted(ids));
  const ledger = ledgerUnder(after);
  const recording = async () => {
    for (let from = 0; from < ids.length; from += 30) await ledger.record(priced(ids.slice(from, from + 30)));
  };
  told.length = 0;
  const renewing = Promise.all([renewUnder(after), renewUnder(after)]);
  await recording();
  const renewed = await renewing;
  expect(renewed[0]! + renewed[1]!).toBeLessThanOrEqual(450);
  expect(await stale(after)).toEqual({ open: 0, all: 0 });
  expect(await readStates(pool)).toEqual(expectedStates(after, await readEvents(pool, ids)));
  // Every price is news, told once, whoever folded its order first.
  expect(
    told
      .filter(({ historic }) => !historic)
      .map(({ orderId }) => orderId)
      .sort(),
  ).toEqual([...ids].sort());
});

it('gives orders the lifecycle that a new match chooses for them', async () => {
  const usual = short('PT24H');
  await ledgerUnder(declared(usual)).record(
    arrivals([anEvent({ orderId: 'RN-acme', partner: 'acme' }), anEvent({ orderId: 'RN-other' })]),
  );
  const both = declared(usual, short('P5D', { name: 'partners', match: { partner: ['acme'] } }));
  expect(await renewUnder(both)).toBe(2);
  const { rows } = await pool.query('select order_id, lifecycle, due_at from tracker.order_state order by order_id');
  expect(rows).toEqual([
    { order_id: 'RN-acme', lifecycle: 'partners', due_at: T0 + 5 * DAY },
    { order_id: 'RN-other', lifecycle: 'short', due_at: T0 + DAY },
  ]);
});

it('renews provisional orders, the orders that they are, and not what was only named', async () => {
  const ids = { mes: 'M-1' };
  const ledger = ledgerUnder(before);
  await ledger.record(
    arrivals([
      anEvent({ orderId: null, ids, status: 'PRICE_CALCULATED', source: 'mes', occurredAt: T0 + MINUTE }),
      anEvent({ orderId: 'RN-1', ids }),
      anEvent({ orderId: null, ids: { mes: 'M-2' } }),
    ]),
  );
  const decided = { type: 'order.identity_decided', source: 'orderwatch', status: null, data: { order: 'RN-named' } };
  await ledger.record(arrivals([anEvent({ orderId: null, ids: { mes: 'M-3' }, ...decided })]));
  await renewUnder(after);
  const keys = ['RN-1', '~mes:M-1', '~mes:M-2', '~mes:M-3', 'RN-named'];
  expect(await readStates(pool)).toEqual(expectedStates(after, await readEvents(pool, keys)));
  expect(await renewUnder(after)).toBe(0);
});

it('finds what is stale behind thousands of orders that are not', async () => {
  await pool.query(
    `insert into tracker.order_state (order_id, lifecycle, lifecycle_hash, provisional, event_count, due_at)
     select 'A-' || n, $1, $2, false, 1, case when n % 2 = 0 then to_timestamp(0) end
       from generate_series(1, 10100) as n`,
    [after.all[0]!.name, after.all[0]!.hash],
  );
  await ledgerUnder(before).record(submitted(['RN-0', 'RN-1']));
  await ledgerUnder(before).record(priced(['RN-1']));
  expect(await renewUnder(after)).toBe(2);
  expect(await stale(after)).toEqual({ open: 0, all: 0 });
});

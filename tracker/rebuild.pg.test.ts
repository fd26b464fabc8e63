import { expect, it } from 'vitest';
import { manualClock } from '../platform/clock.ts';
import { testDatabase } from '../test/support/database.ts';
import { anEvent, arrivals, DAY, HOUR, MINUTE, T0 } from '../test/support/factory.ts';
import type { Announcement } from './ledger.ts';
import { type LifecycleDefinition, lifecycle, lifecycles } from './lifecycle.ts';
import { plainVault } from './personal-data.ts';
import { rebuild } from './rebuild.ts';
import { createLedger } from './record.ts';

const { pool } = await testDatabase();
const clock = manualClock(T0 + HOUR);

const statuses: LifecycleDefinition['statuses'] = {
  SUBMITTED: {
    owner: 'shop',
    entry: true,
    next: ['PRICE_CALCULATED'],
    serviceLevel: { target: 'PT1H', breach: 'PT24H' },
  },
  PRICE_CALCULATED: { owner: 'mes', next: [] },
};
const definition: LifecycleDefinition = { name: 'short', zone: 'UTC', statuses };
const under = (declared: LifecycleDefinition, hash: string) => lifecycles(['shop', 'mes'], [lifecycle(declared, hash)]);
const before = under(definition, 'before');
// The same with another limit, and a way back that was not declared before.
const after = under(
  {
    ...definition,
    statuses: {
      SUBMITTED: { ...statuses.SUBMITTED!, serviceLevel: { target: 'PT1H', breach: 'P2D' } },
      PRICE_CALCULATED: { owner: 'mes', next: ['SUBMITTED'], serviceLevel: { target: 'PT1H', breach: 'PT2H' } },
    },
  },
  'after',
);

async function dueAt(orderId: string): Promise<number | null> {
  const { rows } = await pool.query('select due_at from tracker.order_state where order_id = $1', [orderId]);
  return rows[0].due_at;
}

const told: Announcement[] = [];
const listeners = [
  async (_tx: unknown, { announcements }: { announcements: Announcement[] }) => {
    told.push(...announcements);
  },
];

it('works a changed lifecycle into every order and tells what it finds as historic', async () => {
  const ledger = createLedger({ pool, lifecycles: () => before, clock, listeners, vault: plainVault });
  const ids = Array.from({ length: 450 }, (_, number) => `RB-${number}`);
  await ledger.record(arrivals(ids.map(orderId => anEvent({ orderId }))));
  await ledger.record(
    arrivals([
      anEvent({ orderId: 'RB-0', status: 'PRICE_CALCULATED', source: 'mes', occurredAt: T0 + MINUTE }),
      anEvent({ orderId: 'RB-0', status: 'SUBMITTED', source: 'shop', occurredAt: T0 + 2 * MINUTE }),
    ]),
  );
  expect(await dueAt('RB-1')).toBe(T0 + DAY);
  told.length = 0;

  const progress: [number, number][] = [];
  const onProgress = (done: number, total: number) => progress.push([done, total]);
  const rebuilt = await rebuild({ pool, lifecycles: after, clock, listeners, onProgress, vault: plainVault });
  expect(rebuilt).toEqual({ orders: 450, changed: 450 });
  expect(progress).toEqual([
    [200, 450],
    [400, 450],
    [450, 450],
  ]);
  expect(await dueAt('RB-1')).toBe(T0 + 2 * DAY);
  expect(told).toMatchObject([{ orderId: 'RB-0', from: 'PRICE_CALCULATED', to: 'SUBMITTED', historic: true }]);
  expect(await rebuild({ pool, lifecycles: after, clock, vault: plainVault })).toEqual({ orders: 450, changed: 0 });
});

it('takes what joins an order as news, although the order is folded anew for another reason', async () => {
  const ids = { mes: 'RB-M' };
  const ledger = createLedger({ pool, lifecycles: () => before, clock, vault: plainVault });
  await ledger.record(arrivals([anEvent({ orderId: 'RB-join' })]));
  await ledger.record(
    arrivals([anEvent({ orderId: null, ids, status: 'PRICE_CALCULATED', source: 'mes', occurredAt: T0 + MINUTE })]),
  );
  const link = anEvent({ orderId: 'RB-join', ids, type: 'order.note', status: null, occurredAt: T0 + 2 * MINUTE });
  const { announcements } = await createLedger({ pool, lifecycles: () => after, clock, vault: plainVault }).record(
    arrivals([link]),
  );
  expect(announcements).toMatchObject([{ orderId: 'RB-join', to: 'PRICE_CALCULATED', historic: false }]);
});

it('folds an order whole that was folded under another lifecycle, when its next event comes', async () => {
  const orderId = 'RB-next';
  const names = { status: 'PRICE_CALCULATED', source: 'mes' };
  await createLedger({ pool, lifecycles: () => before, clock, vault: plainVault }).record(
    arrivals([
      anEvent({ orderId }),
      anEvent({ orderId, ...names, occurredAt: T0 + MINUTE }),
      anEvent({ orderId, occurredAt: T0 + 2 * MINUTE }),
    ]),
  );
  const { announcements } = await createLedger({ pool, lifecycles: () => after, clock, vault: plainVault }).record(
    arrivals([anEvent({ orderId, ...names, occurredAt: T0 + 3 * MINUTE })]),
  );
  expect(announcements).toMatchObject([
    { to: 'SUBMITTED', historic: true, current: false },
    { to: 'PRICE_CALCULATED', historic: false, current: true },
  ]);
});

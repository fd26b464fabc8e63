import { expect, it, vi } from 'vitest';
import { manualClock } from '../platform/clock.ts';
import { createLog } from '../platform/log.ts';
import type { Pool } from '../platform/postgres.ts';
import { testDatabase } from '../test/support/database.ts';
import { anEvent, arrivals, T0 } from '../test/support/factory.ts';
import { referenceDefinition } from '../test/support/reference.ts';
import { declaredLifecycles } from '../tracker/declared.ts';
import { plainVault } from '../tracker/personal-data.ts';
import { createLedger } from '../tracker/record.ts';
import { keepRenewed } from './renewal.ts';

const { pool } = await testDatabase();
const clock = manualClock(T0);
const log = createLog('silent');
const inZone = (zone: string) => declaredLifecycles(['shop', 'crm', 'mes'], [{ ...referenceDefinition, zone }]);
const [before, after] = [inZone('UTC'), inZone('Europe/Moscow')];

async function hashes(): Promise<string[]> {
  const { rows } = await pool.query<{ hash: string }>('select lifecycle_hash as hash from tracker.order_state');
  return rows.map(({ hash }) => hash);
}

/** The database answers the first so many looks with a failure. */
function failing(times: number): Pool {
  let left = times;
  const query = (...args: Parameters<Pool['query']>) =>
    left-- > 0 ? Promise.reject(new Error('the database is starting up')) : pool.query(...args);
  return Object.assign(Object.create(pool) as Pool, { query });
}

it('goes on where the database was away for a moment, and begins nothing once it is stopped', async () => {
  await createLedger({ pool, lifecycles: () => before, clock, vault: plainVault }).record(arrivals([anEvent()]));
  let lifecycles = after;
  const renewal = keepRenewed({ pool: failing(2), lifecycles: () => lifecycles, clock, vault: plainVault, log });
  await vi.waitFor(async () => expect(await hashes()).toEqual([after.all[0]!.hash]), { timeout: 60_000 });

  lifecycles = before;
  const begun = renewal.begin();
  await renewal.stop();
  await begun;
  await renewal.stop();
  expect(await hashes()).toEqual([after.all[0]!.hash]);
});

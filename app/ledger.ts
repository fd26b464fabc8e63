import { createDuplicateListener } from '../alerts/duplicate-listener.ts';
import { createIncidentListener } from '../alerts/incident-listener.ts';
import { createNoticeListener } from '../notifier/listener.ts';
import type { Clock } from '../platform/clock.ts';
import type { Pool } from '../platform/postgres.ts';
import type { Ledger } from '../tracker/ledger.ts';
import type { Vault } from '../tracker/personal-data.ts';
import { createLedger } from '../tracker/record.ts';
import type { Configuration } from './configuration/sections.ts';

/**
 * The ledger with everybody who takes part in its transactions: whatever records an event, people are told of it, and
 * what was wrong with its order and no longer is comes to its end.
 */
export function openLedger(on: { pool: Pool; configuration: () => Configuration; clock: Clock; vault: Vault }): Ledger {
  const { configuration, ...rest } = on;
  const lifecycles = () => configuration().lifecycles;
  const listeners = [
    createNoticeListener({ ...rest, lifecycles, settings: () => configuration().notifications }),
    createIncidentListener({ ...rest, lifecycles, settings: () => configuration().alerts }),
    createDuplicateListener(rest),
  ];
  return createLedger({ ...rest, lifecycles, listeners });
}

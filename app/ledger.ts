import { createDuplicateListener } from '../alerts/duplicate-listener.ts';
import { createIncidentListener } from '../alerts/incident-listener.ts';
import { createMoveListener } from '../collector/order-traces/moves.ts';
import { createNoticeListener } from '../notifier/listener.ts';
import type { Clock } from '../platform/clock.ts';
import type { Pool } from '../platform/postgres.ts';
import { changeListener } from '../tracker/changes/change-listener.ts';
import type { Ledger } from '../tracker/ledger.ts';
import { countedLedger } from '../tracker/metrics/counted-ledger.ts';
import type { OrderMetrics } from '../tracker/metrics/order-metrics.ts';
import type { Vault } from '../tracker/personal-data.ts';
import { createLedger } from '../tracker/record.ts';
import type { Configuration } from './configuration/sections.ts';

/**
 * The ledger with everybody who takes part in its transactions: whatever records an event, people are told of it, and
 * what was wrong with its order and no longer is comes to its end. What moved goes into the trace of its order.
 */
export function openLedger(on: {
  pool: Pool;
  configuration: () => Configuration;
  clock: Clock;
  vault: Vault;
  /** Left out by commands, which nobody scrapes. */
  metrics?: OrderMetrics;
  /** Somebody takes the traces of orders. Left out by commands that move none. */
  traced?: boolean;
}): Ledger {
  const { configuration, metrics, traced = false, ...rest } = on;
  const lifecycles = () => configuration().lifecycles;
  const listeners = [
    createNoticeListener({ ...rest, lifecycles, settings: () => configuration().notifications }),
    createIncidentListener({ ...rest, lifecycles, settings: () => configuration().alerts }),
    createDuplicateListener(rest),
    changeListener,
    ...(traced ? [createMoveListener(rest)] : []),
  ];
  const ledger = createLedger({ ...rest, lifecycles, listeners });
  return metrics ? countedLedger(ledger, metrics) : ledger;
}

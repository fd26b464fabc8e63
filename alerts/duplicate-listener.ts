import type { Clock } from '../platform/clock.ts';
import type { Listener } from '../tracker/ledger.ts';
import { insertDuplicates } from './duplicate-rows.ts';

/** Notes how many events of a batch were known already: nothing else tells of them, for no row is written for one. */
export function createDuplicateListener({ clock }: { clock: Clock }): Listener {
  return async (tx, { outcomes }) => {
    const duplicates = outcomes.filter(outcome => outcome === 'duplicate').length;
    if (duplicates > 0) await insertDuplicates(tx, duplicates, clock.now());
  };
}

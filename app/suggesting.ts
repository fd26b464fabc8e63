import { suggestChange } from '../alerts/backtest/suggest.ts';
import type { Suggest } from '../alerts/digest-precision.ts';
import { precisionSince } from '../alerts/precision.ts';
import type { AlertSettings } from '../alerts/settings.ts';
import { describeFault } from '../platform/fault.ts';
import type { Log } from '../platform/log.ts';
import type { Pool } from '../platform/postgres.ts';
import { readingOnly } from '../platform/read-only.ts';
import type { Lifecycles } from '../tracker/lifecycle.ts';

const STATEMENT_MS = 15_000;

/** What change would have helped a rule, by the time in which people said how often it was right. */
export function suggesting(on: {
  pool: Pool;
  settings: () => AlertSettings;
  lifecycles: () => Lifecycles;
  log: Log;
}): Suggest {
  const db = readingOnly(on.pool, STATEMENT_MS);
  return async (rule, now) => {
    try {
      const found = await suggestChange(db, on.settings(), on.lifecycles(), rule, { since: precisionSince(now), now });
      return found?.text ?? null;
    } catch (error) {
      // A digest without it is worth more than none.
      on.log.warn({ rule, err: describeFault(error) }, 'no change of a rule could be tried on the past');
      return null;
    }
  };
}

import type { Instant } from '../../platform/clock.ts';
import type { Pool } from '../../platform/postgres.ts';
import {
  readConnections,
  readLongestLockWait,
  readReplicationLag,
  readSlowQueries,
  readStatements,
} from './database-signals.ts';
import { saveDatabase } from './watched-database.ts';

/**
 * Looks at the database that Orderwatch lives in. Any user may: what it may not see is null or left out. `runOnce`
 * rejects when the database does not answer, and then whoever reads sees by `sampledAt` how old the last look is.
 */
export function createPostgresWatcher({ pool }: { pool: Pool }): { runOnce(now: Instant): Promise<void> } {
  return {
    runOnce: async now => {
      const slow = await readSlowQueries(pool);
      const longestLockWaitMs = await readLongestLockWait(pool);
      const replicationLagMs = await readReplicationLag(pool);
      const statements = await readStatements(pool);
      const load = await readConnections(pool);
      await saveDatabase(pool, { ...load, slow, longestLockWaitMs, replicationLagMs, statements, sampledAt: now });
    },
  };
}

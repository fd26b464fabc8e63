import { type Instant, toIso } from '../platform/clock.ts';
import type { Db, Pool } from '../platform/postgres.ts';

/** A step is taken within seconds of its time; after a long standstill it takes a while to catch up. */
const LATE_MS = 60_000;

/**
 * Whether people are told at all. One incident that can't be told of holds up no other (escalator.ts), so nothing fails
 * when that is so of all of them: whoever watches from outside has to hear of it. `runOnce` throws while steps have been
 * overdue for a minute.
 */
export function createEscalationPulse({ pool }: { pool: Pool }): { runOnce(now: Instant): Promise<void> } {
  let lateSince: Instant | null = null;
  return {
    runOnce: async now => {
      lateSince = (await isLate(pool, now - LATE_MS)) ? (lateSince ?? now) : null;
      if (lateSince !== null && now - lateSince >= LATE_MS) {
        throw new Error('incidents wait for their next step and nobody is told of them');
      }
    },
  };
}

async function isLate(db: Db, before: Instant): Promise<boolean> {
  const { rows } = await db.query<{ late: boolean }>(
    'select exists (select from alerts.incident i where i.next_step_at <= $1) as late',
    [toIso(before)],
  );
  return rows[0]!.late;
}

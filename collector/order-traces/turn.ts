import { type Instant, toIso } from '../../platform/clock.ts';
import type { Db } from '../../platform/postgres.ts';

/**
 * Takes the turn to tell, until then, if nobody has it. Whoever is killed has it until its time is over. In rows one by
 * one it could not be: two who tell of two moves of one order would both send what of it is over.
 */
export async function takeTurn(db: Db, now: Instant, until: Instant): Promise<boolean> {
  const { rowCount } = await db.query(
    `insert into collector.order_trace_turn as turn (free_at) values ($2)
     on conflict (one) do update set free_at = excluded.free_at where turn.free_at <= $1`,
    [toIso(now), toIso(until)],
  );
  return rowCount === 1;
}

/** `until`: as it was taken. A turn that was over, and has perhaps been taken by another since, is left alone. */
export async function leaveTurn(db: Db, until: Instant, freeAt: Instant): Promise<void> {
  await db.query('update collector.order_trace_turn turn set free_at = $2 where turn.free_at = $1', [
    toIso(until),
    toIso(freeAt),
  ]);
}

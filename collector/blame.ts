import { saysDatabaseIsGone, sqlState } from '../platform/postgres.ts';

export type Blame = 'database' | 'content' | 'suspect';

// 40 rolled back for the sake of others, 55 locked by others, 57 cancelled, 28 and 3D not let in.
const OF_THE_MOMENT = new Set(['40', '55', '57', '28', '3D']);
// Data exceptions, violated constraints, exceeded limits.
const OF_THE_CONTENT = new Set(['22', '23', '54']);

/**
 * What an error at recording a batch is to be blamed on; `accept.ts` and `intake.ts` act on it.
 *
 * - `database`: it is gone, or can't do it now. Nothing is wrong with the events: the same batch is tried until it is
 *   taken, and nothing of it is acknowledged before.
 * - `content`: the database refuses the event for what is in it, and will the next time too. The batch is halved until
 *   that event stands alone, and it is quarantined.
 * - `suspect`: all the rest, which is a mistake of ours (TypeError, a table that is missing). It may come to light by
 *   one event only, or by each. So the batch is halved as well, and its neighbours tell: when at least one of them was
 *   recorded, an event that fails alone, twice, is quarantined. When none was, the trouble is with us and not with the
 *   events: the intake pauses as if the database were gone, says why, and quarantines nothing. An event that came alone
 *   has no neighbours that could tell; it is given back to the queue after a while, to come again beside others.
 */
export function blame(error: unknown): Blame {
  const kind = sqlState(error)?.slice(0, 2) ?? '';
  if (saysDatabaseIsGone(error) || OF_THE_MOMENT.has(kind)) return 'database';
  return OF_THE_CONTENT.has(kind) ? 'content' : 'suspect';
}

/** For logs: which error and where, without its message, which may quote the event. */
export function whereabouts(error: unknown): { error: string; sqlState: string | undefined; stack: string } {
  if (!(error instanceof Error)) return { error: typeof error, sqlState: undefined, stack: '' };
  const frames = (error.stack ?? '').split('\n').filter(line => /^\s+at /.test(line));
  return { error: error.name, sqlState: sqlState(error), stack: frames.join('\n') };
}

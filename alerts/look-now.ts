import type { Instant } from '../platform/clock.ts';
import { type Pool, saysDatabaseIsGone, transaction } from '../platform/postgres.ts';
import type { Lifecycles } from '../tracker/lifecycle.ts';
import type { Found } from './finding.ts';
import { readOpenFindings } from './finding-rows.ts';
import { readLastRuns, ruleJob } from './run-list.ts';
import type { Rule } from './settings.ts';

/** Somebody waits for it. */
const WITHIN_MS = 5_000;
const LOOKING = `set local statement_timeout = ${WITHIN_MS}; set local transaction_read_only = on`;

export type LookedNow =
  | {
      kind: 'seen';
      found: readonly Found[];
      lookedAt: number /** Not found by the rule of this name so far. */;
      fresh: number;
    }
  /** It could not look, for this reason. */
  | { kind: 'blind' | 'failed'; why: string };

/** What a rule would find at this moment; nothing is written, and nobody is told. A database that is gone is thrown. */
export async function lookNow(
  pool: Pool,
  rule: Rule,
  { lifecycles, now }: { lifecycles: Lifecycles; now: Instant },
): Promise<LookedNow> {
  const open = (await readOpenFindings(pool, rule.name)).filter(({ origin }) => origin === 'rule');
  const lastOf = await readLastRuns(pool, [ruleJob(rule.name)]);
  const since = lastOf(ruleJob(rule.name)).succeededAt;
  try {
    const seen = await transaction(pool, db => rule.condition.look({ db, lifecycles, now, since, open }), LOOKING);
    if (seen.kind === 'blind') return seen;
    const known = new Set(open.map(({ subject }) => subject));
    return { ...seen, fresh: seen.found.filter(({ subject }) => !known.has(subject)).length };
  } catch (error) {
    if (saysDatabaseIsGone(error)) throw error;
    return { kind: 'failed', why: (error as Error).message };
  }
}

import { type Pool, saysDatabaseIsGone, sqlState, transaction } from '../platform/postgres.ts';
import type { Lifecycles } from '../tracker/lifecycle.ts';
import { applyFindings } from './apply-findings.ts';
import type { Seen } from './condition.ts';
import { readOpenFindings } from './finding-rows.ts';
import { clearFailure, noteFailure } from './rule-failed.ts';
import type { RunCounts } from './run-rows.ts';
import type { Job, Tick } from './scheduler.ts';
import type { AlertSettings, Rule } from './settings.ts';
import type { StartGrace } from './start-grace.ts';

export type RuleJobDeps = {
  pool: Pool;
  lifecycles: () => Lifecycles;
  /** Left out: everything is judged from the start. */
  grace?: Pick<StartGrace, 'holds'>;
};

/** A look that takes longer is cut, a statement at a time: the next minute has the next one. */
const LOOK_WITHIN_MS = 15_000;
const READ_ONLY = '25006';
const LOOKING = `set local statement_timeout = ${LOOK_WITHIN_MS}; set local transaction_read_only = on`;

/** One job a rule, as they are declared at this moment; none of a rule that can't be judged yet. */
export function ruleJobs(settings: () => AlertSettings, deps: RuleJobDeps): Job[] {
  const judged = settings().rules.filter(({ condition }) => !deps.grace?.holds(condition.kind));
  return judged.map(rule => ({
    name: `rule:${rule.name}`,
    schedule: rule.schedule,
    turn: rule.condition.looksLast ? 1 : 0,
    work: tick => judge(rule, settings(), deps, tick),
  }));
}

async function judge(rule: Rule, settings: AlertSettings, deps: RuleJobDeps, tick: Tick): Promise<RunCounts> {
  const { pool } = deps;
  const { now } = tick;
  let counts: RunCounts;
  try {
    counts = await conclude(rule, settings, pool, await look(rule, deps, tick), now);
  } catch (error) {
    // It is not the rule's fault, and it could not be written either.
    if (!saysDatabaseIsGone(error)) await noteFailure(pool, rule, error, { now, settings });
    throw error;
  }
  await clearFailure(pool, rule, now);
  return counts;
}

/** By itself and reading only: no lock of what is written afterwards is held while it takes its time. */
async function look(rule: Rule, { pool, lifecycles }: RuleJobDeps, { now, since }: Tick): Promise<Seen> {
  const open = (await readOpenFindings(pool, rule.name)).filter(({ origin }) => origin === 'rule');
  try {
    return await transaction(
      pool,
      db => rule.condition.look({ db, lifecycles: lifecycles(), now, since, open }),
      LOOKING,
    );
  } catch (error) {
    // Elsewhere this says that the database has become a standby; here, that the rule wanted to write.
    if (sqlState(error) === READ_ONLY) throw new Error((error as Error).message);
    throw error;
  }
}

async function conclude(rule: Rule, settings: AlertSettings, pool: Pool, seen: Seen, now: number): Promise<RunCounts> {
  if (seen.kind === 'blind') return { lookedAt: 0, found: 0, opened: 0, resolved: 0, blind: seen.why };
  const { found, lookedAt } = seen;
  const applied = await transaction(pool, tx => applyFindings(tx, rule, found, { origin: 'rule', now, settings }));
  return { lookedAt, found: found.length, ...applied, blind: null };
}

import type { Instant } from '../platform/clock.ts';
import { type Pool, saysDatabaseIsGone, sqlState, transaction } from '../platform/postgres.ts';
import type { Lifecycles } from '../tracker/lifecycle.ts';
import { applyFindings } from './apply-findings.ts';
import type { Seen } from './condition.ts';
import type { Judge, Judgement, Suspected } from './evidence.ts';
import type { OpenFinding, Subject } from './finding.ts';
import { diffFindings } from './finding-diff.ts';
import { readOpenFindings } from './finding-rows.ts';
import { clearFailure, noteFailure } from './rule-failed.ts';
import type { RunCounts } from './run-rows.ts';
import type { Job, Tick } from './scheduler.ts';
import type { AlertSettings, Rule } from './settings.ts';
import type { StartGrace } from './start-grace.ts';

export type RuleJobDeps = {
  pool: Pool;
  lifecycles: () => Lifecycles;
  /** Why what is found is so, and how sure that is. Left out: nobody asks. */
  judge?: Judge;
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
    counts = await conclude(rule, settings, deps, await look(rule, deps, tick), now);
  } catch (error) {
    // It is not the rule's fault, and it could not be written either.
    if (!saysDatabaseIsGone(error)) await noteFailure(pool, rule, error, { now, settings });
    throw error;
  }
  await clearFailure(pool, rule, now);
  return counts;
}

type Looked = { open: readonly OpenFinding[]; seen: Seen };

/** By itself and reading only: no lock of what is written afterwards is held while it takes its time. */
async function look(rule: Rule, { pool, lifecycles }: RuleJobDeps, { now, since }: Tick): Promise<Looked> {
  const open = (await readOpenFindings(pool, rule.name)).filter(({ origin }) => origin === 'rule');
  try {
    const seen = await transaction(
      pool,
      db => rule.condition.look({ db, lifecycles: lifecycles(), now, since, open }),
      LOOKING,
    );
    return { open, seen };
  } catch (error) {
    // Elsewhere this says that the database has become a standby; here, that the rule wanted to write.
    if (sqlState(error) === READ_ONLY) throw new Error((error as Error).message);
    throw error;
  }
}

async function conclude(
  rule: Rule,
  settings: AlertSettings,
  { pool, judge }: RuleJobDeps,
  { open, seen }: Looked,
  now: Instant,
): Promise<RunCounts> {
  if (seen.kind === 'blind') return { lookedAt: 0, found: 0, opened: 0, resolved: 0, blind: seen.why };
  const { found, lookedAt } = seen;
  const { news } = diffFindings(open, found, { now, partial: false });
  const { kind } = rule.condition;
  const thought = await think(
    judge,
    news.map(one => ({ ...one, kind })),
    now,
  );
  const { judgements = new Map() } = thought;
  const applied = await transaction(pool, tx =>
    applyFindings(tx, rule, found, { origin: 'rule', now, settings, judgements }),
  );
  // What was found is told in any case; that nobody knows why is a matter of its own.
  if ('error' in thought) throw thought.error;
  return { lookedAt, found: found.length, ...applied, blind: null };
}

/** Before anything is held: whoever judges looks at much. */
async function think(
  judge: Judge | undefined,
  news: readonly Suspected[],
  now: Instant,
): Promise<{ judgements?: ReadonlyMap<Subject, Judgement> } | { judgements?: never; error: unknown }> {
  if (!judge || news.length === 0) return {};
  try {
    return { judgements: await judge.judge(news, now) };
  } catch (error) {
    return { error };
  }
}

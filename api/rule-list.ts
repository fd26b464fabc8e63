import { z } from 'zod';
import { inWords, nextRuns } from '../alerts/cron.ts';
import { countOpenByRule } from '../alerts/open-counts.ts';
import { type Precision, precisionSince, readPrecision } from '../alerts/precision.ts';
import { type ListedRun, listRuns, readLastRuns, ruleJob } from '../alerts/run-list.ts';
import type { AlertSettings, Rule } from '../alerts/settings.ts';
import { type Instant, toIso } from '../platform/clock.ts';
import type { Db } from '../platform/postgres.ts';
import type { contract } from './contract.ts';
import { decodeCursor, encodeCursor, instantForm } from './cursor.ts';
import { readQuery } from './parameters.ts';
import { noSuchRule, Refused } from './problem.ts';
import { query } from './requests.ts';
import { NEXT_RUNS } from './rules/check-rules.ts';
import { presentTold } from './rules/present-told.ts';

/** The declared rules, in their order, with how each fared: on one page, also for those on the command line. */
export async function rulePage(
  db: Db,
  asked: unknown,
  settings: AlertSettings,
  now: Instant,
): Promise<z.infer<typeof contract.RulePage>> {
  readQuery(query.none, asked);
  const { rules } = settings;
  const lastOf = await readLastRuns(
    db,
    rules.map(({ name }) => ruleJob(name)),
  );
  const since = precisionSince(now);
  const precision = await readPrecision(db, { since });
  const open = await countOpenByRule(db);
  return {
    items: rules.map(rule => ({
      ...presentRule(rule, lastOf(ruleJob(rule.name)), now),
      told: presentTold(rule, settings, now),
      open: open.get(rule.name) ?? 0,
      precision: { since: toIso(since), ...(precision.get(rule.name) ?? NOTHING_SAID) },
    })),
    nextCursor: null,
  };
}

const NOTHING_SAID: Precision = { real: 0, notReal: 0, ourData: 0, unsaid: 0, share: null };

const position = z.tuple([z.literal('runs'), instantForm]);

/** The runs of a rule, newest first; also of one that is declared no longer, while they are kept. Throws Refused. */
export async function runPage(
  db: Db,
  rule: string,
  asked: unknown,
  { rules }: Pick<AlertSettings, 'rules'>,
): Promise<z.infer<typeof contract.RunPage>> {
  const { cursor, limit } = readQuery(query.page, asked);
  const [, before] = cursor === undefined ? [null, null] : decodeCursor(position, cursor);
  // Postgres text can't hold NUL, so no rule can have it in its name.
  if (rule.includes('\0')) throw new Refused(noSuchRule(rule));
  const { runs, next } = await listRuns(db, ruleJob(rule), { before, limit });
  const isDeclared = rules.some(({ name }) => name === rule);
  if (!isDeclared && before === null && runs.length === 0) throw new Refused(noSuchRule(rule));
  return { items: runs.map(presentRun), nextCursor: next === null ? null : encodeCursor(['runs', next]) };
}

function presentRule(
  rule: Rule,
  { last, succeededAt }: { last: ListedRun | null; succeededAt: Instant | null },
  now: Instant,
): Omit<z.infer<typeof contract.Rule>, 'precision' | 'told' | 'open'> {
  const { name, title, severity, schedule, route, shadow } = rule;
  const runs = nextRuns(schedule, now, NEXT_RUNS);
  const [next] = runs;
  return {
    ...{ name, title, severity, route, shadow },
    condition: rule.looksFor,
    schedule: { ...schedule },
    nextRunAt: next === undefined ? null : toIso(next),
    nextRunsAt: runs.map(toIso),
    nextRun: next === undefined ? null : inWords(schedule, now),
    failing: last !== null && (last.error !== null || last.blind !== null),
    lastRun: last && presentRun(last),
    lastSuccessAt: succeededAt === null ? null : toIso(succeededAt),
  };
}

function presentRun(run: ListedRun): z.infer<typeof contract.Run> {
  const { missed, lookedAt, found, opened, resolved, blind, error } = run;
  return {
    dueAt: toIso(run.dueAt),
    startedAt: toIso(run.startedAt),
    endedAt: run.endedAt === null ? null : toIso(run.endedAt),
    outcome: run.endedAt === null ? 'running' : error !== null ? 'failed' : blind !== null ? 'blind' : 'looked',
    ...{ missed, lookedAt, found, opened, resolved },
    why: error ?? blind,
  };
}

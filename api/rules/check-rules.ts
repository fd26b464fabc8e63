import type { z } from 'zod';
import { checkQueries } from '../../alerts/check-queries.ts';
import { nextRuns } from '../../alerts/cron.ts';
import { type LookedNow, lookNow } from '../../alerts/look-now.ts';
import type { AlertSettings, Rule } from '../../alerts/settings.ts';
import { type Clock, type Instant, toIso } from '../../platform/clock.ts';
import type { Pool } from '../../platform/postgres.ts';
import type { Lifecycles } from '../../tracker/lifecycle.ts';
import type { ConfigurationDesk, TriedRules } from '../configuration/configuration-desk.ts';
import type { contract } from '../contract.ts';
import { readBody } from '../parameters.ts';
import { presentTold } from './present-told.ts';
import { ruleCheckBody } from './rule-check-requests.ts';

export type RuleCheckDeps = {
  pool: Pool;
  clock: Clock;
  alerts: () => AlertSettings;
  configuration: ConfigurationDesk;
};

type RuleCheck = z.infer<typeof contract.RuleCheck>;

export const NEXT_RUNS = 5;
const SAMPLES = 10;
/** Each of them looks at the database. */
const RULES_AT_MOST = 5;

/** `seesAll`: may see the whole document. Throws Refused. */
export async function checkRules(deps: RuleCheckDeps, asked: unknown, seesAll: boolean): Promise<RuleCheck> {
  const { pool, clock, alerts, configuration } = deps;
  const { rules: snippet } = readBody(ruleCheckBody.ruleCheck, asked);
  const tried = configuration.withRules(snippet);
  if (!tried.ok) return { mistakes: tried.mistakes, rules: [], configuration: null };
  const own = tried.alerts.rules.filter(({ name }) => tried.names.includes(name));
  const mistakes = tried.place([...tooMany(own), ...(await checkQueries(pool, { rules: own }))]);
  if (mistakes.length > 0) return { mistakes, rules: [], configuration: null };
  const now = clock.now();
  const rules: RuleCheck['rules'] = [];
  for (const rule of own) {
    const running = alerts().rules.find(({ name }) => name === rule.name);
    rules.push(await presentTried(pool, rule, { tried, running, now }));
  }
  return { mistakes: [], rules, configuration: seesAll ? tried.text : null };
}

function tooMany(rules: readonly Rule[]) {
  const [extra] = rules.slice(RULES_AT_MOST);
  return extra ? [{ path: ['rules', extra.name], sentence: `At most ${RULES_AT_MOST} rules are tried at once.` }] : [];
}

async function presentTried(
  pool: Pool,
  rule: Rule,
  on: {
    tried: TriedRules & { ok: true; alerts: AlertSettings; lifecycles: Lifecycles };
    running: Rule | undefined;
    now: Instant;
  },
): Promise<RuleCheck['rules'][number]> {
  const { tried, running, now } = on;
  const { name, severity, schedule, shadow } = rule;
  return {
    ...{ name, severity, shadow },
    isNew: running === undefined,
    isChanged: running?.hash !== rule.hash,
    condition: rule.looksFor,
    schedule: { ...schedule },
    nextRunsAt: nextRuns(schedule, now, NEXT_RUNS).map(toIso),
    told: presentTold(rule, tried.alerts, now),
    now: presentLook(await lookNow(pool, rule, { lifecycles: tried.lifecycles, now })),
  };
}

function presentLook(looked: LookedNow): RuleCheck['rules'][number]['now'] {
  if (looked.kind !== 'seen') return { found: null, fresh: null, lookedAt: null, why: looked.why, samples: [] };
  const { found, fresh, lookedAt } = looked;
  const samples = found.slice(0, SAMPLES).map(({ subject, orderId, severity, detail }) => ({
    ...{ subject, orderId, severity, detail },
  }));
  return { found: found.length, fresh, lookedAt, why: null, samples };
}

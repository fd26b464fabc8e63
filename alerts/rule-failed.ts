import type { Instant } from '../platform/clock.ts';
import { describeFault } from '../platform/fault.ts';
import { type Pool, transaction } from '../platform/postgres.ts';
import { applyFindings, resolveFindings } from './apply-findings.ts';
import { readOpenFindings } from './finding-rows.ts';
import type { RuleFacts } from './incident-life.ts';
import type { AlertSettings, Rule } from './settings.ts';

/** Not declared by anybody: what is wrong with a rule that could not run. It is about `rule:<name>`. */
const RULE_FAILED = 'rule-failed';

function subjectOfRule(name: string): string {
  return `rule:${name}`;
}

/** A rule on trial that fails is nobody's trouble but that of those who look at it. */
function failedRule({ shadow }: Rule): RuleFacts {
  return {
    name: RULE_FAILED,
    hash: '',
    title: { en: 'A rule could not run', ru: 'Правило не выполнилось' },
    shadow,
  };
}

export async function noteFailure(
  pool: Pool,
  rule: Rule,
  error: unknown,
  on: { now: Instant; settings: AlertSettings },
): Promise<void> {
  const fault = describeFault(error);
  const found = {
    subject: subjectOfRule(rule.name),
    orderId: null,
    stay: '',
    severity: 'warning' as const,
    status: null,
    since: null,
    limitAt: null,
    limit: null,
    owner: null,
    detail: { en: `${rule.name}: ${fault}`, ru: `${rule.name}: ${fault}` },
  };
  await transaction(pool, tx => applyFindings(tx, failedRule(rule), [found], { origin: 'rule', partial: true, ...on }));
}

/** It has run. */
export async function clearFailure(pool: Pool, rule: Rule, now: Instant): Promise<void> {
  const ours = (await readOpenFindings(pool, RULE_FAILED)).filter(
    ({ subject }) => subject === subjectOfRule(rule.name),
  );
  if (ours.length > 0) await transaction(pool, tx => resolveFindings(tx, ours, 'no_longer', now));
}

import { aRule } from '../../alerts/conditions-under-test.ts';
import { ruleJobs } from '../../alerts/rule-job.ts';
import type { RunCounts } from '../../alerts/run-rows.ts';
import type { Rule } from '../../alerts/settings.ts';
import { alertSettings } from '../../alerts/settings-under-test.ts';
import type { Pool } from '../../platform/postgres.ts';
import { referenceLifecycles } from '../../test/support/reference.ts';

/** As the configuration declares and compiles it: no price for a day. */
export function ruleUnderBench(): Rule {
  return aRule({
    title: { en: 'Orders wait for their price' },
    condition: { kind: 'missing', status: 'SUBMITTED', successor: 'PRICE_CALCULATED', over: 'breach' },
    severity: 'critical',
  });
}

/** A run of the rule at this instant: look, compare with what is open, write what has changed. */
export function runnerOf(pool: Pool, rule: Rule): (now: number) => Promise<RunCounts> {
  const [job] = ruleJobs(() => alertSettings({ rules: [rule] }), { pool, lifecycles: () => referenceLifecycles });
  return now => job!.work({ dueAt: now, now, since: null, missed: 0 });
}

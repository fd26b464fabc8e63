import type { Condition } from '../../alerts/condition.ts';
import { orderSubject, stayOf } from '../../alerts/finding.ts';
import { ruleJobs } from '../../alerts/rule-job.ts';
import type { RunCounts } from '../../alerts/run-rows.ts';
import type { Rule } from '../../alerts/settings.ts';
import { alertSettings, ruleThatSees } from '../../alerts/settings-under-test.ts';
import { toIso } from '../../platform/clock.ts';
import type { Pool } from '../../platform/postgres.ts';
import { referenceLifecycles } from '../../test/support/reference.ts';

export const RULE = 'price-missing';

/** Orders in SUBMITTED past their limit, by the index of statuses. */
const condition: Condition = {
  kind: 'dwell',
  look: async ({ db, now }) => {
    const { rows } = await db.query<{ order_id: string; status_since: number; due_at: number }>(
      `select s.order_id, s.status_since, s.due_at from tracker.order_state s
        where s.status = 'SUBMITTED' and s.due_at <= $1 and s.joined_into is null order by s.due_at, s.order_id`,
      [toIso(now)],
    );
    const found = rows.map(({ order_id: orderId, status_since: since, due_at: limitAt }) => ({
      subject: orderSubject(orderId),
      orderId,
      stay: stayOf('SUBMITTED', since),
      severity: 'critical' as const,
      status: 'SUBMITTED',
      since,
      limitAt,
      limit: 'P1D',
      owner: 'mes',
      detail: null,
    }));
    return { kind: 'seen', found, lookedAt: rows.length };
  },
};

export function ruleUnderBench(): Rule {
  return ruleThatSees({ now: [] }, { name: RULE, condition });
}

/** A run of the rule at this instant: look, compare with what is open, write what has changed. */
export function runnerOf(pool: Pool, rule: Rule): (now: number) => Promise<RunCounts> {
  const [job] = ruleJobs(() => alertSettings({ rules: [rule] }), { pool, lifecycles: () => referenceLifecycles });
  return now => job!.work({ dueAt: now, now, since: null, missed: 0 });
}

import { z } from 'zod';
import { findDue } from '../../tracker/due-orders.ts';
import type { Lifecycle } from '../../tracker/lifecycle.ts';
import type { Condition } from '../condition.ts';
import { leaveOutFound } from '../found-elsewhere.ts';
import { levelsOf } from '../levels.ts';
import type { RuleContext } from '../rule-context.ts';
import { foundOf, lifecyclesIn, type StayRule, stayLevel } from '../stay-rule.ts';
import { name, stayLimit, time } from '../written-limits.ts';

export const dwell = z
  .strictObject({
    kind: z.literal('dwell').meta({ description: 'An order stays in a status for too long.', examples: ['dwell'] }),
    status: z
      .union([z.string(), z.array(z.string()).min(1)])
      .meta({ description: 'A status, several, or "*": any that has a limit.', examples: ['SUBMITTED', '*'] }),
    over: stayLimit,
    time,
    exceptFound: z.boolean().exactOptional().meta({
      description: 'Leaves out orders that another rule has found and not let go: for a daily safety net.',
      default: false,
    }),
  })
  .meta({ description: '`dwell`: an order stays in a status for too long.' });

export const missing = z
  .strictObject({
    kind: z
      .literal('missing')
      .meta({ description: 'An order waits for one certain status that does not come.', examples: ['missing'] }),
    status: name('The status in which the order waits.', 'SUBMITTED'),
    successor: name('The status that should have come; whoever owns it is asked to move.', 'PRICE_CALCULATED'),
    over: stayLimit,
    time,
  })
  .meta({ description: '`missing`: an order waits for one certain status that does not come.' });

export function compileDwell(
  { status, over, time = 'calendar', exceptFound }: z.infer<typeof dwell>,
  on: RuleContext,
): Condition {
  const named = typeof status === 'string' ? [status] : status;
  const rules = lifecyclesIn(on).flatMap(lifecycle =>
    lifecycle.names
      .filter(name => (named.includes('*') || named.includes(name)) && lifecycle.status(name)?.serviceLevel)
      .map(name => stayRule(lifecycle, name, nextOwner(lifecycle, name), { over, time }, on)),
  );
  return condition('dwell', rules, on, exceptFound === true);
}

export function compileMissing(
  { status, successor, over, time = 'calendar' }: z.infer<typeof missing>,
  on: RuleContext,
): Condition {
  const rules = lifecyclesIn(on)
    .filter(lifecycle => lifecycle.status(status)?.serviceLevel)
    .map(lifecycle => stayRule(lifecycle, status, lifecycle.owner(successor), { over, time }, on));
  return condition('missing', rules, on, false);
}

/** The status that usually comes next; null at the end. An order that only waits to be cancelled waits for nobody. */
export function nextMove(lifecycle: Lifecycle, status: string): string | null {
  const next = lifecycle.status(status)?.next ?? [];
  return next.find(name => !lifecycle.isTerminal(name)) ?? next[0] ?? null;
}

/** The system whose move is missing. */
export function nextOwner(lifecycle: Lifecycle, status: string): string | null {
  const move = nextMove(lifecycle, status);
  return move === null ? null : lifecycle.owner(move);
}

function stayRule(
  lifecycle: Lifecycle,
  status: string,
  owner: string | null,
  { over, time }: { over: string; time: 'calendar' | 'business' },
  { severity, raise }: RuleContext,
): StayRule {
  const levels = levelsOf<string>(over, severity, raise && { ...raise, over: String(raise.over) });
  return { lifecycle, status, owner, levels: levels.map(level => stayLevel(lifecycle, status, level, time)) };
}

function condition(kind: string, rules: readonly StayRule[], on: RuleContext, exceptFound: boolean): Condition {
  return {
    kind,
    looksLast: exceptFound,
    look: async ({ db, now }) => {
      let lookedAt = 0;
      const found = [];
      for (const rule of rules) {
        const bound = rule.levels[0]!.dueBy(now);
        if (bound === null) continue;
        const { lifecycle, status } = rule;
        const due = await findDue(db, { lifecycle: lifecycle.name, status, dueBy: bound }, on.scope);
        lookedAt += due.length;
        for (const order of due) {
          const one = foundOf(rule, order, now);
          if (one) found.push(one);
        }
      }
      return { kind: 'seen', lookedAt, found: exceptFound ? await leaveOutFound(db, on.rule, found) : found };
    },
  };
}

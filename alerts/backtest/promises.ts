import type { z } from 'zod';
import type { Known } from '../../tracker/knowledge.ts';
import { nextOwner } from '../conditions/dwell.ts';
import type { overdue } from '../conditions/overdue.ts';
import { lengthOf } from '../lengths.ts';
import { levelsOf } from '../levels.ts';
import type { RuleContext } from '../rule-context.ts';
import type { Claim } from './past-finding.ts';
import type { OrderReplay } from './spells.ts';

/** `overdue`: what was promised, from when on one knew of it. */
export function replayPromises({ before }: z.infer<typeof overdue>, { severity, raise }: RuleContext): OrderReplay {
  const first = before === undefined ? 0 : -lengthOf(before).ms;
  const raised = raise && { ...raise, over: raise.over === 'promise' ? 0 : lengthOf(String(raise.over)).ms };
  const levels = levelsOf<number>(first, severity, raised);
  const claim = ({ lifecycle, state }: Known): Claim | null => {
    const { promisedAt, dueAt, status } = state;
    if (promisedAt === null || dueAt === null || status === null) return null;
    return {
      // The promise holds whatever status the order is in.
      stay: '',
      status: null,
      owner: nextOwner(lifecycle, status),
      levels: levels.map(({ over, severity }) => ({ at: promisedAt + over, severity })),
    };
  };
  return ({ known }) => known.map(claim);
}

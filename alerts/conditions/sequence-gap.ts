import { z } from 'zod';
import { findSequenceGaps } from '../../tracker/sequence-gaps.ts';
import type { Condition } from '../condition.ts';
import { foundWaiting } from '../found-waiting.ts';
import { lengthLevels } from '../lengths.ts';
import { ordersToLookAt } from '../look-window.ts';
import { agesOf, readPatience, timeIsOver, waitedFor } from '../patience.ts';
import type { RuleContext } from '../rule-context.ts';
import { duration } from '../written-limits.ts';

export const sequenceGap = z
  .strictObject({
    kind: z.literal('sequenceGap').meta({
      description: 'A system has skipped a number of its sequence about an order.',
      examples: ['sequenceGap'],
    }),
    for: duration('How long a number may be missing: messages overtake each other.', 'PT10M'),
  })
  .meta({
    description: '`sequenceGap`: a number is missing in what a system says about an order, so an event was lost.',
  });

export function compileSequenceGap(declared: z.infer<typeof sequenceGap>, on: RuleContext): Condition {
  const levels = lengthLevels(declared.for, on);
  return {
    kind: 'sequenceGap',
    look: async look => {
      const { db, now } = look;
      const patience = await readPatience(db, levels[0]!.over.ms);
      const candidates = await ordersToLookAt(db, look, agesOf(patience), 'sequence');
      const gaps = await findSequenceGaps(db, candidates, timeIsOver(patience, now), on.scope);
      const found = gaps.map(({ orderId, source, missing, since }) => {
        const detail = { en: `${source} never sent number ${missing}.`, ru: `${source} не прислал номер ${missing}.` };
        const found = foundWaiting(orderId, { since, owner: source, detail }, levels, now);
        return waitedFor(patience, source, found);
      });
      return { kind: 'seen', lookedAt: candidates.length, found };
    },
  };
}

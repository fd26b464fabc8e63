import { z } from 'zod';
import { type Disagreement, disagree, findDivergent, findUnconfirmed } from '../../tracker/disagreements.ts';
import type { LocalizedText } from '../../tracker/lifecycle.ts';
import type { Condition } from '../condition.ts';
import { type Found, stayOf } from '../finding.ts';
import { foundWaiting } from '../found-waiting.ts';
import { lengthLevels } from '../lengths.ts';
import { ordersToLookAt } from '../look-window.ts';
import type { RuleContext } from '../rule-context.ts';
import { duration } from '../written-limits.ts';

export const divergence = z
  .strictObject({
    kind: z.literal('divergence').meta({ description: 'Systems do not agree on an order.', examples: ['divergence'] }),
    for: duration('How long that may be so.', 'PT30M'),
    between: z
      .array(z.string())
      .min(2)
      .exactOptional()
      .meta({ description: 'Only when two of these systems disagree.', examples: [['crm', 'mes']] }),
  })
  .meta({
    description:
      '`divergence`: systems say of an order what can not both be, or its status still waits for the word of its owner.',
  });

export function compileDivergence(declared: z.infer<typeof divergence>, on: RuleContext): Condition {
  const { lifecycles, scope } = on;
  const { between } = declared;
  const levels = lengthLevels(declared.for, on);
  const forMs = levels[0]!.over.ms;
  const ownerOf = ({ lifecycle, status }: Disagreement) => lifecycles.named(lifecycle)?.owner(status) ?? null;

  const isBetween = (order: Disagreement) => {
    const lifecycle = lifecycles.named(order.lifecycle);
    return between === undefined || (lifecycle !== null && disagree(lifecycle, order.sources, between));
  };
  /** The owner is silent, and another one of the systems has spoken for it. */
  const isSilent = (order: Disagreement) => {
    const owner = ownerOf(order);
    const speak = Object.keys(order.sources).filter(source => order.sources[source]!.status === order.status);
    return between === undefined || (between.includes(owner ?? '') && speak.some(source => between.includes(source)));
  };
  const foundOf = (order: Disagreement, now: number, ofStay: boolean, detail: LocalizedText): Found => {
    const stay = ofStay && { stay: stayOf(order.status, order.statusSince), status: order.status };
    return foundWaiting(order.orderId, { since: order.since, owner: ownerOf(order), detail, ...stay }, levels, now);
  };

  return {
    kind: 'divergence',
    look: async look => {
      const { db, now } = look;
      const divergent = await findDivergent(db, now - forMs, scope);
      const candidates = await ordersToLookAt(db, look, [{ ms: forMs, beforeMs: forMs }], 'status');
      const unconfirmed = await findUnconfirmed(db, candidates, now - forMs, scope);
      const found = divergent.filter(isBetween).map(order => foundOf(order, now, false, whoSaysWhat(order)));
      const known = new Set(found.map(({ orderId }) => orderId));
      for (const order of unconfirmed.filter(isSilent)) {
        if (!known.has(order.orderId)) found.push(foundOf(order, now, true, whoIsSilent(order, ownerOf(order))));
      }
      return { kind: 'seen', lookedAt: divergent.length + candidates.length, found };
    },
  };
}

function whoSaysWhat({ sources }: Disagreement): LocalizedText {
  const said = Object.entries(sources)
    .map(([source, { status }]) => `${source}: ${status}`)
    .sort()
    .join(', ');
  return { en: `They say ${said}.`, ru: `Говорят ${said}.` };
}

function whoIsSilent({ status }: Disagreement, owner: string | null): LocalizedText {
  const who = owner ?? '?';
  return { en: `${who} has not confirmed ${status}.`, ru: `${who} не подтвердил ${status}.` };
}

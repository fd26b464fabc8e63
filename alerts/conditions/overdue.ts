import { z } from 'zod';
import type { PromisedOrder } from '../../tracker/promised-orders.ts';
import { findPromised } from '../../tracker/promised-orders.ts';
import type { Condition } from '../condition.ts';
import { orderSubject } from '../finding.ts';
import { lengthOf } from '../lengths.ts';
import { levelsOf, worstPassed } from '../levels.ts';
import type { RuleContext } from '../rule-context.ts';
import { dateInWords } from '../sentences.ts';
import { duration } from '../written-limits.ts';
import { nextOwner } from './dwell.ts';

export const overdue = z
  .strictObject({
    kind: z
      .literal('overdue')
      .meta({ description: 'The promised date of an order has passed.', examples: ['overdue'] }),
    before: duration(
      'So long before the date it is at risk, and found. Then `raise: { over: promise, … }` says what it becomes with the date.',
      'P2D',
    ).exactOptional(),
  })
  .meta({ description: '`overdue`: the promised date of an order has passed, or is about to.' });

/** When, counted from the promised date. */
type Offset = { ms: number; iso: string | null };

export function compileOverdue({ before }: z.infer<typeof overdue>, on: RuleContext): Condition {
  const { severity, raise, scope, zone, lifecycles } = on;
  const first: Offset = { ms: before === undefined ? 0 : -lengthOf(before).ms, iso: null };
  const levels = levelsOf<Offset>(first, severity, raise && { ...raise, over: raisedBy(String(raise.over)) });
  const found = (order: PromisedOrder, now: number) => {
    const level = worstPassed(levels, ({ over }) => order.promisedAt + over.ms <= now)!;
    const lifecycle = lifecycles.named(order.lifecycle);
    const date = dateInWords(order.promisedAt, zone);
    return {
      subject: orderSubject(order.orderId),
      orderId: order.orderId,
      // The promise holds whatever status the order is in.
      stay: '',
      status: null,
      severity: level.severity,
      since: order.promisedAt + first.ms,
      limitAt: order.promisedAt,
      limit: level.over.iso,
      owner: lifecycle && nextOwner(lifecycle, order.status),
      detail: {
        en: `In ${order.status}, promised for ${date.en}.`,
        ru: `Статус ${order.status}, обещан к ${date.ru}.`,
      },
    };
  };
  return {
    kind: 'overdue',
    look: async ({ db, now }) => {
      const promised = await findPromised(db, now - first.ms, scope);
      return { kind: 'seen', lookedAt: promised.length, found: promised.map(order => found(order, now)) };
    },
  };
}

function raisedBy(over: string): Offset {
  return over === 'promise' ? { ms: 0, iso: null } : lengthOf(over);
}

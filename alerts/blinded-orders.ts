import type { Instant } from '../platform/clock.ts';
import type { OrderKey } from '../tracker/event.ts';
import type { Judge } from './evidence.ts';
import { type Found, orderSubject } from './finding.ts';

/**
 * Of these orders, those of which what we know may be late or wrong, whether or not a rule has found them: a promise may
 * be told as broken before any rule looks, and of what no rule is declared for.
 */
export async function findBlinded(
  { judge }: Pick<Judge, 'judge'>,
  orders: readonly OrderKey[],
  now: Instant,
): Promise<Set<OrderKey>> {
  const judgements = await judge(orders.map(inQuestion), now);
  return new Set(orders.filter(orderId => judgements.get(orderSubject(orderId))?.suspect));
}

function inQuestion(orderId: OrderKey): Found {
  return {
    ...{ subject: orderSubject(orderId), orderId, stay: '', severity: 'info', status: null, since: null },
    ...{ limitAt: null, limit: null, owner: null, detail: null },
  };
}

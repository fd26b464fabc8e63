import type { Instant } from '../platform/clock.ts';
import type { OrderKey } from '../tracker/event.ts';
import { type Found, orderSubject } from './finding.ts';
import type { Length } from './lengths.ts';
import { type Level, worstPassed } from './levels.ts';

/** An order of which something has been so since then, and what is the matter with it. */
type Waiting = Pick<Found, 'owner' | 'detail'> & Partial<Pick<Found, 'stay' | 'status'>> & { since: Instant };

/** A finding about an order that has waited for as long as the first of the levels says. */
export function foundWaiting(
  orderId: OrderKey,
  { since, stay = '', status = null, ...said }: Waiting,
  levels: readonly Level<Length>[],
  now: Instant,
): Found {
  const { over, severity } = worstPassed(levels, level => since + level.over.ms <= now)!;
  const limits = { since, limitAt: since + over.ms, limit: over.iso };
  return { subject: orderSubject(orderId), orderId, stay, status, severity, ...limits, ...said };
}

import type { OrderInQuestion } from '../tracker/asked-orders.ts';
import type { Lifecycles } from '../tracker/lifecycle.ts';
import { nextOwner } from './conditions/dwell.ts';
import type { AskedOrder } from './evidence-provider.ts';
import type { Found } from './finding.ts';

/** What a rule has found of it says best whose move is missing, and which limit was passed. */
export function askAbout(
  order: OrderInQuestion,
  lifecycles: Lifecycles,
  found: Pick<Found, 'owner' | 'stay' | 'limitAt'> | null,
): AskedOrder {
  const lifecycle = lifecycles.named(order.lifecycle);
  const { status, targetAt } = order;
  // A promise is broken by all that happened in weeks: what keeps the order now is asked by the limit of its status.
  const ofStay = found !== null && found.stay !== '' ? found.limitAt : null;
  return {
    ...order,
    owner: found?.owner ?? (lifecycle && status !== null ? nextOwner(lifecycle, status) : null),
    limitAt: ofStay ?? targetAt ?? found?.limitAt ?? null,
  };
}

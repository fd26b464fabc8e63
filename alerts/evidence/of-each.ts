import type { OrderKey } from '../../tracker/event.ts';
import type { Evidence } from '../evidence.ts';
import type { AskedOrder } from '../evidence-provider.ts';

type Seen = Omit<Evidence, 'provider'>;

/** What a provider sees of each of these orders, for one that has nothing more to read. */
export function ofEach(
  provider: string,
  orders: readonly AskedOrder[],
  see: (order: AskedOrder) => readonly Seen[] | Seen | null,
): Map<OrderKey, Evidence[]> {
  const found = new Map<OrderKey, Evidence[]>();
  for (const order of orders) {
    const seen = [see(order) ?? []].flat();
    if (seen.length > 0)
      found.set(
        order.orderId,
        seen.map(one => ({ provider, ...one })),
      );
  }
  return found;
}

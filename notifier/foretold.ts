import { type Instant, toIso } from '../platform/clock.ts';
import type { Db } from '../platform/postgres.ts';
import type { OrderKey } from '../tracker/event.ts';

/** Whom something that happened to an order is going to be told. */
export type Foretold = {
  orderId: OrderKey;
  to: 'customer' | 'partner';
  /** The notice, as the configuration names it; of a partner's webhook its template. */
  notice: string;
};

/** What was noted of these orders since then and nobody has been told of yet; how it is told is decided when it is. */
export async function readForetold(db: Db, orders: readonly OrderKey[], since: Instant): Promise<Foretold[]> {
  if (orders.length === 0) return [];
  const { rows } = await db.query<Foretold>(
    `select n.order_id as "orderId", 'customer' as "to", n.notice from notifier.notice n
      where n.order_id = any ($1::text[]) and n.state = 'waiting' and n.noted_at >= $2
      union all
     select m.about, 'partner', m.template from notifier.message m
      where m.about = any ($1::text[]) and m.channel = 'webhook' and m.state = 'queued' and m.queued_at >= $2
      order by 1, 2, 3`,
    [orders, toIso(since)],
  );
  return rows;
}

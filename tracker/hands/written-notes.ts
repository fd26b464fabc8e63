import { type Instant, toIso } from '../../platform/clock.ts';
import type { Db } from '../../platform/postgres.ts';
import { HAND_TYPES, type OrderKey, OWN_SOURCE, OWN_TYPES } from '../event.ts';

export type WrittenNote = { orderId: OrderKey; at: Instant; by: string; text: string };

/**
 * What people wrote on orders through us in that time, the newest first: notes, and what they said when they brought an
 * order to its next status. By when it was written, whatever the order counts it as; of an order that turned out to be
 * another one, under that one's id. The texts are as they were typed.
 */
export async function findWrittenNotes(
  db: Db,
  { from, to }: { from: Instant; to: Instant },
  limit: number,
): Promise<WrittenNote[]> {
  const { rows } = await db.query<WrittenNote>(
    `select coalesce(s.joined_into, e.order_id) as "orderId", e.recorded_at as at, e.data ->> 'by' as by,
            e.data ->> 'text' as text
       from tracker.order_event e left join tracker.order_state s on s.order_id = e.order_id
      where e.source = '${OWN_SOURCE}' and e.type in ('${HAND_TYPES.noted}', '${OWN_TYPES.advanced}')
        and e.recorded_at >= $1 and e.recorded_at < $2 and e.data ->> 'text' <> '' and e.data ? 'by'
      order by e.recorded_at desc, e.event_id limit $3`,
    [toIso(from), toIso(to), limit],
  );
  return rows;
}

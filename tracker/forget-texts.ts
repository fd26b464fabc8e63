import type { Db } from '../platform/postgres.ts';
import { HAND_TYPES, type OrderKey, OWN_SOURCE } from './event.ts';

/** What stands where somebody has written something, when the customer of the order was forgotten. */
const CLEARED = '[cleared]';

/**
 * What people write about an order: notes, whoever sent them, and why they did what they did through us. A freeze by a rule,
 * which names its stay, and what Orderwatch says of the forgetting itself nobody has written.
 */
const IS_WRITTEN = `((e.source = '${OWN_SOURCE}' and e.data ? 'by' and not e.data ? 'stay') or e.type = '${HAND_TYPES.noted}')
  and (coalesce(e.data ->> 'text', $2) <> $2 or coalesce(e.data ->> 'reason', $2) <> $2)`;

const IS_CORRECTED = `c.order_id = any ($1::text[]) and (c.reason <> $2 or coalesce(c.decision, $2) <> $2)`;

/** How many of them stand in these orders. */
export async function countTexts(db: Db, keys: readonly OrderKey[]): Promise<number> {
  const { rows } = await db.query<{ texts: number }>(
    `select (select count(*) from tracker.order_event e where e.order_id = any ($1::text[]) and ${IS_WRITTEN})
          + (select count(*) from tracker.correction c where ${IS_CORRECTED}) as texts`,
    [keys, CLEARED],
  );
  return rows[0]!.texts;
}

/** Clears them, since anybody may have written a name or an address there. That there was one stays, and who wrote it. */
export async function clearTexts(tx: Db, keys: readonly OrderKey[]): Promise<number> {
  const { rowCount: events } = await tx.query(
    `update tracker.order_event e
        set data = e.data || (select jsonb_object_agg(field, $2::text) from unnest(array['text', 'reason']) as field
                               where e.data ? field)
      where e.order_id = any ($1::text[]) and ${IS_WRITTEN}`,
    [keys, CLEARED],
  );
  const { rowCount: corrections } = await tx.query(
    `update tracker.correction c
        set reason = $2, decision = case when c.decision is not null then $2 end
      where ${IS_CORRECTED}`,
    [keys, CLEARED],
  );
  return (events ?? 0) + (corrections ?? 0);
}

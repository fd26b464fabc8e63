import type { Db } from '../platform/postgres.ts';
import type { OrderKey } from './event.ts';

/** The systems that an order has heard from. */
export type Heard = { key: OrderKey; state: { sources: Readonly<Record<string, unknown>> } };

/** A system of more orders is common: they are many enough to be met when going through all. */
const COMMON_FROM = 5_000;

/** One new order in so many has its systems counted, or three hundred rare ones would be counted with every batch. */
const COUNTED_ONCE_IN = 100;

/**
 * Notes which systems have said something of which orders, as long as they are not common. Mostly all are, and this is
 * one look at a handful of rows.
 */
export async function noteSources(tx: Db, heard: readonly Heard[]): Promise<void> {
  if (heard.length === 0) return;
  const { rows } = await tx.query<{ name: string }>('select name from tracker.source where common');
  const common = new Set(rows.map(row => row.name));
  const pairs = heard.flatMap(({ key, state }) =>
    Object.keys(state.sources).flatMap(source => (common.has(source) ? [] : { key, source })),
  );
  if (pairs.length === 0) return;
  const names = [...new Set(pairs.map(pair => pair.source))].sort();
  await tx.query(
    `insert into tracker.source (name) select name from unnest($1::text[]) as name order by name collate "C"
     on conflict do nothing`,
    [names],
  );
  const { rows: grown } = await tx.query<{ source: string }>(
    `with noted as (
       insert into tracker.order_source (order_id, source)
       select order_id, source from unnest($1::text[], $2::text[]) as pair (order_id, source)
        order by order_id collate "C", source collate "C" on conflict do nothing
       returning order_id, source
     )
     select distinct source from noted where hashtext(order_id) % $3 = 0`,
    [pairs.map(pair => pair.key), pairs.map(pair => pair.source), COUNTED_ONCE_IN],
  );
  if (grown.length === 0) return;
  await tx.query(
    `update tracker.source s set common = true
      where s.name = any ($1) and not s.common
        and (select count(*) from (select from tracker.order_source o where o.source = s.name limit $2 + 1) as noted) > $2`,
    [grown.map(row => row.source), COMMON_FROM],
  );
}

/** How a system is known: not at all, by a few orders, or by so many that nobody keeps a list. */
export async function findSource(db: Db, name: string): Promise<'unknown' | 'rare' | 'common'> {
  const { rows } = await db.query<{ common: boolean }>('select common from tracker.source where name = $1', [name]);
  const [row] = rows;
  if (!row) return 'unknown';
  return row.common ? 'common' : 'rare';
}

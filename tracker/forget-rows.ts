import type { Db } from '../platform/postgres.ts';
import type { Customer, OrderKey } from './event.ts';
import { readEvents } from './event-rows.ts';
import { contactOf, openCustomer, PERSONAL_FIELDS, type Vault } from './personal-data.ts';
import { contactLines } from './search-text.ts';

/** Whose personal data is to be cleared: of these customers, and of whoever these orders are of. */
export type Forgotten = { customerIds: readonly string[]; orderIds: readonly OrderKey[] };

/** An order that holds such data, with the keys under which its events stand. */
export type ConcernedOrder = {
  orderId: OrderKey;
  keys: OrderKey[];
  /** `asked`: all of it. `theirs`: what names nobody else. `mentioned`: only what names the customer. */
  how: 'asked' | 'theirs' | 'mentioned';
};

export type EventId = { key: OrderKey; eventId: string };

const HOW = ['asked', 'theirs', 'mentioned'] as const;

/**
 * The orders concerned, by id. Reads the whole ledger once: that an event names a customer of whom its order is not
 * (any more) stands nowhere else, and an index would cost every event for what is asked once in a while.
 */
export async function findConcerned(db: Db, { customerIds, orderIds }: Forgotten): Promise<ConcernedOrder[]> {
  const { rows } = await db.query<{ key: OrderKey; rank: number }>(
    `select order_id as key, 1 as rank from unnest($2::text[]) as asked (order_id)
     union all
     select order_id, 2 from tracker.order_search where customer_id = any ($1)
     union all
     select distinct order_id, 3 from tracker.order_event where customer ->> 'id' = any ($1)`,
    [customerIds, orderIds],
  );
  return ordersOf(
    db,
    rows.map(({ key, rank }) => ({ key, how: HOW[rank - 1]! })),
  );
}

/** The orders that these keys are at present, by id, each with all its keys. */
export async function ordersOf(
  db: Db,
  concerned: readonly { key: OrderKey; how: ConcernedOrder['how'] }[],
): Promise<ConcernedOrder[]> {
  const { rows } = await db.query<ConcernedOrder>(
    `with orders as (
       select coalesce(state.joined_into, state.order_id) as order_id, min(named.rank) as rank
         from unnest($1::text[], $2::integer[]) as named (order_id, rank)
         join tracker.order_state state on state.order_id = named.order_id
        group by 1
     )
     select orders.order_id as "orderId", orders.order_id || state.members as keys, ($3::text[])[orders.rank] as how
       from orders join tracker.order_state state on state.order_id = orders.order_id
      order by orders.order_id`,
    [concerned.map(({ key }) => key), concerned.map(({ how }) => HOW.indexOf(how) + 1), HOW],
  );
  return rows;
}

// The conditions on an event of a concerned order, by `how` it is concerned.
const IS_PERSONAL = `(e.customer ?| $3 and (concerned.how = 'asked' or e.customer ->> 'id' = any ($4)
                       or (concerned.how = 'theirs' and e.customer ->> 'id' is null)))`;

function concernedValues(orders: readonly ConcernedOrder[], customerIds: readonly string[]): unknown[] {
  const pairs = orders.flatMap(({ keys, how }) => keys.map(key => ({ key, how })));
  return [pairs.map(pair => pair.key), pairs.map(pair => pair.how), PERSONAL_FIELDS, customerIds];
}

/** What is known of the customer in these orders, and in how many events. */
export async function readPersonal(
  db: Db,
  orders: readonly ConcernedOrder[],
  customerIds: readonly string[],
  vault: Vault,
): Promise<{ events: number; customers: Customer[] }> {
  const { rows } = await db.query<{ customer: Customer; events: number }>(
    `select e.customer, count(*) as events
       from unnest($1::text[], $2::text[]) as concerned (key, how)
       join tracker.order_event e on e.order_id = concerned.key
      where ${IS_PERSONAL} group by e.customer`,
    concernedValues(orders, customerIds),
  );
  return {
    events: rows.reduce((sum, row) => sum + row.events, 0),
    customers: rows.map(row => openCustomer(vault, row.customer)),
  };
}

/**
 * Clears the personal fields from the events, and nothing else: their digests still know a twin. Who calls it holds the
 * locks of the orders.
 */
export async function clearEvents(
  tx: Db,
  orders: readonly ConcernedOrder[],
  customerIds: readonly string[],
): Promise<EventId[]> {
  const { rows } = await tx.query<EventId>(
    `update tracker.order_event e set customer = e.customer - $3::text[]
       from unnest($1::text[], $2::text[]) as concerned (key, how)
      where e.order_id = concerned.key and ${IS_PERSONAL}
      returning e.order_id as key, e.event_id as "eventId"`,
    concernedValues(orders, customerIds),
  );
  return rows;
}

/** Makes the contacts of orders anew of what their events still say. */
export async function renewContacts(tx: Db, orders: readonly ConcernedOrder[], vault: Vault): Promise<void> {
  const events = await readEvents(
    tx,
    orders.flatMap(order => order.keys),
  );
  const byKey = Map.groupBy(events, event => event.key);
  const rows = orders.flatMap(({ orderId, keys }) =>
    keys.map(key => ({
      key,
      contact: contactOf(
        vault,
        (key === orderId ? keys : [key]).flatMap(name => byKey.get(name) ?? []),
      ),
    })),
  );
  for (const { key, contact } of rows) {
    await tx.query('update tracker.order_search set contact = $2, contact_hashes = $3 where order_id = $1', [
      key,
      contact.text,
      contact.hashes,
    ]);
  }
}

/** Customers by their whole e-mail address or phone number, with their orders; null: orders that name no customer id. */
export async function findCustomersBy(
  db: Db,
  contact: Customer,
  vault: Vault,
): Promise<{ customerId: string | null; orders: OrderKey[] }[]> {
  const lines = contactLines(contact);
  const { hashes } = contactOf(vault, [{ customer: contact }]);
  if (lines.length === 0 && hashes === null) return [];
  const { rows } = await db.query<{ customerId: string | null; orders: OrderKey[] }>(
    `select terms.customer_id as "customerId", array_agg(terms.order_id order by terms.order_id) as orders
       from tracker.order_search terms join tracker.order_state state on state.order_id = terms.order_id
      where state.joined_into is null
        and (terms.contact_hashes @> $1::bytea[]
             or (terms.contact like $2 and $3 = any (string_to_array(terms.contact, e'\\n'))))
      group by 1 order by 1 nulls last`,
    [hashes, lines[0] === undefined ? null : `%${lines[0].replace(/[\\%_]/g, '\\$&')}%`, lines[0]],
  );
  return rows;
}

import { randomUUID } from 'node:crypto';
import type { Clock } from '../platform/clock.ts';
import type { Db, Pool } from '../platform/postgres.ts';
import { type OrderKey, OWN_SOURCE, type StatedEvent } from '../tracker/event.ts';
import {
  type ConcernedOrder,
  clearEvents,
  type Forgotten,
  findConcerned,
  readPersonal,
  renewContacts,
} from '../tracker/forget-rows.ts';
import type { Ledger, RecordedPart } from '../tracker/ledger.ts';
import type { Vault } from '../tracker/personal-data.ts';
import { type Mentions, mentionsOf } from './mentions.ts';
import { deleteQuarantined, readBodies } from './quarantine-bodies.ts';
import { deleteRawMessages } from './raw-message.ts';

/**
 * Forgetting a customer: name, e-mail address and phone number go from the ledger, the search, the raw messages and the
 * quarantine. Everything else stays: events, sequence, digests, customer ids. That it happened is an event of each order.
 * What producers send about the customer afterwards is new data.
 */
export type ForgetDeps = { pool: Pool; ledger: Ledger; clock: Clock; vault: Vault };

export type ForgetPlan = {
  orders: ConcernedOrder[];
  /** Events that hold personal data of theirs. */
  events: number;
  /** Messages in quarantine that mention them. */
  quarantined: string[];
};

export type ForgetResult = { orders: number; events: number; rawMessages: number; quarantined: number };

/** What forgetting would touch. */
export async function planForget({ pool, vault }: ForgetDeps, forgotten: Forgotten): Promise<ForgetPlan> {
  const orders = await findConcerned(pool, forgotten);
  const { events, customers } = await readPersonal(pool, orders, forgotten.customerIds, vault);
  const quarantined = await findMentions(pool, vault, mentionsOf(forgotten.customerIds, customers));
  return { orders, events, quarantined };
}

/**
 * Forgets. First what can be recognised only by what the ledger still knows, so that an attempt that is cut short can be
 * repeated. Orders in which nothing is left to clear are not touched.
 */
export async function forget(deps: ForgetDeps, forgotten: Forgotten): Promise<ForgetResult> {
  const { pool } = deps;
  const { orders, quarantined } = await planForget(deps, forgotten);
  const result: ForgetResult = { orders: 0, events: 0, rawMessages: 0, quarantined: 0 };
  result.quarantined = await deleteQuarantined(pool, quarantined);
  for (let from = 0; from < orders.length; from += PAGE) {
    const done = await forgetOrders(deps, forgotten, orders.slice(from, from + PAGE));
    result.orders += done.orders;
    result.events += done.events;
    result.rawMessages += done.rawMessages;
  }
  return result;
}

/** Orders in one transaction: few enough that intake waits for milliseconds only. */
const PAGE = 100;

async function forgetOrders(
  { pool, ledger, clock, vault }: ForgetDeps,
  { customerIds }: Forgotten,
  orders: readonly ConcernedOrder[],
): Promise<Omit<ForgetResult, 'quarantined'>> {
  const holding: ConcernedOrder[] = [];
  for (const order of orders) {
    if ((await readPersonal(pool, [order], customerIds, vault)).events > 0) holding.push(order);
  }
  // Bytes may be there also of orders whose events were cleared before: a conflicting twin that came later.
  let rawMessages = await deleteRawMessages(pool, keysOf(orders.filter(isTheirs)), []);
  if (holding.length === 0) return { orders: 0, events: 0, rawMessages };
  const byId = new Map(holding.map(order => [order.orderId, order]));
  const arrivals = holding.map(({ orderId }) => ({
    event: forgottenEvent(orderId, customerIds, clock),
    redelivered: false,
  }));
  // Runs once for every attempt of a transaction; the last one's figures count.
  let cleared = { events: 0, rawMessages: 0 };
  let events = 0;
  const also = async (tx: Db, { recorded }: RecordedPart) => {
    const held = recorded.events.map(event => byId.get(event.key)!);
    cleared = await clearOrders(tx, held, customerIds, vault);
  };
  for await (const _committed of ledger.recordInParts(arrivals, also)) {
    events += cleared.events;
    rawMessages += cleared.rawMessages;
  }
  return { orders: holding.length, events, rawMessages };
}

/** In the transaction that records that it happened, and so holds the orders. */
async function clearOrders(tx: Db, orders: readonly ConcernedOrder[], customerIds: readonly string[], vault: Vault) {
  const events = await clearEvents(tx, orders, customerIds);
  await renewContacts(tx, orders, vault);
  const rawMessages = await deleteRawMessages(tx, keysOf(orders.filter(isTheirs)), events);
  return { events: events.length, rawMessages };
}

function isTheirs({ how }: ConcernedOrder): boolean {
  return how !== 'mentioned';
}

function keysOf(orders: readonly ConcernedOrder[]): OrderKey[] {
  return orders.flatMap(order => order.keys);
}

export const FORGOTTEN_TYPE = 'order.customer_forgotten';

/** Says that it happened, and to which customer ids, which are no personal data without what was cleared. */
function forgottenEvent(key: OrderKey, customerIds: readonly string[], clock: Clock): StatedEvent {
  return {
    key,
    eventId: randomUUID(),
    type: FORGOTTEN_TYPE,
    status: null,
    source: OWN_SOURCE,
    occurredAt: clock.now(),
    sequence: null,
    correlationId: null,
    causationId: null,
    ids: {},
    partner: null,
    promisedAt: null,
    customer: null,
    data: { text: 'The name, e-mail address and phone number of the customer were cleared', customers: customerIds },
    traceparent: null,
    historic: false,
  };
}

async function findMentions(db: Db, vault: Vault, isMentioned: Mentions): Promise<string[]> {
  const found: string[] = [];
  for await (const { id, text } of readBodies(db, vault)) if (isMentioned(text)) found.push(id);
  return found;
}

import { randomUUID } from 'node:crypto';
import type { Clock } from '../platform/clock.ts';
import type { Db, Pool } from '../platform/postgres.ts';
import { doneBy, type Hands } from '../tracker/audit/by-hand.ts';
import { recordAudits } from '../tracker/audit/record.ts';
import { type OrderKey, OWN_SOURCE, type StatedEvent } from '../tracker/event.ts';
import {
  type ConcernedOrder,
  clearEvents,
  type Forgotten,
  findConcerned,
  ordersOf,
  readPersonal,
  renewContacts,
} from '../tracker/forget-rows.ts';
import { clearTexts, countTexts } from '../tracker/forget-texts.ts';
import type { Ledger, RecordedPart } from '../tracker/ledger.ts';
import type { Vault } from '../tracker/personal-data.ts';
import { type Mentions, mentionsOf } from './mentions.ts';
import { deleteQuarantined, readBodies } from './quarantine-bodies.ts';
import { deleteRawMessages } from './raw-message.ts';

/**
 * Forgetting a customer: name, e-mail address and phone number go from the ledger, the search, the raw messages and the
 * quarantine, and so does what people wrote about their orders: notes, and reasons of what they did. Everything else stays:
 * events, sequence, digests, customer ids. That it happened is an event of each order. What producers send about the customer
 * afterwards is new data. Rows of the audit log are never changed, so that the chain can be verified: they hold no notes, and
 * reasons without addresses and numbers (tracker/audit/contacts-in-reason.ts).
 */
export type ForgetDeps = { pool: Pool; ledger: Ledger; clock: Clock; vault: Vault; hands: Hands };

export type ForgetPlan = {
  orders: ConcernedOrder[];
  /** Events that hold personal data of theirs. */
  events: number;
  /** Notes and reasons that people wrote about their orders. */
  texts: number;
  /** Messages in quarantine that mention them. */
  quarantined: string[];
};

export type ForgetResult = { orders: number; events: number; texts: number; rawMessages: number; quarantined: number };

/** What forgetting would touch. */
export async function planForget({ pool, vault }: ForgetDeps, forgotten: Forgotten): Promise<ForgetPlan> {
  const orders = await findConcerned(pool, forgotten);
  const { events, customers } = await readPersonal(pool, orders, forgotten.customerIds, vault);
  const quarantined = await findMentions(pool, vault, mentionsOf(forgotten.customerIds, customers));
  const texts = await countTexts(pool, keysOf(orders.filter(isTheirs)));
  return { orders, events, texts, quarantined };
}

/**
 * Forgets. First what can be recognised only by what the ledger still knows, so that an attempt that is cut short can be
 * repeated. Orders in which nothing is left to clear are not touched.
 */
export async function forget(deps: ForgetDeps, forgotten: Forgotten): Promise<ForgetResult> {
  const { pool } = deps;
  const { orders, quarantined } = await planForget(deps, forgotten);
  const result: ForgetResult = { orders: 0, events: 0, texts: 0, rawMessages: 0, quarantined: 0 };
  result.quarantined = await deleteQuarantined(pool, quarantined);
  for (let from = 0; from < orders.length; from += PAGE) {
    const done = await forgetOrders(deps, forgotten, orders.slice(from, from + PAGE));
    result.orders += done.orders;
    result.events += done.events;
    result.texts += done.texts;
    result.rawMessages += done.rawMessages;
  }
  return result;
}

/** Orders in one transaction: few enough that intake waits for milliseconds only. */
const PAGE = 100;
// Whose member it is may change once between a look and the locks; twice within milliseconds does not happen.
const ROUNDS = 3;

async function forgetOrders(
  deps: ForgetDeps,
  forgotten: Forgotten,
  orders: readonly ConcernedOrder[],
): Promise<Omit<ForgetResult, 'quarantined'>> {
  const { pool, vault } = deps;
  // Bytes may be there also of orders whose events were cleared before: a conflicting twin that came later.
  const result = {
    orders: 0,
    events: 0,
    texts: 0,
    rawMessages: await deleteRawMessages(pool, keysOf(orders.filter(isTheirs)), []),
  };
  const keys = orders.flatMap(order => order.keys.map(key => ({ key, how: order.how })));
  for (let round = 0; round < ROUNDS; round++) {
    const holding: ConcernedOrder[] = [];
    for (const order of await ordersOf(pool, keys)) {
      const { events } = await readPersonal(pool, [order], forgotten.customerIds, vault);
      if (events > 0 || (isTheirs(order) && (await countTexts(pool, order.keys)) > 0)) holding.push(order);
    }
    if (holding.length === 0) break;
    const cleared = await recordForgotten(deps, forgotten, holding);
    result.orders += holding.length;
    result.events += cleared.events;
    result.texts += cleared.texts;
    result.rawMessages += cleared.rawMessages;
  }
  return result;
}

type Cleared = Pick<ForgetResult, 'events' | 'texts' | 'rawMessages'>;

async function recordForgotten(
  { ledger, clock, vault, hands }: ForgetDeps,
  { customerIds }: Forgotten,
  holding: readonly ConcernedOrder[],
): Promise<Cleared> {
  const howOf = new Map(holding.map(({ orderId, how }) => [orderId, how]));
  const arrivals = holding.map(({ orderId }) => ({
    event: forgottenEvent(orderId, customerIds, clock),
    redelivered: false,
  }));
  // Runs once for every attempt of a transaction; the last one's figures count.
  let cleared: Cleared = { events: 0, texts: 0, rawMessages: 0 };
  const sum = { ...cleared };
  const also = async (tx: Db, { recorded }: RecordedPart) => {
    // They are held only now: a provisional order may have become another one's member since it was looked at.
    const held = await ordersOf(
      tx,
      recorded.events.map(({ key }) => ({ key, how: howOf.get(key)! })),
    );
    cleared = await clearOrders(tx, held, customerIds, vault);
    const now = clock.now();
    const entry = (id: string) => {
      const subject = { kind: 'order', id } as const;
      return doneBy(hands, now, { action: 'customer.forgotten', subject, after: { customers: customerIds } });
    };
    await recordAudits(tx, [...new Set(held.map(({ orderId }) => orderId))].map(entry));
  };
  for await (const _committed of ledger.recordInParts(arrivals, also)) {
    sum.events += cleared.events;
    sum.texts += cleared.texts;
    sum.rawMessages += cleared.rawMessages;
  }
  return sum;
}

/** In the transaction that records that it happened, and so holds the orders. */
async function clearOrders(
  tx: Db,
  orders: readonly ConcernedOrder[],
  customerIds: readonly string[],
  vault: Vault,
): Promise<Cleared> {
  const events = await clearEvents(tx, orders, customerIds);
  await renewContacts(tx, orders, vault);
  const rawMessages = await deleteRawMessages(tx, keysOf(orders.filter(isTheirs)), events);
  const texts = await clearTexts(tx, keysOf(orders.filter(isTheirs)));
  return { events: events.length, texts, rawMessages };
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

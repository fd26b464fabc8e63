import type { Instant } from '../platform/clock.ts';
import { aliasesOf, isProvisional, type OrderEvent, type OrderKey, OWN_TYPES } from './event.ts';
import { compareText } from './event-order.ts';
import { type Folded, fold, foldOn } from './fold.ts';
import { type Claim, resolveIdentities } from './identity.ts';
import type { Lifecycle, Lifecycles } from './lifecycle.ts';
import type { OrderState } from './state.ts';

/** What was known of an order from an instant on, until the next one of them. */
export type Known = {
  from: Instant;
  lifecycle: Lifecycle;
  state: OrderState;
  /** What came to be known then. */
  news: readonly OrderEvent[];
};

/** How an order looked from here, as time went by. */
export type Past = {
  orderId: OrderKey;
  known: readonly Known[];
  /** A provisional order: when it turned out which one it is. Null: it never has. */
  joinedAt: Instant | null;
};

/**
 * Of the events of an order and of the provisional ones that it turned out to be: what was known when, by the times at
 * which they were recorded, under these lifecycles. A provisional order has a past of its own, until it is another's.
 */
export function pastsOf(lifecycles: Lifecycles, orderId: OrderKey, events: readonly OrderEvent[]): Past[] {
  const recorded = events.toSorted(byRecording);
  const joins = joinTimes(orderId, recorded);
  const all = recorded.map(event => ({ event, at: Math.max(event.recordedAt, joins.get(event.key) ?? 0) }));
  const pasts = [pastOf(lifecycles, orderId, joins.size === 0 ? all : all.toSorted((a, b) => a.at - b.at), null)];
  for (const [member, joinedAt] of joins) {
    const before = recorded.filter(({ key, recordedAt }) => key === member && recordedAt < joinedAt);
    const own = before.map(event => ({ event, at: event.recordedAt }));
    if (own.length > 0) pasts.push(pastOf(lifecycles, member, own, joinedAt));
  }
  return pasts;
}

function pastOf(
  lifecycles: Lifecycles,
  orderId: OrderKey,
  arrived: readonly { event: OrderEvent; at: Instant }[],
  joinedAt: Instant | null,
): Past {
  const known: Known[] = [];
  let folded: Folded | null = null;
  const isMixed = arrived.some(({ event }) => event.key !== arrived[0]!.event.key);
  for (let next = 0; next < arrived.length; ) {
    const { at } = arrived[next]!;
    const first = next;
    while (next < arrived.length && arrived[next]!.at === at) next += 1;
    const news = arrived.slice(first, next).map(({ event }) => event);
    // What comes in order goes on from where we are; only what doesn't costs a whole fold.
    folded =
      (folded && (!isMixed || areNew(news, arrived.slice(0, first)))
        ? foldOn(lifecycles, folded.lifecycle, folded.state, news)
        : null) ??
      fold(
        lifecycles,
        orderId,
        arrived.slice(0, next).map(({ event }) => event),
      );
    known.push({ from: at, lifecycle: folded.lifecycle, state: folded.state, news });
  }
  return { orderId, known, joinedAt };
}

/** Events of several keys may share an id, of which the fold counts one. */
function areNew(news: readonly OrderEvent[], before: readonly { event: OrderEvent }[]): boolean {
  const known = new Set(before.map(({ event }) => event.eventId));
  return news.every(({ eventId }) => !known.has(eventId) && known.add(eventId));
}

function byRecording(a: OrderEvent, b: OrderEvent): number {
  return a.recordedAt - b.recordedAt || (a.sequence ?? 0) - (b.sequence ?? 0) || compareText(a.eventId, b.eventId);
}

/** From when on each of the provisional orders was known to be this one, by what the events of both had said by then. */
function joinTimes(orderId: OrderKey, recorded: readonly OrderEvent[]): Map<OrderKey, Instant> {
  const open = new Set(recorded.map(({ key }) => key).filter(key => key !== orderId));
  const joins = new Map<OrderKey, Instant>();
  if (open.size === 0) return joins;
  const claims = new Map<string, Claim>();
  const decisions = new Map<OrderKey, OrderKey | null>();
  const heard = new Set<OrderKey>();
  for (const event of recorded) {
    const before = claims.size + decisions.size + heard.size;
    heard.add(event.key);
    for (const alias of aliasesOf(event)) claims.set(`${alias} ${event.key}`, { alias, key: event.key });
    const order = event.type === OWN_TYPES.identityDecided ? event.data?.order : undefined;
    if (typeof order === 'string' && !isProvisional(order)) decisions.set(event.key, order);
    if (claims.size + decisions.size + heard.size === before) continue;
    const { joinedInto } = resolveIdentities([...claims.values()], decisions);
    for (const key of open) {
      if (heard.has(orderId) && joinedInto.get(key) === orderId && open.delete(key)) joins.set(key, event.recordedAt);
    }
  }
  // Others bore the name, too, at that time, of which nothing stands here: at the latest when both were heard of.
  for (const key of open) {
    const first = (of: OrderKey) => recorded.find(event => event.key === of)?.recordedAt ?? 0;
    joins.set(key, Math.max(first(orderId), first(key)));
  }
  return joins;
}

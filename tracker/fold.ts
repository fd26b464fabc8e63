import { toIso } from '../platform/clock.ts';
import { anomalySentence, BETWEEN_SENTENCES } from './anomaly-facts.ts';
import { diverge, judgeClaim, relapses } from './authority.ts';
import { isProvisional, type OrderEvent, OWN_SOURCE, OWN_TYPES } from './event.ts';
import {
  comparePositions,
  compareText,
  own,
  PAST_TOLERANCE_MS,
  type Placed,
  placeAll,
  placeOn,
  statedTime,
} from './event-order.ts';
import type { Lifecycle, Lifecycles } from './lifecycle.ts';
import { type Anomaly, emptyState, type Memory, type OrderState, type View } from './state.ts';
import { firstWords, traitsOf } from './traits.ts';

/** `told`: the anomalies that these very events brought; divergence follows from the state, see `divergences`. */
export type Folded = { lifecycle: Lifecycle; state: OrderState; told: Anomaly[] };

/** A whole fold also gives the events in the order in which they count. */
export type FoldedWhole = Folded & { placed: readonly Placed[] };

/**
 * The state of an order as a function of the set of its events: arrival order, duplicates and batching change nothing.
 * Events of several keys (an order and the provisional ones that it turned out to be) may share an event id: the one
 * of the order's own key counts, the others are told as conflicts, for they name another order.
 */
export function fold(lifecycles: Lifecycles, orderId: string, events: readonly OrderEvent[]): FoldedWhole {
  const { unique, conflicts } = oneEventAnId(orderId, events);
  const words = firstWords({}, unique);
  const lifecycle = lifecycles.choose(traitsOf(words));
  const { placed, chains } = placeAll(lifecycle, unique);
  const folded = walk(lifecycle, emptyState, placed);
  return {
    lifecycle,
    state: finish(lifecycle, { ...folded.state, memory: { ...folded.state.memory, chains, words } }),
    told: [...folded.told, ...conflicts],
    placed,
  };
}

/**
 * Goes on from a state that was folded under this lifecycle, with new events, none of which it has seen. Null when they
 * don't all come after everything that was folded, or were counted before a predecessor of their source, or when the
 * order now has another lifecycle: then only the full fold is right.
 */
export function foldOn(
  lifecycles: Lifecycles,
  lifecycle: Lifecycle,
  before: OrderState,
  events: readonly OrderEvent[],
): Folded | null {
  const { head, chains } = before.memory;
  const words = firstWords(before.memory.words, events);
  if (lifecycles.choose(traitsOf(words)) !== lifecycle) return null;
  if (events.some(event => event.sequence !== null && event.sequence <= (own(chains, event.source)?.sequence ?? -1))) {
    return null;
  }
  const next = placeOn(lifecycle, chains, events);
  const first = next.placed[0];
  if (!first) return { lifecycle, state: before, told: [] };
  if (head && comparePositions(head, first.position) >= 0) return null;
  const folded = walk(lifecycle, before, next.placed);
  const state = { ...folded.state, memory: { ...folded.state.memory, chains: next.chains, words } };
  return { lifecycle, state: finish(lifecycle, state), told: folded.told };
}

/**
 * The divergences that hold now: statuses said by sources of which neither can become the other, told by the later of
 * the two, and relapses. By status and not by pair of sources: a producer may send each of its machines as a source.
 */
export function divergences(lifecycle: Lifecycle, state: OrderState): Anomaly[] {
  if (state.memory.relapses.length === 0 && allAgree(lifecycle, Object.values(state.sources))) return [];
  const found = new Map<string, Anomaly>(state.memory.relapses.map(relapse => [relapse.eventId, relapse]));
  const statuses = viewsByStatus(state);
  for (const [index, one] of statuses.entries()) {
    for (const other of statuses.slice(index + 1)) {
      if (!diverge(lifecycle, one.status, other.status)) continue;
      const { eventId, at } = isLater(other.newest, one.newest) ? other.newest : one.newest;
      const said = anomalySentence('neitherFollows', {
        ...{ sources: one.sources, verb: one.verb, status: one.status },
        ...{ others: other.sources, otherVerb: other.verb, otherStatus: other.status },
      });
      const known = found.get(eventId);
      found.set(eventId, {
        kind: 'divergence',
        eventId,
        at,
        detail: known ? known.detail + BETWEEN_SENTENCES + said : said,
      });
    }
  }
  return [...found.values()];
}

function allAgree(lifecycle: Lifecycle, views: readonly View[]): boolean {
  return views.every((one, index) =>
    views.every((other, place) => place <= index || !diverge(lifecycle, one.status, other.status)),
  );
}

const SOURCES_NAMED = 3;

function viewsByStatus(state: OrderState) {
  const views = Object.entries(state.sources).sort(([a], [b]) => compareText(a, b));
  return [...Map.groupBy(views, ([, view]) => view.status)].map(([status, group]) => {
    const names = group.slice(0, SOURCES_NAMED).map(([source]) => source);
    const more = group.length > SOURCES_NAMED ? ` and ${group.length - SOURCES_NAMED} more` : '';
    return {
      status,
      sources: names.join(', ') + more,
      verb: group.length > 1 ? 'say' : 'says',
      newest: group.map(([, view]) => view).reduce((newest, view) => (isLater(view, newest) ? view : newest)),
    };
  });
}

function isLater(one: View, other: View): boolean {
  return (one.at - other.at || compareText(one.eventId, other.eventId)) > 0;
}

function oneEventAnId(orderId: string, events: readonly OrderEvent[]) {
  const ownFirst = [...events].sort(
    (a, b) => Number(b.key === orderId) - Number(a.key === orderId) || compareText(a.key, b.key),
  );
  const unique = new Map<string, OrderEvent>();
  const conflicts = new Map<string, Anomaly>();
  for (const event of ownFirst) {
    const kept = unique.get(event.eventId);
    if (!kept) unique.set(event.eventId, event);
    else {
      conflicts.set(event.eventId, {
        kind: 'member_id_conflict',
        eventId: event.eventId,
        at: statedTime(event).at,
        detail: anomalySentence('sameId', {
          ...{ source: event.source, order: event.key },
          ...{ otherSource: kept.source, otherOrder: kept.key },
        }),
      });
    }
  }
  return { unique: [...unique.values()], conflicts: [...conflicts.values()] };
}

function walk(lifecycle: Lifecycle, before: OrderState, placed: readonly Placed[]): Omit<Folded, 'lifecycle'> {
  const told: Anomaly[] = [];
  const state = placed.reduce((current, next) => evolve(lifecycle, current, next, told), before);
  return { state, told };
}

function evolve(lifecycle: Lifecycle, before: OrderState, { event, position }: Placed, told: Anomaly[]): OrderState {
  const at = position.effectiveAt;
  const tell = (kind: Anomaly['kind'], detail: string) => told.push({ kind, eventId: event.eventId, at, detail });
  tellOddTime(event, tell);
  const state: OrderState = {
    ...before,
    promisedAt: event.promisedAt ?? before.promisedAt,
    ids: { ...before.ids, ...event.ids },
    correlationId: before.correlationId ?? event.correlationId,
    partner: event.partner ?? before.partner,
    customerId: event.customer?.id ?? before.customerId,
    eventCount: before.eventCount + 1,
    firstEventAt: before.firstEventAt ?? at,
    lastEventAt: at,
    memory: { ...before.memory, head: position },
  };
  if (event.source === OWN_SOURCE) {
    return event.type === OWN_TYPES.advanced
      ? advance(lifecycle, state, event, at, tell)
      : decideByHand(state, event, at);
  }
  return event.status === null ? state : claim(lifecycle, state, event, event.status, at, tell);
}

function tellOddTime(event: OrderEvent, tell: Tell): void {
  const { occurredAt, recordedAt, source, historic } = event;
  if (occurredAt === null) return;
  const dated = { source, date: toIso(occurredAt) };
  if (statedTime(event).inFuture) tell('future_dated', anomalySentence('inFuture', dated));
  else if (!historic && occurredAt < recordedAt - PAST_TOLERANCE_MS)
    tell('past_dated', anomalySentence('longAgo', dated));
}

type Tell = (kind: Anomaly['kind'], detail: string) => void;

function claim(
  lifecycle: Lifecycle,
  state: OrderState,
  event: OrderEvent,
  claimed: string,
  at: number,
  tell: Tell,
): OrderState {
  const { source, eventId } = event;
  const present = state.status;
  const viewed = view(lifecycle, state, event, claimed, at);
  const visited = (status: string) => state.memory.history.some(stay => stay.status === status);
  const judgement = judgeClaim(lifecycle, { present, visited }, claimed, source);
  switch (judgement.kind) {
    case 'confirmation':
      return { ...viewed, confirmed: viewed.confirmed || judgement.byOwner };
    case 'echo':
      return viewed;
    case 'illegal':
      tell('illegal_transition', whyIllegal(lifecycle, present, { source, status: claimed }));
      return viewed;
    case 'move':
      if (judgement.skipped.length > 0) {
        tell('gap', anomalySentence('neverCame', { source, status: claimed, skipped: judgement.skipped.join(', ') }));
      }
      return move(viewed, { status: claimed, at, eventId }, judgement.byOwner);
    default:
      return judgement satisfies never;
  }
}

function whyIllegal(
  { name, knows }: Lifecycle,
  present: string | null,
  claim: { source: string; status: string },
): string {
  if (!knows(claim.status)) return anomalySentence('unknownStatus', { ...claim, lifecycle: name });
  if (present === null) return anomalySentence('noWayTo', { ...claim, lifecycle: name });
  return anomalySentence('cannotFollow', { ...claim, present });
}

// A source that goes back and forth for ever is told of by its first relapses; the state row must not grow with them.
const MAX_RELAPSES = 20;

function view(lifecycle: Lifecycle, state: OrderState, event: OrderEvent, claimed: string, at: number): OrderState {
  const { source, eventId } = event;
  const last = own(state.sources, source)?.status ?? claimed;
  const earlier = own(state.memory.claims, source) ?? [];
  const relapse: Anomaly[] = relapses(lifecycle, last, earlier, claimed)
    ? [{ kind: 'divergence', eventId, at, detail: anomalySentence('again', { source, status: claimed, last }) }]
    : [];
  const memory: Memory = {
    ...state.memory,
    claims: earlier.includes(claimed)
      ? state.memory.claims
      : { ...state.memory.claims, [source]: [...earlier, claimed] },
    relapses: [...state.memory.relapses, ...relapse].slice(0, MAX_RELAPSES),
  };
  return { ...state, sources: { ...state.sources, [source]: { status: claimed, at, eventId } }, memory };
}

function move(
  state: OrderState,
  stay: { status: string; at: number; eventId: string },
  confirmed: boolean,
): OrderState {
  const frozen = state.frozen && !state.memory.frozenByRule;
  const memory: Memory = {
    ...state.memory,
    history: [...state.memory.history, stay],
    frozenSince: frozen ? stay.at : null,
    frozenByRule: false,
    pauses: [],
  };
  return { ...state, status: stay.status, confirmed, statusSince: stay.at, frozen, memory };
}

/**
 * What people decide here needs no legality: it holds from its time on, and a late event from before can't undo it. Who
 * writes such an event dates it after the order's last one, or it may come before what the person has seen: a clock
 * that is a few minutes ahead is believed.
 */
function decideByHand(state: OrderState, event: OrderEvent, at: number): OrderState {
  const { memory } = state;
  switch (event.type) {
    case OWN_TYPES.corrected:
      if (event.status === null) return state;
      if (event.status === state.status) return { ...state, confirmed: true };
      return move(state, { status: event.status, at, eventId: event.eventId }, true);
    case OWN_TYPES.frozen:
      return freeze(state, event, at);
    case OWN_TYPES.unfrozen: {
      const pauses: Memory['pauses'] =
        memory.frozenSince === null ? memory.pauses : [...memory.pauses, [memory.frozenSince, at]];
      return { ...state, frozen: false, memory: { ...memory, frozenSince: null, frozenByRule: false, pauses } };
    }
    case OWN_TYPES.identityDecided: {
      const order = event.data?.order;
      return {
        ...state,
        memory: { ...memory, decided: { order: typeof order === 'string' && !isProvisional(order) ? order : null } },
      };
    }
    default:
      return state;
  }
}

/** Stands where a source would. */
const SOMEBODY = 'somebody here';

/**
 * An operator brings the order to the next status, which must be a declared one: what came to light since may have taken
 * the ground from under it. It is unconfirmed until the owner says so, too.
 */
function advance(lifecycle: Lifecycle, state: OrderState, event: OrderEvent, at: number, tell: Tell): OrderState {
  const { status: to, eventId } = event;
  if (to === null || to === state.status) return state;
  if (lifecycle.path(state.status, to)?.length === 1) return move(state, { status: to, at, eventId }, false);
  tell('illegal_transition', whyIllegal(lifecycle, state.status, { source: SOMEBODY, status: to }));
  return state;
}

/**
 * A person freezes the order, until a person unfreezes it. A rule freezes one stay, which it names: it says nothing of
 * another one that came to light since, and an order that moves again must be watched again.
 */
function freeze(state: OrderState, { data }: OrderEvent, at: number): OrderState {
  const byRule = data?.by === 'rule';
  if (byRule && (state.frozen || data.stay !== state.memory.history.at(-1)?.eventId)) return state;
  const frozenSince = state.frozen ? state.memory.frozenSince : at;
  return { ...state, frozen: true, memory: { ...state.memory, frozenSince, frozenByRule: byRule } };
}

/** Deadlines of the present stay; a frozen order has none, and after it they are later by the time it was frozen. */
function finish(lifecycle: Lifecycle, state: OrderState): OrderState {
  const running = state.status !== null && state.statusSince !== null && !state.frozen;
  const limits = running ? lifecycle.deadlines(state.status!, state.statusSince!, state.memory.pauses) : null;
  return { ...state, targetAt: limits?.targetAt ?? null, dueAt: limits?.dueAt ?? null };
}

import { type Instant, toIso } from '../platform/clock.ts';
import { durationInWords } from '../platform/duration.ts';
import type { Db } from '../platform/postgres.ts';
import { anomalyFacts } from './anomaly-facts.ts';
import { HAND_TYPES, type OrderEvent, type OrderKey, OWN_SOURCE, OWN_TYPES } from './event.ts';
import { type Placed, statedTime } from './event-order.ts';
import { readEvents } from './event-rows.ts';
import { fold } from './fold.ts';
import { inSeconds } from './iso-duration.ts';
import type { Lifecycles } from './lifecycle.ts';
import type { AnomalyKind, Stay } from './state.ts';

export type TimelineItem = {
  at: Instant;
  recordedAt: Instant;
  kind: 'event' | 'transition' | 'anomaly' | 'note' | 'correction' | 'assignment';
  /** The system or person it came from. */
  by: string;
  title: string;
  detail: string;
  /** The event that it tells of; a transition and its event share one. */
  eventId: string;
  data: Readonly<Record<string, unknown>> | null;
  /** What the event says of the status, or into which the order came. */
  status: string | null;
  /** Of the event. */
  type: string | null;
  /** In which its producer was when it published it. */
  traceparent: string | null;
  /** A person did it here. */
  manual: boolean;
};

/** News that took longer than this to reach us is marked as late. */
const LATE_MS = 60_000;

/** Everything that is known of an order, oldest first: its events, the moves they made, what was wrong with them. */
export async function readTimeline(db: Db, lifecycles: Lifecycles, orderId: OrderKey): Promise<TimelineItem[]> {
  const keys = await readKeys(db, orderId);
  const events = await readEvents(db, keys);
  const { placed, state } = fold(lifecycles, orderId, events);
  const moves = movesOf(state.memory.history);
  const items = placed.flatMap(event => {
    const move = moves.get(event.event.eventId);
    return move ? [eventItem(event), transitionItem(event, move)] : [eventItem(event)];
  });
  return [...items, ...(await readAnomalies(db, orderId))].sort((a, b) => a.at - b.at);
}

/** All keys under which something stands that is about this order: its own, and of those that turned out to be it. */
export async function readKeys(db: Db, orderId: OrderKey): Promise<OrderKey[]> {
  const { rows } = await db.query<{ members: OrderKey[] }>(
    'select s.members from tracker.order_state s where s.order_id = $1',
    [orderId],
  );
  return [orderId, ...(rows[0]?.members ?? [])];
}

function eventItem({ event, position }: Placed): TimelineItem {
  return {
    at: position.effectiveAt,
    recordedAt: event.recordedAt,
    kind: kindOf(event),
    by: author(event),
    title: titleOf(event),
    detail: [note(event), dating(event, position.effectiveAt)].filter(Boolean).join('. '),
    eventId: event.eventId,
    data: event.data,
    status: event.status,
    type: event.type,
    traceparent: event.traceparent,
    manual: isManual(event),
  };
}

function titleOf({ source, type, status }: OrderEvent): string {
  if (source === OWN_SOURCE && Object.hasOwn(OWN_TITLES, type)) return OWN_TITLES[type]!;
  return status === null ? type : `${source} says ${status}`;
}

const OWN_TITLES: Readonly<Record<string, string>> = {
  [OWN_TYPES.frozen]: 'Frozen',
  [OWN_TYPES.unfrozen]: 'No longer frozen',
  [OWN_TYPES.corrected]: 'Status corrected',
  [OWN_TYPES.advanced]: 'Brought to the next status',
  [HAND_TYPES.taken]: 'Taken',
  [HAND_TYPES.released]: 'Given back',
  [HAND_TYPES.assigned]: 'Assigned',
  [HAND_TYPES.noted]: 'Note',
};

/** What people do through us is by them. */
function author(event: OrderEvent): string {
  return personOf(event) ?? event.source;
}

function isManual(event: OrderEvent): boolean {
  return personOf(event) !== null;
}

/** What is done by itself has no person. */
const OURSELVES = ['rule', OWN_SOURCE];

function personOf({ source, data }: OrderEvent): string | null {
  const person = source === OWN_SOURCE ? data?.by : null;
  return typeof person === 'string' && !OURSELVES.includes(person) ? person : null;
}

/** Who works on it. */
const ASSIGNMENTS: readonly string[] = [HAND_TYPES.taken, HAND_TYPES.released, HAND_TYPES.assigned];

function kindOf(event: OrderEvent): TimelineItem['kind'] {
  if (event.source === OWN_SOURCE && event.type === OWN_TYPES.corrected) return 'correction';
  if (event.source === OWN_SOURCE && ASSIGNMENTS.includes(event.type)) return 'assignment';
  return event.type === HAND_TYPES.noted ? 'note' : 'event';
}

/** What somebody wrote, or why it was done, where an event says it. */
function note({ data }: OrderEvent): string {
  const said = data?.text ?? data?.reason;
  if (typeof said === 'string') return said;
  return typeof data?.to === 'string' ? `To ${data.to}` : '';
}

/** What is odd about the time of the event: it came late, or counts at another time than its source says. */
function dating(event: OrderEvent, effectiveAt: Instant): string {
  const { at } = statedTime(event);
  if (event.occurredAt !== null && event.occurredAt !== effectiveAt) {
    return `${event.source} dates this ${toIso(event.occurredAt)}`;
  }
  const late = event.recordedAt - at;
  return late > LATE_MS ? `Arrived ${durationInWords(late)} after it happened` : '';
}

type Move = { stay: Stay; previous: Stay | undefined };

/** By the event that made it. */
function movesOf(history: readonly Stay[]): Map<string, Move> {
  return new Map(history.map((stay, index) => [stay.eventId, { stay, previous: history[index - 1] }]));
}

function transitionItem({ event, position }: Placed, { stay, previous }: Move): TimelineItem {
  return {
    at: position.effectiveAt,
    recordedAt: event.recordedAt,
    kind: 'transition',
    by: author(event),
    title: previous ? `${previous.status} → ${stay.status}` : stay.status,
    detail: previous ? `After ${durationInWords(stay.at - previous.at)} in ${previous.status}` : 'First known status',
    eventId: event.eventId,
    data: previous ? { from: previous.status, to: stay.status, stay: inSeconds(stay.at - previous.at) } : null,
    status: stay.status,
    type: event.type,
    traceparent: null,
    manual: isManual(event),
  };
}

/** In words, for people; the kind is for programs. */
export const ANOMALY_TITLES: Record<AnomalyKind, string> = {
  gap: 'Statuses are missing before this one',
  illegal_transition: 'This status cannot follow',
  divergence: 'Systems disagree',
  future_dated: 'Dated in the future',
  past_dated: 'Dated long ago',
  event_id_conflict: 'Two events under one id',
  member_id_conflict: 'Two events under one id',
  identity_conflict: 'Whose order this is, is not clear',
};

/** Those that hold, and those that held until something else became known. */
async function readAnomalies(db: Db, orderId: OrderKey): Promise<TimelineItem[]> {
  const { rows } = await db.query<{
    kind: AnomalyKind;
    event_id: string;
    at: Instant;
    noted_at: Instant;
    detail: string;
    cleared_at: Instant | null;
  }>(
    `select a.kind, a.event_id, a.at, a.noted_at, a.detail, a.cleared_at from tracker.order_anomaly a
      where a.order_id = $1 order by a.at, a.kind, a.event_id`,
    [orderId],
  );
  return rows.map(row => ({
    at: row.at,
    recordedAt: row.noted_at,
    kind: 'anomaly',
    by: OWN_SOURCE,
    title: ANOMALY_TITLES[row.kind],
    detail: row.cleared_at === null ? row.detail : `Settled since. It was: ${row.detail}`,
    eventId: row.event_id,
    data: { kind: row.kind, cleared: row.cleared_at !== null, facts: anomalyFacts(row.detail) },
    ...{ status: null, type: null, traceparent: null, manual: false },
  }));
}

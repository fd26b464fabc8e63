import type { Instant } from '../platform/clock.ts';
import { type OrderEvent, OWN_SOURCE } from './event.ts';
import type { Lifecycle } from './lifecycle.ts';

/** A producer's clock may run ahead of ours by this much before its word is not believed. */
export const FUTURE_TOLERANCE_MS = 5 * 60_000;

/** Nobody tells today what happened this long ago, except in an import. */
export const PAST_TOLERANCE_MS = 365 * 24 * 3_600_000;

/** Where an event stands among all events of its order. Compared field by field, so the order is total. */
export type Position = {
  effectiveAt: Instant;
  /** Steps that a source's sequence makes within one instant when rank alone would turn them round. */
  turn: number;
  rank: number;
  source: string;
  sequence: number;
  eventId: string;
};

/** The last event of one source that carried a sequence. */
export type Link = { sequence: number; effectiveAt: Instant; turn: number; rank: number };
export type Chains = Readonly<Record<string, Link>>;

export type Placed = { event: OrderEvent; position: Position };

const NO_SEQUENCE = -1;
const NO_RANK = -1;

/** When it happened by the producer's word, or when we recorded it if it gave none or one from the future. */
export function statedTime(event: OrderEvent): { at: Instant; inFuture: boolean } {
  if (event.occurredAt === null) return { at: event.recordedAt, inFuture: false };
  const inFuture = event.occurredAt > event.recordedAt + FUTURE_TOLERANCE_MS;
  return { at: inFuture ? event.recordedAt : event.occurredAt, inFuture };
}

/**
 * Places every event of an order (INGEST §1, *Time*): by source along its sequence no event is earlier than its
 * predecessor; then (effectiveAt, turn, rank, source, sequence, eventId).
 *
 * `turn` is what the sequence adds to plain times: a source that says COMPLETED (7) and STARTED again (8) within the
 * same millisecond means that order, although the rank of STARTED is lower.
 */
export function placeAll(lifecycle: Lifecycle, events: readonly OrderEvent[]): { placed: Placed[]; chains: Chains } {
  return placeOn(lifecycle, {}, events);
}

/** Goes on from the chains of events already placed. Right only when every new sequence is above its source's last. */
export function placeOn(
  lifecycle: Lifecycle,
  before: Chains,
  events: readonly OrderEvent[],
): { placed: Placed[]; chains: Chains } {
  const chains: Record<string, Link> = { ...before };
  const placed = [...events].sort(bySequence).map(event => {
    const position = place(lifecycle, own(chains, event.source), event);
    if (event.sequence !== null) {
      const { effectiveAt, turn, rank } = position;
      chains[event.source] = { sequence: event.sequence, effectiveAt, turn, rank };
    }
    return { event, position };
  });
  return { placed: placed.sort((a, b) => comparePositions(a.position, b.position)), chains };
}

function place(lifecycle: Lifecycle, predecessor: Link | undefined, event: OrderEvent): Position {
  const { at } = statedTime(event);
  const rank = rankOf(lifecycle, event) ?? (event.sequence === null ? NO_RANK : (predecessor?.rank ?? NO_RANK));
  const name = { rank, source: event.source, sequence: event.sequence ?? NO_SEQUENCE, eventId: event.eventId };
  if (event.sequence === null || !predecessor || at > predecessor.effectiveAt) {
    return { effectiveAt: at, turn: 0, ...name };
  }
  const turn = rank >= predecessor.rank ? predecessor.turn : predecessor.turn + 1;
  return { effectiveAt: predecessor.effectiveAt, turn, ...name };
}

/** What people decide here comes last within its instant: they decided on what they saw. */
function rankOf(lifecycle: Lifecycle, event: OrderEvent): number | null {
  if (event.source === OWN_SOURCE) return lifecycle.names.length;
  return event.status === null ? null : lifecycle.rank(event.status);
}

export function comparePositions(a: Position, b: Position): number {
  return (
    a.effectiveAt - b.effectiveAt ||
    a.turn - b.turn ||
    a.rank - b.rank ||
    compareText(a.source, b.source) ||
    a.sequence - b.sequence ||
    compareText(a.eventId, b.eventId)
  );
}

function bySequence(a: OrderEvent, b: OrderEvent): number {
  const sequence = (a.sequence ?? NO_SEQUENCE) - (b.sequence ?? NO_SEQUENCE);
  return sequence || statedTime(a).at - statedTime(b).at || compareText(a.eventId, b.eventId);
}

/** A producer may call itself `constructor`: only what was put into a record is in it. */
export function own<T>(record: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}

export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

import type { Position } from './event-order.ts';
import type { Pause } from './lifecycle.ts';
import { type AnomalyKind, emptyState, type Memory, type View } from './state.ts';
import type { Words } from './traits.ts';

type Views = Readonly<Record<string, View>>;
/** What the row shows of a source's view; which event said it stands in the memory. */
type ShownViews = Readonly<Record<string, Omit<View, 'eventId'>>>;

/** The place of a text in the list of texts. */
type Ref = number;

type Encoded = [
  texts: string[],
  base: number,
  head: [effectiveAt: number, turn: number, rank: number, source: Ref, sequence: number, eventId: Ref] | null,
  chains: [source: Ref, sequence: number, effectiveAt: number, turn: number, rank: number][],
  claims: [source: Ref, ...statuses: Ref[]][],
  history: [status: Ref, at: number, eventId: Ref][],
  views: [source: Ref, eventId: Ref][],
  words: [trait: Ref, value: Ref, at: number, source: Ref, eventId: Ref][],
  relapses: [kind: Ref, eventId: Ref, at: number, detail: Ref][],
  frozen: [since: number, byRule: boolean] | null,
  pauses: readonly Pause[],
];

/**
 * What the fold remembers, as the text that stands in the state's row. It is written with every event, so its length is
 * most of what recording costs: each text stands in it once, times count from the first, and nothing has a key.
 */
export function encodeMemory(memory: Memory, views: Views): string {
  const texts: string[] = [];
  const places = new Map<string, Ref>();
  const ref = (text: string): Ref => {
    const known = places.get(text);
    if (known !== undefined) return known;
    places.set(text, texts.length);
    return texts.push(text) - 1;
  };
  const base = memory.history[0]?.at ?? memory.head?.effectiveAt ?? 0;
  const { head, chains, claims, history, words, relapses, frozenSince, frozenByRule, pauses } = memory;
  const encoded: Encoded = [
    texts,
    base,
    head && [head.effectiveAt - base, head.turn, head.rank, ref(head.source), head.sequence, ref(head.eventId)],
    Object.entries(chains).map(([source, { sequence, effectiveAt, turn, rank }]) => [
      ref(source),
      sequence,
      effectiveAt - base,
      turn,
      rank,
    ]),
    Object.entries(claims).map(([source, statuses]) => [ref(source), ...statuses.map(ref)]),
    history.map(({ status, at, eventId }) => [ref(status), at - base, ref(eventId)]),
    Object.entries(views).map(([source, { eventId }]) => [ref(source), ref(eventId)]),
    Object.entries(words).map(([trait, { value, at, source, eventId }]) => [
      ref(trait),
      ref(value),
      at - base,
      ref(source),
      ref(eventId),
    ]),
    relapses.map(({ kind, eventId, at, detail }) => [ref(kind), ref(eventId), at - base, ref(detail)]),
    frozenSince === null ? null : [frozenSince, frozenByRule],
    pauses,
  ];
  return JSON.stringify(encoded);
}

/** The memory but for `decided`, which has a column of its own, and the views with the events that said them. */
export function decodeMemory(encoded: string | null, shown: ShownViews): { memory: Memory; views: Views } {
  if (encoded === null) return { memory: emptyState.memory, views: {} };
  const [texts, base, head, chains, claims, history, views, words, relapses, frozen, pauses] = JSON.parse(
    encoded,
  ) as Encoded;
  const at = (ref: Ref) => texts[ref]!;
  return {
    memory: {
      head: head && decodeHead(head),
      chains: Object.fromEntries(
        chains.map(([source, sequence, effectiveAt, turn, rank]) => [
          at(source),
          { sequence, effectiveAt: base + effectiveAt, turn, rank },
        ]),
      ),
      claims: Object.fromEntries(claims.map(([source, ...statuses]) => [at(source), statuses.map(at)])),
      history: history.map(([status, since, eventId]) => ({
        status: at(status),
        at: base + since,
        eventId: at(eventId),
      })),
      words: Object.fromEntries(
        words.map(([trait, value, said, source, eventId]) => [
          at(trait),
          { value: at(value), at: base + said, source: at(source), eventId: at(eventId) },
        ]),
      ) as Words,
      relapses: relapses.map(([kind, eventId, said, detail]) => ({
        kind: at(kind) as AnomalyKind,
        eventId: at(eventId),
        at: base + said,
        detail: at(detail),
      })),
      frozenSince: frozen?.[0] ?? null,
      frozenByRule: frozen?.[1] ?? false,
      pauses,
      decided: null,
    },
    views: Object.fromEntries(
      views.map(([source, eventId]) => [at(source), { ...shown[at(source)]!, eventId: at(eventId) }]),
    ),
  };

  function decodeHead([effectiveAt, turn, rank, source, sequence, eventId]: NonNullable<Encoded[2]>): Position {
    return {
      effectiveAt: base + effectiveAt,
      turn,
      rank,
      source: at(source),
      sequence,
      eventId: at(eventId),
    };
  }
}

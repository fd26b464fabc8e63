import type { Instant } from '../platform/clock.ts';
import type { Chains, Position } from './event-order.ts';
import { type AnomalyKind, emptyState, type Memory, type View } from './state.ts';
import type { Words } from './traits.ts';

type Views = Readonly<Record<string, View>>;
/** What the row shows of a source's view; which event said it stands in the memory. */
type ShownViews = Readonly<Record<string, Omit<View, 'eventId'>>>;

/**
 * What the fold remembers, as the text that stands in the state's row: `[texts, numbers]`. It is written with every
 * event, so its length and the work of making it are much of what recording costs: each text stands in it once and is
 * named by its place, times count from the first, and all else is one flat list of numbers that is read in the order in
 * which it was written.
 */
export function encodeMemory(memory: Memory, views: Views): string {
  const { head, chains, claims, history, words, relapses, frozenSince, frozenByRule, pauses } = memory;
  const base = history[0]?.at ?? head?.effectiveAt ?? 0;
  const { number, time, text, list, written } = writer(base);
  number(base);
  list(head ? [head] : [], ({ effectiveAt, turn, rank, source, sequence, eventId }) => {
    time(effectiveAt);
    number(turn);
    number(rank);
    text(source);
    number(sequence);
    text(eventId);
  });
  list(Object.keys(chains), source => {
    const { sequence, effectiveAt, turn, rank } = chains[source]!;
    text(source);
    number(sequence);
    time(effectiveAt);
    number(turn);
    number(rank);
  });
  list(Object.keys(claims), source => {
    text(source);
    list(claims[source]!, text);
  });
  list(history, ({ status, at, eventId }) => {
    text(status);
    time(at);
    text(eventId);
  });
  list(Object.keys(views), source => {
    text(source);
    text(views[source]!.eventId);
  });
  list(Object.entries(words), ([trait, { value, at, source, eventId }]) => {
    text(trait);
    text(value);
    time(at);
    text(source);
    text(eventId);
  });
  list(relapses, ({ kind, eventId, at, detail }) => {
    text(kind);
    text(eventId);
    time(at);
    text(detail);
  });
  list(frozenSince === null ? [] : [frozenSince], since => {
    time(since);
    number(frozenByRule ? 1 : 0);
  });
  list(pauses, ([from, to]) => {
    time(from);
    time(to);
  });
  return written();
}

/** The memory but for `decided`, which has a column of its own, and the views with the events that said them. */
export function decodeMemory(encoded: string | null, shown: ShownViews): { memory: Memory; views: Views } {
  if (encoded === null) return { memory: emptyState.memory, views: {} };
  const { number, time, text, list, record } = reader(encoded);
  const [head = null] = list(
    (): Position => ({
      effectiveAt: time(),
      turn: number(),
      rank: number(),
      source: text(),
      sequence: number(),
      eventId: text(),
    }),
  );
  const chains: Chains = record(() => ({ sequence: number(), effectiveAt: time(), turn: number(), rank: number() }));
  const claims = record(() => list(text));
  const history = list(() => ({ status: text(), at: time(), eventId: text() }));
  const views = record(source => ({ ...shown[source]!, eventId: text() }));
  const words: Words = record(() => ({ value: text(), at: time(), source: text(), eventId: text() }));
  const relapses = list(() => ({ kind: text() as AnomalyKind, eventId: text(), at: time(), detail: text() }));
  const [frozen] = list(() => ({ since: time(), byRule: number() === 1 }));
  const pauses = list(() => [time(), time()] as const);
  return {
    memory: {
      head,
      chains,
      claims,
      history,
      words,
      relapses,
      frozenSince: frozen?.since ?? null,
      frozenByRule: frozen?.byRule ?? false,
      pauses,
      decided: null,
    },
    views,
  };
}

function writer(base: Instant) {
  const texts: string[] = [];
  const places = new Map<string, number>();
  const numbers: number[] = [];
  const number = (value: number): void => {
    numbers.push(value);
  };
  return {
    number,
    time: (at: Instant) => number(at - base),
    text: (value: string): void => {
      let place = places.get(value);
      if (place === undefined) {
        place = texts.push(value) - 1;
        places.set(value, place);
      }
      number(place);
    },
    list: <T>(items: readonly T[], write: (item: T) => void): void => {
      number(items.length);
      for (const item of items) write(item);
    },
    written: () => JSON.stringify([texts, numbers]),
  };
}

function reader(encoded: string) {
  const [texts, numbers] = JSON.parse(encoded) as [string[], number[]];
  let at = 0;
  const number = (): number => numbers[at++]!;
  const base = number();
  const text = (): string => texts[number()]!;
  const list = <T>(read: () => T): T[] => {
    const items = new Array<T>(number());
    for (let index = 0; index < items.length; index++) items[index] = read();
    return items;
  };
  return {
    number,
    time: (): Instant => base + number(),
    text,
    list,
    record: <T>(read: (name: string) => T): Record<string, T> => {
      const found: Record<string, T> = {};
      for (let left = number(); left > 0; left--) {
        const name = text();
        found[name] = read(name);
      }
      return found;
    },
  };
}

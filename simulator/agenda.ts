import type { Instant } from '../platform/clock.ts';

/** What will be done when. Two things at one instant are done in the order in which they were entered. */
export type Agenda = {
  now(): Instant;
  at(instant: Instant, action: () => void): void;
  after(ms: number, action: () => void): void;
  /** Does everything up to and with this instant. */
  runUntil(until: Instant): void;
};

type Entry = { at: Instant; number: number; action: () => void };

export function createAgenda(start: Instant): Agenda {
  const heap: Entry[] = [];
  let now = start;
  let entered = 0;

  const enter = (instant: Instant, action: () => void) => {
    if (instant < now) throw new Error(`Nothing can be entered for ${instant}, it is ${now} already`);
    heap.push({ at: instant, number: entered++, action });
    for (let child = heap.length - 1; child > 0; ) {
      const parent = (child - 1) >> 1;
      if (isBefore(heap[parent]!, heap[child]!)) break;
      swap(heap, parent, child);
      child = parent;
    }
  };

  const takeFirst = (): Entry => {
    const first = heap[0]!;
    const last = heap.pop()!;
    if (heap.length > 0) heap[0] = last;
    for (let parent = 0; ; ) {
      const [left, right] = [2 * parent + 1, 2 * parent + 2];
      let least = parent;
      if (left < heap.length && isBefore(heap[left]!, heap[least]!)) least = left;
      if (right < heap.length && isBefore(heap[right]!, heap[least]!)) least = right;
      if (least === parent) return first;
      swap(heap, parent, least);
      parent = least;
    }
  };

  return {
    now: () => now,
    at: enter,
    after: (ms, action) => enter(now + ms, action),
    runUntil: until => {
      while (heap.length > 0 && heap[0]!.at <= until) {
        const { at, action } = takeFirst();
        now = at;
        action();
      }
      now = Math.max(now, until);
    },
  };
}

function isBefore(one: Entry, other: Entry): boolean {
  return one.at < other.at || (one.at === other.at && one.number < other.number);
}

function swap(heap: Entry[], one: number, other: number): void {
  [heap[one], heap[other]] = [heap[other]!, heap[one]!];
}

import type { Lifecycle, StatusName } from './lifecycle.ts';

/**
 * The way that an order usually takes from a status to its end: by the first declared next that is no cancellation and
 * leads to an end without going in a circle. Null: there is no such way, or the status is an end itself.
 */
export function mainWay(lifecycle: Lifecycle, from: StatusName): readonly StatusName[] | null {
  if (!lifecycle.knows(from) || lifecycle.isTerminal(from)) return null;
  let ways = known.get(lifecycle);
  if (!ways) {
    ways = new Map();
    known.set(lifecycle, ways);
  }
  let way = ways.get(from);
  if (way === undefined) {
    way = wayOn(lifecycle, cancellations(lifecycle), [from])?.slice(1) ?? null;
    ways.set(from, way);
  }
  return way;
}

/** Where that way ends. */
export function mainEnd(lifecycle: Lifecycle, from: StatusName): StatusName | null {
  return mainWay(lifecycle, from)?.at(-1) ?? null;
}

const known = new WeakMap<Lifecycle, Map<StatusName, readonly StatusName[] | null>>();

/** Ends that an order may come to right from its beginning, although it could also go on: nobody makes a thing in no time. */
function cancellations(lifecycle: Lifecycle): ReadonlySet<StatusName> {
  const entries = lifecycle.names.map(name => lifecycle.status(name)!).filter(({ entry }) => entry);
  return new Set(
    entries.flatMap(({ next }) => {
      const ends = next.filter(lifecycle.isTerminal);
      return ends.length < next.length ? ends : [];
    }),
  );
}

function wayOn(
  lifecycle: Lifecycle,
  isCancelled: ReadonlySet<StatusName>,
  way: readonly StatusName[],
): readonly StatusName[] | null {
  const present = way.at(-1)!;
  if (lifecycle.isTerminal(present)) return way;
  for (const next of lifecycle.status(present)!.next) {
    if (isCancelled.has(next) || way.includes(next)) continue;
    const found = wayOn(lifecycle, isCancelled, [...way, next]);
    if (found) return found;
  }
  return null;
}

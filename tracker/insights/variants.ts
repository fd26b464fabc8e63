import { createHash } from 'node:crypto';
import type { Lifecycle, Lifecycles, StatusName } from '../lifecycle.ts';
import { mainWay } from '../main-way.ts';
import { quantile } from '../usual-curve.ts';
import type { Travelled } from './travelled.ts';

/** One way that orders took from their beginning to an end. */
export type Variant = {
  id: string;
  lifecycle: string;
  way: readonly StatusName[];
  orders: number;
  late: number;
  medianMs: number;
  /** It is the declared way from where it began, step by step. */
  expected: boolean;
  /** Statuses into which it came more than once. */
  repeated: readonly StatusName[];
  /** Statuses of the declared way that it never came into. Of one that ended elsewhere (cancelled): those before. */
  skipped: readonly StatusName[];
  /** Steps that no lifecycle declares. */
  undeclared: readonly { from: StatusName; to: StatusName }[];
};

/** The name of a way in an address: the same for as long as the way is. */
export function variantId({ lifecycle, way }: Pick<Travelled, 'lifecycle' | 'way'>): string {
  return createHash('sha256')
    .update(JSON.stringify([lifecycle, way]))
    .digest('hex')
    .slice(0, 12);
}

/** Of orders that came to an end, the most frequent way first. */
export function variantsOf(lifecycles: Lifecycles, orders: readonly Travelled[]): Variant[] {
  const ended = orders.filter(({ totalMs }) => totalMs !== null);
  const groups = Map.groupBy(ended, variantId);
  return [...groups]
    .flatMap(([id, same]) => {
      const [{ lifecycle: name, way }] = same as [Travelled, ...Travelled[]];
      const lifecycle = lifecycles.named(name);
      if (!lifecycle) return [];
      const totals = same.map(({ totalMs }) => totalMs!).sort((a, b) => a - b);
      const late = same.filter(one => one.late).length;
      return [
        {
          id,
          lifecycle: name,
          way,
          orders: same.length,
          late,
          medianMs: quantile(totals, 0.5),
          ...held(lifecycle, way),
        },
      ];
    })
    .sort((a, b) => b.orders - a.orders || a.way.length - b.way.length || (a.id < b.id ? -1 : 1));
}

/** A way beside the declared one. */
function held(lifecycle: Lifecycle, way: readonly StatusName[]) {
  const declared = [way[0]!, ...(mainWay(lifecycle, way[0]!) ?? [])];
  const steps = way.slice(1).map((to, index) => ({ from: way[index]!, to }));
  const isAside = !declared.includes(way.at(-1)!);
  const furthest = Math.max(...way.map(status => declared.indexOf(status)));
  return {
    expected: way.length === declared.length && way.every((status, index) => status === declared[index]),
    repeated: [...new Set(way.filter((status, index) => way.indexOf(status) !== index))],
    skipped: declared.slice(0, isAside ? furthest : declared.length).filter(status => !way.includes(status)),
    undeclared: unique(steps.filter(({ from, to }) => !isDeclared(lifecycle, from, to))),
  };
}

function unique(steps: readonly { from: StatusName; to: StatusName }[]) {
  return [...new Map(steps.map(step => [JSON.stringify(step), step])).values()];
}

function isDeclared(lifecycle: Lifecycle, from: StatusName, to: StatusName): boolean {
  return lifecycle.status(from)?.next.includes(to) ?? false;
}

/** A step from one status into the next, as often as it was taken; 0: it is declared, and nobody took it. */
export type Transition = {
  lifecycle: string;
  from: StatusName;
  to: StatusName;
  declared: boolean;
  orders: number;
  /** How long half of them had been in `from`; null: nobody took it. */
  medianMs: number | null;
};

/** Declared and seen ones, in the order of the statuses of each lifecycle. An order counts each time that it took it. */
export function transitionsOf(lifecycles: Lifecycles, orders: readonly Travelled[]): Transition[] {
  const seen = new Map<string, number[]>();
  for (const { lifecycle, stays } of orders) {
    for (const { status, next, ms } of stays) {
      const name = JSON.stringify([lifecycle, status, next]);
      const known = seen.get(name);
      if (known) known.push(ms);
      else seen.set(name, [ms]);
    }
  }
  const present = new Set(orders.map(({ lifecycle }) => lifecycle));
  return lifecycles.all
    .filter(({ name }) => present.has(name))
    .flatMap(lifecycle =>
      lifecycle.names.flatMap(from =>
        lifecycle.names.flatMap((to): Transition[] => {
          const taken = (seen.get(JSON.stringify([lifecycle.name, from, to])) ?? []).sort((a, b) => a - b);
          const declared = isDeclared(lifecycle, from, to);
          if (taken.length === 0 && !declared) return [];
          const medianMs = taken.length === 0 ? null : quantile(taken, 0.5);
          return [{ lifecycle: lifecycle.name, from, to, declared, orders: taken.length, medianMs }];
        }),
      ),
    );
}

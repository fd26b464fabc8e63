import type { Course } from './usual-samples.ts';

/** So many must have happened before anybody judges by them. */
export const LEAST_SAMPLES = 30;

/** Three durations: one of ten orders takes less than `from`, half of them less than `likely`, nine of ten less than `to`. */
export type Span = { from: number; likely: number; to: number };

/** Of an order that has been in a status for `age` and is still: how long it takes in all from coming there to the end. */
export type Knot = Span & { age: number };

export type Curve = {
  /** By age: from 0, strictly ascending; their spans never fall. */
  knots: readonly Knot[];
  /** From leaving the status to the end. */
  rest: Span;
  /** Of so many orders that came to the end. */
  ends: number;
};

/** Where along the stays the curve is worked out; between them it is drawn straight. */
const AGES = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98];
/** Fewer say nothing of one in ten. */
const LEAST_AT_AGE = 10;

/** Null: fewer came to the end than one may judge by. */
export function curveOf(courses: readonly Course[]): Curve | null {
  const ended = courses.filter(({ hasEnded }) => hasEnded);
  if (ended.length < LEAST_SAMPLES) return null;
  const stays = ended.map(({ stayMs }) => stayMs).sort((a, b) => a - b);
  const byTotal = courses.toSorted((a, b) => a.totalMs - b.totalMs);
  const rest = spanOf(ended.map(({ totalMs, stayMs }) => totalMs - stayMs));
  const knots: Knot[] = [];
  for (const share of AGES) {
    const age = share === 0 ? 0 : quantile(stays, share);
    if (knots.length > 0 && age <= knots.at(-1)!.age) continue;
    const still = share === 0 ? byTotal : byTotal.filter(({ stayMs }) => stayMs > age);
    if (knots.length > 0 && still.filter(({ hasEnded }) => hasEnded).length < LEAST_AT_AGE) break;
    knots.push(notBelow(knots.at(-1), { age, ...spanAt(still) }));
  }
  // Whoever stays for longer than anybody before is about to leave: all that is known of it.
  const longest = stays.at(-1)!;
  if (longest > knots.at(-1)!.age) knots.push(notBelow(knots.at(-1), { age: longest, ...added(rest, longest) }));
  return { knots, rest, ends: ended.length };
}

/** How long it takes in all from coming into the status to the end, of an order that has been there for `age`. */
export function spanFor({ knots, rest }: Curve, age: number): Span {
  const behind = knots.findIndex(knot => knot.age > age);
  if (behind === -1) return atLeast(knots.at(-1)!, added(rest, age));
  const [before, after] = [knots[behind - 1]!, knots[behind]!];
  const part = (age - before.age) / (after.age - before.age);
  const between = (from: number, to: number) => Math.max(age, from + (to - from) * part);
  return {
    from: between(before.from, after.from),
    likely: between(before.likely, after.likely),
    to: between(before.to, after.to),
  };
}

/** Linear between the two nearest. */
export function quantile(ascending: readonly number[], share: number): number {
  const place = (ascending.length - 1) * share;
  const [low, high] = [ascending[Math.floor(place)]!, ascending[Math.ceil(place)]!];
  return low + (high - low) * (place - Math.floor(place));
}

/**
 * The estimate of Kaplan and Meier: those under way count for as long as they have been, or the orders that ended so far
 * would all be quick ones; and those that began before everything was known count from then on, or the slow ones would
 * be too many. Of those that never end (carts that nobody comes back to) it says nothing: the shares are of all that do.
 */
function spanAt(byTotal: readonly Course[]): Span {
  const begins = byTotal.map(({ knownFromMs }) => knownFromMs).sort((a, b) => a - b);
  const steps: { at: number; ended: number }[] = [];
  let [begun, left, open] = [0, 0, 1];
  for (let index = 0; index < byTotal.length; ) {
    const at = byTotal[index]!.totalMs;
    while (begun < begins.length && begins[begun]! <= at) begun += 1;
    let [gone, ended] = [0, 0];
    for (; index < byTotal.length && byTotal[index]!.totalMs === at; index += 1) {
      gone += 1;
      if (byTotal[index]!.hasEnded) ended += 1;
    }
    if (ended > 0) {
      open *= 1 - ended / (begun - left);
      steps.push({ at, ended: 1 - open });
    }
    left += gone;
  }
  const all = steps.at(-1)!.ended;
  // Of what was multiplied forty times a part in ten thousand million is missing.
  const by = (share: number) => steps.find(({ ended }) => ended >= all * share - 1e-9)!.at;
  return { from: by(0.1), likely: by(0.5), to: by(0.9) };
}

function spanOf(values: readonly number[]): Span {
  const ascending = values.toSorted((a, b) => a - b);
  return { from: quantile(ascending, 0.1), likely: quantile(ascending, 0.5), to: quantile(ascending, 0.9) };
}

function added({ from, likely, to }: Span, age: number): Span {
  return { from: age + from, likely: age + likely, to: age + to };
}

function atLeast(one: Span, other: Span): Span {
  return {
    from: Math.max(one.from, other.from),
    likely: Math.max(one.likely, other.likely),
    to: Math.max(one.to, other.to),
  };
}

function notBelow(before: Knot | undefined, knot: Knot): Knot {
  return before ? { age: knot.age, ...atLeast(before, knot) } : knot;
}

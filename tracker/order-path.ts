import type { Instant } from '../platform/clock.ts';
import type { Expected } from './expected.ts';
import { nominalMs, parseDuration } from './iso-duration.ts';
import type { Lifecycle, StatusName } from './lifecycle.ts';
import { mainWay } from './main-way.ts';
import type { OrderHistory } from './order-histories.ts';
import type { Usual, UsualStays } from './usual.ts';
import { type WholeStay, wholeStays } from './whole-stays.ts';

/**
 * A status on the way of an order: one that it was in, one that it never was in though it should have been, the one in
 * which it is, or one that is still ahead.
 */
export type PathStep = {
  status: StatusName;
  owner: string | null;
  place: 'passed' | 'skipped' | 'present' | 'ahead';
  entered: Instant | null;
  left: Instant | null;
  /** Milliseconds from coming there to leaving, or until now. Null: it was never there. */
  dwellMs: number | null;
  /** As declared, ISO 8601; null: there is none. */
  target: string | null;
  limit: string | null;
  business: boolean;
  /** What they come to for this stay. Null: none runs. */
  targetAt: Instant | null;
  dueAt: Instant | null;
  isLate: boolean;
  usual: Usual | null;
  /** When it is likely to come there; null: it has, or nobody knows. */
  expected: { from: Instant; to: Instant } | null;
};

export type OrderPath = {
  steps: readonly PathStep[];
  /** When anything was heard of it first. */
  begunAt: Instant | null;
};

type Asked = { partner: string | null; usual: UsualStays; expected: Expected; now: Instant };

/** The way that an order has come, with all its stays, and the one that it usually goes on from there. Pure. */
export function pathOf(history: OrderHistory, { partner, usual, expected, now }: Asked): OrderPath {
  const { lifecycle, placed } = history;
  const usualIn = (status: StatusName) => usual.of(lifecycle.name, status, partner);
  const stays = wholeStays(history);
  const step = (status: StatusName, more: Pick<PathStep, 'place'> & Partial<PathStep>): PathStep => {
    const level = lifecycle.status(status)?.serviceLevel;
    return {
      status,
      owner: lifecycle.owner(status),
      ...{ entered: null, left: null, dwellMs: null, targetAt: null, dueAt: null, isLate: false, expected: null },
      target: level?.target ?? null,
      limit: level?.breach ?? null,
      business: level?.time === 'business',
      usual: usualIn(status),
      ...more,
    };
  };
  const come = stays.flatMap((stay, index) => {
    const missed = missedBefore(lifecycle, stays[index - 1], stay);
    return [...missed.map(status => step(status, { place: 'skipped' })), step(stay.status, stayed(stay, now))];
  });
  const last = stays.at(-1);
  const ahead = last ? (mainWay(lifecycle, last.status) ?? []) : [];
  const comes = last ? arrivals(lifecycle, { last, ahead, usualIn }, expected, now) : [];
  const steps = [...come, ...ahead.map((status, index) => step(status, { place: 'ahead', expected: comes[index]! }))];
  return { steps, begunAt: placed[0]?.position.effectiveAt ?? null };
}

function stayed({ at, end, limits }: WholeStay, now: Instant): Pick<PathStep, 'place'> & Partial<PathStep> {
  return {
    place: end === null ? 'present' : 'passed',
    entered: at,
    // What nothing follows is not left.
    left: end === at ? null : end,
    dwellMs: end === at ? null : Math.max(0, (end ?? now) - at),
    targetAt: limits?.targetAt ?? null,
    dueAt: limits?.dueAt ?? null,
    isLate: limits !== null && (end ?? now) > limits.dueAt,
  };
}

/** On the shortest declared way between two stays; going back (rework) misses nothing. */
function missedBefore(lifecycle: Lifecycle, before: WholeStay | undefined, { status }: WholeStay) {
  if (before && lifecycle.rank(status) < lifecycle.rank(before.status)) return [];
  return lifecycle.path(before?.status ?? null, status)?.slice(0, -1) ?? [];
}

type Rest = { last: WholeStay; ahead: readonly StatusName[]; usualIn: (status: StatusName) => Usual | null };

/**
 * When it comes to each status ahead: the time that is left until its expected end, shared out by how long each status on
 * the way usually takes, or should take. The end itself is what is expected of the order (expected.ts).
 */
function arrivals(
  lifecycle: Lifecycle,
  { last, ahead, usualIn }: Rest,
  expected: Expected,
  now: Instant,
): PathStep['expected'][] {
  if (expected.from === null) return ahead.map(() => null);
  const takes = (status: StatusName) => usualIn(status)?.p50Ms ?? targetMs(lifecycle, status);
  const lengths = [Math.max(0, takes(last.status) - (now - last.at)), ...ahead.slice(0, -1).map(takes)];
  const whole = lengths.reduce((sum, ms) => sum + ms, 0);
  let gone = 0;
  return lengths.map((ms, index) => {
    gone += ms;
    const share = index === lengths.length - 1 ? 1 : whole === 0 ? 1 : gone / whole;
    const on = (end: Instant) => Math.round(now + share * Math.max(0, end - now));
    return { from: on(expected.from), to: on(expected.to) };
  });
}

function targetMs(lifecycle: Lifecycle, status: StatusName): number {
  const level = lifecycle.status(status)?.serviceLevel;
  return level ? nominalMs(parseDuration(level.target)) : 0;
}

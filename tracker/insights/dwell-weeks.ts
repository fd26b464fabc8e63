import type { Instant } from '../../platform/clock.ts';
import type { StatusName } from '../lifecycle.ts';
import { quantile } from '../usual-curve.ts';
import type { EndedStay, Travelled } from './travelled.ts';

/** How long orders were in a status that they left. */
export type DwellFigures = {
  stays: number;
  p50Ms: number;
  p90Ms: number;
  p95Ms: number;
  /** Of those that had a limit: so many, and so many that kept it. */
  limited: number;
  kept: number;
};

export type DwellOfStatus = DwellFigures & {
  lifecycle: string;
  status: StatusName;
  /** By the week in which it was left, ascending; weeks in which nobody left it are missing. */
  weeks: readonly (DwellFigures & { week: Instant })[];
};

const WEEK_MS = 7 * 24 * 3_600_000;
/** 1970 began on a Thursday. */
const FIRST_MONDAY = 4 * 24 * 3_600_000;

/** The Monday, in UTC, with which a week begins. */
export function weekOf(at: Instant): Instant {
  return Math.floor((at - FIRST_MONDAY) / WEEK_MS) * WEEK_MS + FIRST_MONDAY;
}

/** Of stays that ended within the time, each as often as an order came there. */
export function dwellOf(orders: readonly Travelled[], { from, to }: { from: Instant; to: Instant }): DwellOfStatus[] {
  const stays = orders.flatMap(order =>
    order.stays
      .filter(({ leftAt }) => leftAt >= from && leftAt < to)
      .map(stay => ({ ...stay, lifecycle: order.lifecycle })),
  );
  const groups = Map.groupBy(stays, ({ lifecycle, status }) => JSON.stringify([lifecycle, status]));
  return [...groups.values()].map(same => {
    const { lifecycle, status } = same[0]!;
    const weeks = [...Map.groupBy(same, ({ leftAt }) => weekOf(leftAt))]
      .sort(([a], [b]) => a - b)
      .map(([week, those]) => ({ week, ...figuresOf(those) }));
    return { lifecycle, status, ...figuresOf(same), weeks };
  });
}

function figuresOf(stays: readonly EndedStay[]): DwellFigures {
  const lengths = stays.map(({ ms }) => ms).sort((a, b) => a - b);
  const by = (share: number) => Math.round(quantile(lengths, share));
  const limited = stays.filter(({ late }) => late !== null);
  return {
    stays: stays.length,
    p50Ms: by(0.5),
    p90Ms: by(0.9),
    p95Ms: by(0.95),
    limited: limited.length,
    kept: limited.filter(({ late }) => late === false).length,
  };
}

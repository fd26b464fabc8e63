import type { Instant } from '../platform/clock.ts';
import { type Pool, transaction } from '../platform/postgres.ts';
import type { Lifecycles } from './lifecycle.ts';
import { type PastPlace, readPastOrders } from './past-orders.ts';
import { curveOf, LEAST_SAMPLES, quantile } from './usual-curve.ts';
import { forgetMeasuredBefore, type MeasuredStay, saveMeasured } from './usual-rows.ts';
import { type Samples, samplesOf } from './usual-samples.ts';

const DAY_MS = 24 * 3_600_000;
export const MEASURED_MS = 90 * DAY_MS;
const PAGE = 1_000;

/**
 * How many orders are read, the newest first: what bounds the work whatever the size of the ledger, and enough for a p95
 * of every status and of every partner who matters.
 * TODO-FIGURES
 */
export const ORDERS_READ = 20_000;

/** Any number; the same for every process, so that of two that both think that they lead only one writes at a time. */
const USUAL_LOCK = 7_203_114_911;

/**
 * Measures how long orders usually stay in each status and when they then come to their end, of the last 90 days, of all
 * orders and of each partner who has enough. `runOnce` returns of how many orders.
 */
export function measureUsual({ pool, lifecycles }: { pool: Pool; lifecycles: () => Lifecycles }) {
  return {
    runOnce: async (now: Instant): Promise<number> => {
      const declared = lifecycles();
      const { groups, orders } = await gather(pool, declared, now);
      const measured = [...groups.values()].flatMap(group => measure(group) ?? []);
      await transaction(pool, async tx => {
        await tx.query('select pg_advisory_xact_lock($1)', [USUAL_LOCK]);
        await saveMeasured(tx, measured, now);
        await forgetMeasuredBefore(tx, now);
      });
      return orders;
    },
  };
}

/** Of one status, of all orders or a partner's. */
type Group = Pick<MeasuredStay, 'lifecycle' | 'status' | 'partner'> & {
  stays: number[];
  courses: Samples['courses'][number][];
};

async function gather(pool: Pool, lifecycles: Lifecycles, now: Instant) {
  const groups = new Map<string, Group>();
  const since = now - MEASURED_MS;
  const groupOf = (lifecycle: string, status: string, partner: string | null): Group => {
    const name = JSON.stringify([lifecycle, status, partner]);
    const known = groups.get(name) ?? { lifecycle, status, partner, stays: [], courses: [] };
    groups.set(name, known);
    return known;
  };
  let orders = 0;
  let before: PastPlace | null = { lastEventAt: now, orderId: '\u{10ffff}' };
  while (before !== null && orders < ORDERS_READ) {
    const page = await readPastOrders(pool, { since, before, limit: PAGE });
    for (const past of page) {
      const lifecycle = lifecycles.named(past.lifecycle);
      if (!lifecycle) continue;
      const { stays, courses } = samplesOf(lifecycle, past, { since, now });
      for (const partner of past.partner === null ? [null] : [null, past.partner]) {
        for (const { status, ms } of stays) groupOf(past.lifecycle, status, partner).stays.push(ms);
        for (const course of courses) groupOf(past.lifecycle, course.status, partner).courses.push(course);
      }
    }
    orders += page.length;
    before = page.length === PAGE ? page.at(-1)! : null;
  }
  // Of orders under way those are missing of which nothing was heard for the longest time. Where so many end in a few
  // days, those that did are a fair sample alone.
  if (before !== null) for (const group of groups.values()) group.courses = endedOnes(group.courses);
  return { groups, orders };
}

function endedOnes(courses: Group['courses']): Group['courses'] {
  return courses.filter(({ hasEnded }) => hasEnded).map(course => ({ ...course, knownFromMs: 0 }));
}

function measure({ lifecycle, status, partner, stays, courses }: Group): MeasuredStay | null {
  const samples = stays.length;
  const ends = courses.filter(({ hasEnded }) => hasEnded).length;
  if (samples < LEAST_SAMPLES && ends < LEAST_SAMPLES) return null;
  const ascending = stays.sort((a, b) => a - b);
  const by = (share: number) => Math.round(quantile(ascending, share));
  return {
    ...{ lifecycle, status, partner, samples, ends },
    stay: samples < LEAST_SAMPLES ? null : { p50Ms: by(0.5), p90Ms: by(0.9), p95Ms: by(0.95) },
    curve: curveOf(courses),
  };
}

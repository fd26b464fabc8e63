import type { z } from 'zod';
import { readRuleOrders, readRuleOutcomes } from '../../alerts/rule-outcomes.ts';
import { type Clock, toIso } from '../../platform/clock.ts';
import { type Db, type Pool, sqlState } from '../../platform/postgres.ts';
import { readingOnly } from '../../platform/read-only.ts';
import { type DwellFigures, dwellOf } from '../../tracker/insights/dwell-weeks.ts';
import { type LatenessOf, latenessBy, latenessOf } from '../../tracker/insights/lateness-by.ts';
import {
  MOST_READ,
  readTravelled,
  readTravelledNamed,
  type TravelledFilter,
  type TravelledOrders,
} from '../../tracker/insights/read-travelled.ts';
import type { Travelled } from '../../tracker/insights/travelled.ts';
import { transitionsOf, variantsOf } from '../../tracker/insights/variants.ts';
import { inSeconds } from '../../tracker/iso-duration.ts';
import type { Lifecycles } from '../../tracker/lifecycle.ts';
import { nominalLimits } from '../../tracker/metrics/nominal-limits.ts';
import { Refused, tookTooLong } from '../problem.ts';
import type { insights } from './insights-contract.ts';

export type InsightsDeps = { pool: Pool; lifecycles: () => Lifecycles; clock: Clock };

/** A statement of it takes a tenth of a second; one that takes longer is in nobody's interest. */
const STATEMENT_LIMIT_MS = 10_000;
/** Of 20,000 orders each, 20 MB. */
const MOST_KEPT = 2;
const KEPT_MS = 60_000;
const MOST_VARIANTS = 30;
const MOST_NAMES = 50;
const QUERY_CANCELED = '57014';

/** The orders that figures are made of, read once for the figures and the lists behind them, one reading at a time. */
export function createInsights({ pool, lifecycles, clock }: InsightsDeps) {
  const db = readingOnly(pool, STATEMENT_LIMIT_MS);
  const kept = new Map<string, Promise<TravelledOrders>>();
  let last: Promise<unknown> = Promise.resolve();

  function ordersOf(filter: TravelledFilter): Promise<TravelledOrders> {
    const name = JSON.stringify(filter);
    const known = kept.get(name);
    if (known) return known;
    const read = last.then(() => inTime(readTravelled(db, lifecycles(), filter, clock.now())));
    last = read.catch(() => {});
    kept.set(name, read);
    for (const older of [...kept.keys()].slice(0, -MOST_KEPT)) kept.delete(older);
    const forget = () => kept.get(name) === read && kept.delete(name);
    read.then(() => setTimeout(forget, KEPT_MS).unref(), forget);
    return read;
  }

  /** Those that incidents of a rule were about which opened in this time, whatever else is asked of the figures. */
  async function ordersOfRule(rule: string, { from, to }: TravelledFilter): Promise<Travelled[]> {
    const ids = await inTime(readRuleOrders(db, rule, { from, to, limit: MOST_READ }));
    return inTime(readTravelledNamed(db, lifecycles(), ids, clock.now()));
  }

  return {
    ordersOf,
    ordersOfRule,
    figures: async (filter: TravelledFilter): Promise<z.infer<typeof insights>> => {
      const read = await ordersOf(filter);
      return figuresOf(lifecycles(), read, filter, await inTime(rulesOf(db, filter)));
    },
  };
}

export type Insights = ReturnType<typeof createInsights>;

async function inTime<Found>(work: Promise<Found>): Promise<Found> {
  try {
    return await work;
  } catch (error) {
    if (sqlState(error) !== QUERY_CANCELED) throw error;
    throw new Refused(
      tookTooLong('So many orders take too long to read; ask for a shorter time, or without a partner.'),
    );
  }
}

function rulesOf(db: Db, { from, to }: TravelledFilter) {
  return readRuleOutcomes(db, { from, to });
}

function figuresOf(
  lifecycles: Lifecycles,
  { orders, whole }: TravelledOrders,
  filter: TravelledFilter,
  rules: Awaited<ReturnType<typeof rulesOf>>,
): z.infer<typeof insights> {
  const variants = variantsOf(lifecycles, orders);
  const limits = new Map(
    lifecycles.all.flatMap(lifecycle =>
      nominalLimits(lifecycle).map(({ status, breachSeconds }) => [
        JSON.stringify([lifecycle.name, status]),
        inSeconds(breachSeconds * 1_000),
      ]),
    ),
  );
  const rank = ({ lifecycle, status }: { lifecycle: string; status: string }) =>
    lifecycles.all.findIndex(({ name }) => name === lifecycle) * 1_000 +
    (lifecycles.named(lifecycle)?.rank(status) ?? 0);
  return {
    from: toIso(filter.from),
    to: toIso(filter.to),
    whole,
    orders: presentLateness(latenessOf(orders)),
    dwell: dwellOf(orders, filter)
      .sort((a, b) => rank(a) - rank(b))
      .map(({ lifecycle, status, weeks, ...all }) => ({
        lifecycle,
        status,
        limit: limits.get(JSON.stringify([lifecycle, status])) ?? null,
        ...presentFigures(all),
        weeks: weeks.map(({ week, ...figures }) => ({ week: toIso(week), ...presentFigures(figures) })),
      })),
    variants: {
      ended: orders.filter(({ totalMs }) => totalMs !== null).length,
      ways: variants.length,
      items: variants
        .slice(0, MOST_VARIANTS)
        .map(({ medianMs, ...variant }) => ({ ...present(variant), median: inSeconds(medianMs) })),
    },
    transitions: transitionsOf(lifecycles, orders).map(({ medianMs, ...step }) => ({
      ...step,
      median: medianMs === null ? null : inSeconds(medianMs),
    })),
    partners: latenessBy(orders, 'partner').slice(0, MOST_NAMES).map(presentNamed),
    productClasses: latenessBy(orders, 'productClass').slice(0, MOST_NAMES).map(presentNamed),
    rules: rules.slice(0, MOST_NAMES),
  };
}

function present<
  Variant extends { way: readonly string[]; repeated: readonly string[]; skipped: readonly string[] } & {
    undeclared: readonly { from: string; to: string }[];
  },
>(variant: Variant) {
  const { way, repeated, skipped, undeclared } = variant;
  return { ...variant, way: [...way], repeated: [...repeated], skipped: [...skipped], undeclared: [...undeclared] };
}

function presentFigures({ stays, p50Ms, p90Ms, p95Ms, limited, kept }: DwellFigures) {
  return { stays, p50: inSeconds(p50Ms), p90: inSeconds(p90Ms), p95: inSeconds(p95Ms), limited, kept };
}

function presentLateness({ medianMs, ...rest }: Omit<LatenessOf, 'name'>) {
  return { ...rest, median: medianMs === null ? null : inSeconds(medianMs) };
}

function presentNamed({ name, ...lateness }: LatenessOf) {
  return { name, ...presentLateness(lateness) };
}

import type { z } from 'zod';
import { readIncidents } from '../../alerts/alert-metrics.ts';
import type { LateReason } from '../../alerts/sight.ts';
import { countOpen } from '../../collector/quarantine.ts';
import { type Clock, type Instant, toIso } from '../../platform/clock.ts';
import type { Pool } from '../../platform/postgres.ts';
import { lastRecordedAt, readFlows } from '../../tracker/changes/flows.ts';
import { inSeconds } from '../../tracker/iso-duration.ts';
import type { Lifecycle, Lifecycles } from '../../tracker/lifecycle.ts';
import { nominalLimits } from '../../tracker/metrics/nominal-limits.ts';
import { type Counted, createOrderCounting } from '../../tracker/metrics/order-counting.ts';
import { measurePresentDwell, type PresentDwell } from '../../tracker/present-dwell.ts';
import { readUsualStays, type UsualStays } from '../../tracker/usual.ts';
import type { asOf, summary } from './summary-contract.ts';

export type Summary = z.infer<typeof summary>;
export type AsOf = z.infer<typeof asOf>;

export type SummaryDeps = {
  pool: Pool;
  lifecycles: () => Lifecycles;
  clock: Clock;
  /** What keeps us from seeing how things are now. */
  sight: (now: Instant) => Promise<LateReason[]>;
  /** How far the intake is behind, in milliseconds; null: nobody knows. */
  behind: (now: Instant) => Promise<number | null>;
};

/** Who asks within this time is told the same. */
const FRESH_MS = 3_000;
const SIGHT_MS = 15_000;
/** Walks over all that is under way rest for so many times what they took. */
const REST = 19;

/** How things are, counted once for however many ask, and never twice at a time. What takes long is done less often. */
export function createSummary({ pool, lifecycles, clock, sight, behind }: SummaryDeps) {
  const counting = createOrderCounting({ db: pool, lifecycles, clock });
  const reasons = restful(clock, SIGHT_MS, sight);
  const dwell = restful(clock, 0, async (now: Instant) => measurePresentDwell(pool, openStatuses(lifecycles()), now));
  const usual = restful(clock, SIGHT_MS, () => readUsualStays(pool));
  const flows = restful(clock, 0, (now: Instant) => readFlows(pool, now));
  let last: { at: Instant; summary: Promise<Summary> } | null = null;

  async function read(now: Instant): Promise<Summary> {
    await counting.runOnce(now);
    const lagMs = await behind(now);
    const newestAt = await lastRecordedAt(pool);
    const late = await reasons(now);
    const incidents = await readIncidents(pool);
    const standing = (wanted: string) =>
      incidents.filter(({ state }) => state === wanted).reduce((sum, { count }) => sum + count, 0);
    const statuses = statusesOf(lifecycles(), counting.counted()!, await dwell(now), await usual(now));
    return {
      asOf: {
        at: toIso(now),
        newestAt: newestAt === null ? null : toIso(newestAt),
        lag: lagMs === null ? null : inSeconds(lagMs),
        late: late.length > 0,
        reasons: late.map(reason => ({ ...reason, since: reason.since === null ? null : toIso(reason.since) })),
      },
      totals: totalsOf(statuses, counting.counted()!.provisional),
      statuses,
      flows: await flows(now),
      incidents: { open: standing('open'), acknowledged: standing('acknowledged'), snoozed: standing('snoozed') },
      quarantine: { open: await countOpen(pool) },
    };
  }

  return {
    current: (): Promise<Summary> => {
      const now = clock.now();
      if (last && Math.abs(now - last.at) < FRESH_MS) return last.summary;
      const asked = { at: now, summary: read(now) };
      last = asked;
      // Whoever waits for it is told; the next one tries again.
      asked.summary.catch(() => {
        if (last === asked) last = null;
      });
      return asked.summary;
    },
  };
}

/** The same answer again as long as it is fresh, and for longer where finding it out took long. */
function restful<Found>(clock: Clock, freshMs: number, find: (now: Instant) => Promise<Found>) {
  let known: { found: Found; until: Instant } | null = null;
  return async (now: Instant): Promise<Found> => {
    if (known && now < known.until) return known.found;
    const begun = clock.now();
    const found = await find(now);
    known = { found, until: clock.now() + Math.max(freshMs, REST * (clock.now() - begun)) };
    return found;
  };
}

function openStatuses({ all }: Lifecycles): string[] {
  return [...new Set(all.flatMap(({ names, isTerminal }) => names.filter(name => !isTerminal(name))))];
}

function statusesOf(
  lifecycles: Lifecycles,
  counted: Counted,
  dwell: readonly PresentDwell[],
  usual: UsualStays,
): Summary['statuses'] {
  return lifecycles.all.flatMap(lifecycle => {
    const limits = limitsOf(lifecycle);
    return lifecycle.names.map(status => {
      const isIt = (one: { lifecycle: string; status: string }) =>
        one.lifecycle === lifecycle.name && one.status === status;
      const underWay = counted.underWay.find(isIt);
      const standing = counted.standings.find(isIt);
      const here = dwell.find(isIt);
      const usually = usual.of(lifecycle.name, status, null);
      return {
        lifecycle: lifecycle.name,
        status,
        orders: underWay?.orders ?? counted.elsewhere.find(isIt)?.orders ?? 0,
        stuck: standing?.stuck ?? 0,
        atRisk: standing?.atRisk ?? 0,
        overdue: underWay?.overdue ?? 0,
        frozen: underWay?.frozen ?? 0,
        oldestSince: underWay?.oldest ? toIso(underWay.oldest) : null,
        dwell: here ? inSeconds(here.medianMs) : null,
        usually: usually ? inSeconds(usually.p50Ms) : null,
        limit: limits.get(status) ?? null,
        terminal: lifecycle.isTerminal(status),
      };
    });
  });
}

function limitsOf(lifecycle: Lifecycle): Map<string, string> {
  return new Map(
    nominalLimits(lifecycle).map(({ status, breachSeconds }) => [status, inSeconds(breachSeconds * 1_000)]),
  );
}

function totalsOf(statuses: Summary['statuses'], provisional: number): Summary['totals'] {
  const open = statuses.filter(({ terminal }) => !terminal);
  const sum = (of: 'orders' | 'stuck' | 'atRisk' | 'overdue' | 'frozen') =>
    open.reduce((total, status) => total + status[of], 0);
  return {
    open: sum('orders'),
    stuck: sum('stuck'),
    atRisk: sum('atRisk'),
    overdue: sum('overdue'),
    frozen: sum('frozen'),
    provisional,
  };
}

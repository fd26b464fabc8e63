import { Counter, Gauge } from 'prom-client';
import { createTracedHistogram } from '../../platform/histogram.ts';
import type { Metrics } from '../../platform/metrics.ts';
import type { Announcement, Recorded } from '../ledger.ts';
import type { Lifecycle, Lifecycles } from '../lifecycle.ts';
import { ANOMALY_KINDS } from '../state.ts';
import { dwellBuckets } from './dwell-buckets.ts';
import { nominalLimits } from './nominal-limits.ts';
import { KEPT, stayKept } from './stay-kept.ts';

export type OrderMetrics = ReturnType<typeof createOrderMetrics>;

/** How prices are calculated in the reference case: what all began with. */
const CALCULATION = { from: 'SUBMITTED', to: 'PRICE_CALCULATED' };
/** It takes 2 to 30 minutes, and after an hour something is wrong. */
const CALCULATION_BUCKETS = [15, 30, 60, 120, 300, 600, 900, 1_800, 2_700, 3_600, 7_200, 14_400, 43_200, 86_400];

const FIRST = 'none';

/**
 * The figures of how orders move, of what this process has recorded. Labels are of the configuration, and what it foresees
 * begins at 0: the first move of its kind is then an increase, too.
 */
export function createOrderMetrics(registry: Metrics, lifecycles: () => Lifecycles) {
  const registers = [registry];
  const transitions = new Counter({
    name: 'orderwatch_order_transitions_total',
    help: 'Moves of orders that became known; from="none": into the first status',
    labelNames: ['lifecycle', 'from', 'to'],
    registers,
  });
  const dwell = createTracedHistogram(registry, {
    name: 'orderwatch_order_dwell_seconds',
    help: 'How long an order was in the status that it left, by the clock',
    labels: ['lifecycle', 'status'],
    buckets: dwellBuckets(lifecycles()),
  });
  const stays = new Counter({
    name: 'orderwatch_order_stays_total',
    help: 'Stays that are over, by what they kept: target, breach (past the target), late (past the breach), unlimited',
    labelNames: ['lifecycle', 'status', 'within'],
    registers,
  });
  const calculation = createTracedHistogram(registry, {
    name: 'orderwatch_price_calculation_seconds',
    help: `From ${CALCULATION.from} to ${CALCULATION.to}`,
    labels: ['lifecycle'],
    buckets: CALCULATION_BUCKETS,
  });
  const anomalies = new Counter({
    name: 'orderwatch_order_anomalies_total',
    help: 'Contradictions in what systems say, when they come to light, by kind',
    labelNames: ['kind'],
    registers,
  });
  for (const kind of ANOMALY_KINDS) anomalies.inc({ kind }, 0);
  gaugeLimits(registry, lifecycles);

  function foresee(lifecycle: Lifecycle): void {
    const { name, names } = lifecycle;
    for (const status of names) {
      const { next, entry, serviceLevel } = lifecycle.status(status)!;
      if (entry) transitions.inc({ lifecycle: name, from: FIRST, to: status }, 0);
      for (const to of next) transitions.inc({ lifecycle: name, from: status, to }, 0);
      if (next.length === 0) continue;
      dwell.foresee({ lifecycle: name, status });
      for (const within of serviceLevel ? KEPT : ['unlimited']) {
        stays.inc({ lifecycle: name, status, within }, 0);
      }
    }
    if (names.includes(CALCULATION.from) && names.includes(CALCULATION.to)) calculation.foresee({ lifecycle: name });
  }

  function ended({ lifecycle, from, since, to, at }: Announcement): void {
    if (from === null || since === null) return;
    const seconds = Math.max(0, at - since) / 1_000;
    dwell.observe({ lifecycle, status: from }, seconds);
    if (from === CALCULATION.from && to === CALCULATION.to) calculation.observe({ lifecycle }, seconds);
    const declared = lifecycles().named(lifecycle);
    if (!declared) return;
    stays.inc({ lifecycle, status: from, within: stayKept(declared, { status: from, from: since, to: at }) });
  }

  return {
    /** To be called again with every new configuration. */
    foresee: () => lifecycles().all.forEach(foresee),
    recorded: ({ announcements, anomalies: found }: Recorded) => {
      for (const move of announcements) {
        // Told again when it is known which order it is.
        if (move.provisional) continue;
        transitions.inc({ lifecycle: move.lifecycle, from: move.from ?? FIRST, to: move.to });
        if (!move.historic && !move.late) ended(move);
      }
      for (const { kind } of found) anomalies.inc({ kind });
    },
  };
}

function gaugeLimits(registry: Metrics, lifecycles: () => Lifecycles): void {
  const gauge = (limit: 'target' | 'breach', help: string) =>
    new Gauge({
      name: `orderwatch_order_status_${limit}_seconds`,
      help: `${help}; a working day counts as a day`,
      labelNames: ['lifecycle', 'status'],
      registers: [registry],
      collect() {
        this.reset();
        for (const lifecycle of lifecycles().all) {
          for (const { status, ...limits } of nominalLimits(lifecycle)) {
            this.set({ lifecycle: lifecycle.name, status }, limits[`${limit}Seconds`]);
          }
        }
      },
    });
  gauge('target', 'How long an order should be in a status at most');
  gauge('breach', 'How long an order may be in a status at most');
}

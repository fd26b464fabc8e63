import { Gauge } from 'prom-client';
import type { Metrics } from '../../platform/metrics.ts';
import type { Lifecycles } from '../lifecycle.ts';
import type { Counted } from './order-counting.ts';

type Figures = { orders: number; stuck: number; atRisk: number; overdue: number; frozen: number; longestMs: number };

const NONE: Figures = { orders: 0, stuck: 0, atRisk: 0, overdue: 0, frozen: 0, longestMs: 0 };

/** Shows what was counted; `counted` is null in a process that does not lead, which shows nothing: one figure, once. */
export function gaugeOrders(
  registry: Metrics,
  { counted, lifecycles }: { counted: () => Counted | null; lifecycles: () => Lifecycles },
): void {
  const registers = [registry];
  const byStatus = (name: string, help: string, figure: (figures: Figures) => number) =>
    new Gauge({
      name,
      help,
      labelNames: ['lifecycle', 'status'],
      registers,
      collect() {
        this.reset();
        const now = counted();
        if (!now) return;
        for (const [lifecycle, statuses] of figuresOf(now, lifecycles())) {
          for (const [status, figures] of statuses) this.set({ lifecycle, status }, figure(figures));
        }
      },
    });
  byStatus('orderwatch_orders', 'Orders by status, ended ones included', ({ orders }) => orders);
  byStatus('orderwatch_orders_stuck', 'Orders past the limit of their status', ({ stuck }) => stuck);
  byStatus('orderwatch_orders_at_risk', 'Orders that are likely to be late, and are not yet', ({ atRisk }) => atRisk);
  byStatus('orderwatch_orders_overdue', 'Orders past what was promised', ({ overdue }) => overdue);
  byStatus('orderwatch_orders_frozen', 'Orders that are frozen', ({ frozen }) => frozen);
  byStatus(
    'orderwatch_orders_longest_stay_seconds',
    'How long the order that has been in the status longest, its limits running, is there; 0: there is none',
    ({ longestMs }) => longestMs / 1_000,
  );
  const ofAll = (name: string, help: string, figure: (counted: Counted) => number) =>
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.remove({});
        const now = counted();
        if (now) this.set(figure(now));
      },
    });
  ofAll(
    'orderwatch_orders_provisional',
    'Orders that are known by an id of one system or a correlation id only',
    ({ provisional }) => provisional,
  );
  ofAll('orderwatch_orders_counted_timestamp_seconds', 'When orders were counted', ({ at }) => at / 1_000);
}

/** By lifecycle and status: all that are declared, and what else there is. */
function figuresOf(counted: Counted, { all }: Lifecycles): Map<string, Map<string, Figures>> {
  const figures = new Map(all.map(({ name, names }) => [name, new Map(names.map(status => [status, NONE]))]));
  const add = ({ lifecycle, status }: { lifecycle: string; status: string }, found: Partial<Figures>) => {
    const statuses = figures.get(lifecycle) ?? new Map<string, Figures>();
    figures.set(lifecycle, statuses.set(status, { ...(statuses.get(status) ?? NONE), ...found }));
  };
  for (const row of counted.elsewhere) add(row, { orders: row.orders });
  for (const row of counted.underWay) {
    const { orders, overdue, frozen, oldest } = row;
    add(row, { orders, overdue, frozen, longestMs: oldest === null ? 0 : Math.max(0, counted.at - oldest) });
  }
  for (const row of counted.standings) add(row, { stuck: row.stuck, atRisk: row.atRisk });
  return figures;
}

import { Counter, Gauge, Histogram } from 'prom-client';
import type { Instant } from '../platform/clock.ts';
import type { Metrics } from '../platform/metrics.ts';
import type { BreakerState } from './breaker.ts';
import type { Outcome } from './outcome.ts';

export type NotificationMetrics = ReturnType<typeof createNotificationMetrics>;

const BREAKER: Record<BreakerState, number> = { closed: 0, halfOpen: 1, open: 2 };

/** The figures of everything that goes out. No label says to whom. */
export function createNotificationMetrics(registry: Metrics) {
  const registers = [registry];
  const sent = new Counter({
    name: 'orderwatch_notifications_sent_total',
    help: 'Messages that a provider took',
    labelNames: ['channel', 'provider'],
    registers,
  });
  const failed = new Counter({
    name: 'orderwatch_notifications_failed_total',
    help: 'Attempts that failed, by reason; those that will be repeated, too',
    labelNames: ['channel', 'reason'],
    registers,
  });
  const dropped = new Counter({
    name: 'orderwatch_notifications_dropped_total',
    help: 'Messages not sent on purpose, by reason',
    labelNames: ['reason'],
    registers,
  });
  const latency = new Histogram({
    name: 'orderwatch_notifications_handover_seconds',
    help: 'From the time that a fact became known to the time that a provider took the message about it',
    labelNames: ['channel'],
    buckets: [1, 5, 15, 30, 60, 120, 300, 900, 3600, 14_400, 43_200, 86_400],
    registers,
  });
  const breaker = new Gauge({
    name: 'orderwatch_notifications_breaker_state',
    help: 'Whether messages are handed to the provider: 0 yes, 1 one to try, 2 no',
    labelNames: ['provider'],
    registers,
  });
  return {
    breaker: (provider: string, state: BreakerState) => breaker.set({ provider }, BREAKER[state]),
    settled: ({ message, settlement, event }: Outcome, now: Instant) => {
      const { channel, factAt } = message;
      if (settlement.state === 'sent') {
        sent.inc({ channel, provider: settlement.provider ?? '' });
        latency.observe({ channel }, (now - factAt) / 1_000);
      }
      if (event !== null) failed.inc({ channel, reason: settlement.reason ?? 'unknown' });
      if (settlement.state === 'dropped') dropped.inc({ reason: settlement.reason ?? '' });
    },
  };
}

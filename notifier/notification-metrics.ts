import { Counter, Gauge } from 'prom-client';
import type { Instant } from '../platform/clock.ts';
import { createTracedHistogram } from '../platform/histogram.ts';
import type { Metrics } from '../platform/metrics.ts';
import type { BreakerState } from './breaker.ts';
import { CHANNELS, type MessageState } from './message.ts';
import type { Outcome } from './outcome.ts';
import { DROP_REASONS } from './reasons.ts';

export type NotificationMetrics = ReturnType<typeof createNotificationMetrics>;

const BREAKER: Record<BreakerState, number> = { closed: 0, halfOpen: 1, open: 2 };

const RESULTS = ['sent', 'retry', 'failed', 'dead', 'unknown', 'dropped', 'dry_run'] as const;

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
  const settled = new Counter({
    name: 'orderwatch_notifications_settled_total',
    help: 'What came of messages that were looked at: sent, retry (later again), failed, dead, unknown, dropped, dry_run',
    labelNames: ['channel', 'result'],
    registers,
  });
  for (const reason of Object.keys(DROP_REASONS)) dropped.inc({ reason }, 0);
  for (const channel of CHANNELS) for (const result of RESULTS) settled.inc({ channel, result }, 0);
  const latency = createTracedHistogram(registry, {
    name: 'orderwatch_notifications_handover_seconds',
    help: 'From the time that a fact became known to the time that a provider took the message about it',
    labels: ['channel'],
    buckets: [1, 5, 15, 30, 60, 120, 300, 900, 3600, 14_400, 43_200, 86_400],
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
      const { channel, factAt, traceparent } = message;
      const result = resultOf(settlement.state, event !== null);
      if (result) settled.inc({ channel, result });
      if (settlement.state === 'sent') {
        sent.inc({ channel, provider: settlement.provider ?? '' });
        // It is written down with others, when its own span is over.
        latency.observe({ channel }, (now - factAt) / 1_000, traceparent);
      }
      if (event !== null) failed.inc({ channel, reason: settlement.reason ?? 'unknown' });
      if (settlement.state === 'dropped') dropped.inc({ reason: settlement.reason ?? '' });
    },
  };
}

/** Null: nothing came of it yet. One that only waits for its time was not tried. */
function resultOf(state: MessageState, tried: boolean): (typeof RESULTS)[number] | null {
  if (state === 'queued') return tried ? 'retry' : null;
  return RESULTS.find(result => result === state) ?? null;
}

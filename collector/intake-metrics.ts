import { Counter, Gauge } from 'prom-client';
import type { Instant } from '../platform/clock.ts';
import { createTracedHistogram } from '../platform/histogram.ts';
import type { Metrics } from '../platform/metrics.ts';
import type { Accepted, Decoded } from './accept.ts';

export type IntakeMetrics = ReturnType<typeof createIntakeMetrics>;

/** The figures of everything that comes in, whichever way. */
export function createIntakeMetrics(registry: Metrics) {
  const registers = [registry];
  const consumed = new Counter({
    name: 'orderwatch_intake_consumed_total',
    help: 'Messages delivered by RabbitMQ, redeliveries included',
    registers,
  });
  const messages = new Counter({
    name: 'orderwatch_intake_messages_total',
    help: 'Messages dealt with and committed, by the way they came and what became of them',
    labelNames: ['way', 'outcome'],
    registers,
  });
  const quarantined = new Counter({
    name: 'orderwatch_intake_quarantined_total',
    help: 'Messages put into quarantine, by kind of reason',
    labelNames: ['kind'],
    registers,
  });
  const ownFindings = new Counter({
    name: 'orderwatch_intake_own_findings_total',
    help: 'Findings that we had published ourselves and that came back: acknowledged, and not taken in',
    registers,
  });
  const age = createTracedHistogram(registry, {
    name: 'orderwatch_intake_event_age_seconds',
    help: 'From the time that a producer states for an event to the time it was recorded',
    labels: [],
    buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800, 7200, 86_400],
  });
  const batchSize = createTracedHistogram(registry, {
    name: 'orderwatch_intake_batch_messages',
    help: 'Messages in a batch from the queue',
    labels: [],
    buckets: [1, 10, 50, 100, 250, 500, 1000, 2000],
  });
  const batchSeconds = createTracedHistogram(registry, {
    name: 'orderwatch_intake_batch_seconds',
    help: 'From the start of a batch to its acknowledgement, retries included',
    labels: [],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 60],
  });
  const faults = new Counter({
    name: 'orderwatch_intake_faults_total',
    help: 'Batches that had to be tried again because the database could not take them',
    registers,
  });
  const buffered = new Gauge({
    name: 'orderwatch_intake_buffered_messages',
    help: 'Messages decoded and waiting for their batch',
    registers,
  });
  const lastMessage = new Gauge({
    name: 'orderwatch_intake_last_message_timestamp_seconds',
    help: 'When the last message came from the queue',
    registers,
  });

  return {
    batchSize,
    batchSeconds,
    faults,
    buffered,
    ownFindings,
    delivered: (now: Instant) => {
      consumed.inc();
      lastMessage.set(now / 1000);
    },
    accepted: (items: readonly Decoded[], { outcomes, events }: Accepted) => {
      for (const [index, outcome] of outcomes.entries()) {
        const { quarantineId, message } = items[index]!;
        messages.inc({ way: quarantineId === undefined ? message.origin : 'replay', outcome: outcome.outcome });
        if (outcome.outcome === 'quarantined') quarantined.inc({ kind: outcome.kind });
      }
      for (const event of events) {
        if (event.occurredAt !== null && !event.historic) age.observe({}, (event.recordedAt - event.occurredAt) / 1000);
      }
    },
  };
}

import { Counter, Gauge } from 'prom-client';
import type { Instant } from '../../platform/clock.ts';
import type { Metrics } from '../../platform/metrics.ts';
import type { PushResult, PushTargetName } from './push-target.ts';

export type PushMetrics = ReturnType<typeof createPushMetrics>;

export function createPushMetrics(registry: Metrics) {
  const pushes = new Counter({
    name: 'orderwatch_incident_pushes_total',
    help: 'Incidents that systems outside were told of, by system and by what came of it',
    labelNames: ['target', 'outcome'],
    registers: [registry],
  });
  const lastSuccess = new Gauge({
    name: 'orderwatch_incident_push_last_success_timestamp_seconds',
    help: 'When a system outside last took what it was told',
    labelNames: ['target'],
    registers: [registry],
  });
  return {
    pushed: (target: PushTargetName, incidents: number, { kind }: PushResult, now: Instant) => {
      pushes.inc({ target, outcome: kind }, incidents);
      if (kind === 'taken') lastSuccess.set({ target }, now / 1_000);
    },
  };
}

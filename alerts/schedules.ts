import type { Instant } from '../platform/clock.ts';
import type { AlertMetrics } from './alert-metrics.ts';
import type { Heartbeat } from './heartbeat.ts';
import type { Leader } from './leader.ts';

/**
 * What the process that leads does every second, and the sign that it does: the metric and the heartbeat are those of a
 * whole loop, so that they stop when anything in it stops. `work` is done one after the other; what it throws is thrown on.
 */
export function createSchedules(on: {
  leader: Pick<Leader, 'isLeader'>;
  work: readonly { runOnce(now: Instant): Promise<unknown> }[];
  heartbeat: Heartbeat;
  metrics: AlertMetrics;
}) {
  const { leader, work, heartbeat, metrics } = on;
  return {
    runOnce: async (now: Instant): Promise<void> => {
      const leads = leader.isLeader();
      metrics.leads(leads);
      if (!leads) {
        // Somebody else runs them, and knows what has become of them since.
        metrics.keepOnly([]);
        return;
      }
      try {
        for (const { runOnce } of work) await runOnce(now);
      } catch (error) {
        await heartbeat.fail(now);
        throw error;
      }
      metrics.beat(now);
      await heartbeat.beat(now);
    },
  };
}

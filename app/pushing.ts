import { openTargets, type PushAccess } from '../alerts/pushes/open-targets.ts';
import { createPushMetrics } from '../alerts/pushes/push-metrics.ts';
import { createPushes } from '../alerts/pushes/pushes.ts';
import type { Clock } from '../platform/clock.ts';
import type { Log } from '../platform/log.ts';
import type { Metrics } from '../platform/metrics.ts';
import type { Pool } from '../platform/postgres.ts';
import { every } from './every.ts';
import type { Teardown } from './teardown.ts';

const LOOK_MS = 1_000;

/** Tells systems outside how incidents stand; any number of processes may. Stops with `teardown`. */
export function startPushing(
  on: { pool: Pool; access: PushAccess; publicUrl: string | null; clock: Clock; log: Log; registry: Metrics },
  teardown: Teardown,
): void {
  const { pool, access, publicUrl, clock, log, registry } = on;
  const metrics = createPushMetrics(registry);
  for (const target of openTargets(access, publicUrl)) {
    // A loop each: one that takes its time to answer holds up none of the others.
    const { runOnce } = createPushes({ pool, targets: [target], log, metrics });
    const running = every(LOOK_MS, { name: `pushes to ${target.name}`, work: runOnce, clock, log });
    teardown.add(`pushes to ${target.name}`, () => {
      target.stop();
      return running.stop();
    });
  }
}

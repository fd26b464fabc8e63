import { createRhythm } from '../alerts/rhythm.ts';
import type { Clock, Instant } from '../platform/clock.ts';
import type { Log } from '../platform/log.ts';
import type { Pool } from '../platform/postgres.ts';
import { createLateness } from '../tracker/lateness.ts';
import type { Lifecycles } from '../tracker/lifecycle.ts';
import { measureUsual } from '../tracker/usual-stays.ts';
import { every } from './every.ts';
import type { Teardown } from './teardown.ts';

const LOOK_MS = 60_000;
const HOUR_MS = 3_600_000;

/**
 * How long to wait before it is learned again: as long as it was waited before, and as long again, up to the period. So what
 * a first start or an import brings in its first minutes is known within minutes, and not after an hour.
 */
export function nextWait(beforeMs: number, periodMs: number): number {
  return Math.min(periodMs, Math.max(LOOK_MS, 2 * beforeMs));
}

/** Learns what is usual from what was recorded, while this process leads. Stops with `teardown`. */
export function startLearning(
  on: { pool: Pool; lifecycles: () => Lifecycles; isLeader: () => boolean; clock: Clock; log: Log },
  teardown: Teardown,
): void {
  const { pool, lifecycles, isLeader, clock, log } = on;
  const loop = (name: string, periodMs: number, learn: (now: Instant) => Promise<unknown>) => {
    // Whoever comes to lead later does not wait for an hour first.
    let [learnedAt, waitMs] = [Number.NEGATIVE_INFINITY, 0];
    const work = async (now: Instant) => {
      if (!isLeader() || now - learnedAt < waitMs) return;
      await learn(now);
      learnedAt = now;
      waitMs = nextWait(waitMs, periodMs);
    };
    const running = every(LOOK_MS, { name, work, clock, log });
    teardown.add(name, () => running.stop());
  };
  loop('rhythm of what comes', 0, createRhythm({ pool, lifecycles }).runOnce);
  loop('lateness of what comes', HOUR_MS, createLateness({ pool }).runOnce);
  loop('measuring of what is usual', HOUR_MS, measureUsual({ pool, lifecycles }).runOnce);
}

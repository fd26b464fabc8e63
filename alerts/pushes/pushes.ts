import type { Instant } from '../../platform/clock.ts';
import type { Log } from '../../platform/log.ts';
import type { Pool } from '../../platform/postgres.ts';
import { findSilenced } from '../silenced.ts';
import type { PushMetrics } from './push-metrics.ts';
import { claimDue, markNotTaken, markTaken, postpone, readPushed } from './push-rows.ts';
import type { PushResult, PushTarget } from './push-target.ts';
import type { PushedIncident } from './pushed-incident.ts';

export type Pushes = {
  /** Tells every target what it does not know; each by itself, so that one that is out of order holds up none. */
  runOnce(now: Instant): Promise<void>;
};

// Longer than a call may take: whoever is killed between the call and its row leaves the incident to others then.
const LEASE_MS = 60_000;
const FIRST_PAUSE_MS = 2_000;
const LONGEST_PAUSE_MS = 60_000;
const REFUSED_PAUSE_MS = 15 * 60_000;
/** A silence may be ended before its time. */
const SILENCED_PAUSE_MS = 15_000;

/**
 * How incidents stand, told again whenever that has changed: what matters is the state and not each step to it, so what
 * was missed in an outage need not be made up for. What may have arrived is told again: all targets bear that.
 */
export function createPushes(deps: {
  pool: Pool;
  targets: readonly PushTarget[];
  log: Log;
  metrics: PushMetrics;
}): Pushes {
  const loops = deps.targets.map(target => pushesTo(target, deps));
  return {
    runOnce: async now => {
      const ended = await Promise.allSettled(loops.map(loop => loop(now)));
      const failed = ended.find(one => one.status === 'rejected');
      if (failed) throw failed.reason;
    },
  };
}

function pushesTo(
  target: PushTarget,
  { pool, log, metrics }: { pool: Pool; log: Log; metrics: PushMetrics },
): (now: Instant) => Promise<void> {
  let failures = 0;
  let pausedUntil: Instant | null = null;

  const settle = async (incidents: readonly PushedIncident[], result: PushResult, now: Instant): Promise<void> => {
    metrics.pushed(target.name, incidents.length, result, now);
    if (result.kind === 'taken') {
      if (failures > 0) log.info({ target: target.name }, 'incidents are taken again');
      failures = 0;
      const renewAt = target.renewMs === null ? null : now + target.renewMs;
      return markTaken(pool, target.name, incidents, { now, renewAt });
    }
    const ids = incidents.map(({ id }) => id);
    if (result.kind === 'refused') {
      log.warn({ target: target.name, incidents: ids }, 'an incident is not taken; its row in alerts.push says why');
      return markNotTaken(pool, target.name, ids, { said: result.said, nextAt: now + REFUSED_PAUSE_MS });
    }
    if (failures === 0) log.warn({ target: target.name }, 'incidents can not be pushed; it is tried until they are');
    failures += 1;
    const pauseMs = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (failures - 1));
    pausedUntil = now + Math.max(pauseMs, result.retryAfterMs ?? 0);
    return markNotTaken(pool, target.name, ids, { said: result.said, nextAt: pausedUntil });
  };

  /** Those of which it may hear now. What it knows already it is told in any case: above all, that it is over. */
  const leaveSilenced = async (
    incidents: readonly PushedIncident[],
    now: Instant,
  ): Promise<readonly PushedIncident[]> => {
    const begun = incidents.filter(({ knownVersion, state }) => knownVersion === 0 && state !== 'resolved');
    if (!target.wakesPeople || begun.length === 0) return incidents;
    const silenced = await findSilenced(pool, begun, now);
    if (silenced.size > 0) await postpone(pool, target.name, [...silenced.keys()], now + SILENCED_PAUSE_MS);
    return incidents.filter(({ id }) => !silenced.has(id));
  };

  return async now => {
    if (pausedUntil !== null && now < pausedUntil) return;
    pausedUntil = null;
    while (pausedUntil === null) {
      const ids = await claimDue(pool, target, { now, leaseUntil: now + LEASE_MS });
      if (ids.length === 0) return;
      const incidents = await leaveSilenced(await readPushed(pool, ids, target.name), now);
      if (incidents.length === 0) continue;
      const result = await target.push(incidents, now);
      // One among them is what it does not take: alone, each shows which.
      const parts = result.kind === 'refused' && incidents.length > 1 ? incidents.map(one => [one]) : null;
      if (parts === null) await settle(incidents, result, now);
      else for (const part of parts) await settle(part, await target.push(part, now), now);
    }
  };
}

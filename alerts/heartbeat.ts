import type { Instant } from '../platform/clock.ts';
import type { Log } from '../platform/log.ts';

export type Heartbeat = {
  /** The schedules went through what was due. */
  beat(now: Instant): Promise<void>;
  /** They could not. */
  fail(now: Instant): Promise<void>;
};

const EVERY_MS = 60_000;
const ANSWERS_WITHIN_MS = 5_000;

/**
 * Tells somebody outside once a minute that schedules run (healthchecks.io and the like, who raise the alarm when they hear
 * nothing): a GET of the address, and of `…/fail` when they don't. It never throws. `url` null: nobody wants to know. It
 * is not logged, since whoever has it can say the same.
 */
export function createHeartbeat({ url, log }: { url: string | null; log: Log }): Heartbeat {
  let toldAt = { beat: Number.NEGATIVE_INFINITY, fail: Number.NEGATIVE_INFINITY };

  async function ping(kind: 'beat' | 'fail', now: Instant): Promise<void> {
    if (url === null || now - toldAt[kind] < EVERY_MS) return;
    // After a failure the first whole loop is news, and the other way round.
    toldAt = { beat: Number.NEGATIVE_INFINITY, fail: Number.NEGATIVE_INFINITY, [kind]: now };
    try {
      const response = await fetch(addressOf(url, kind), { signal: AbortSignal.timeout(ANSWERS_WITHIN_MS) });
      await response.body?.cancel();
      if (!response.ok) log.warn({ status: response.status }, 'HEARTBEAT_URL did not take the heartbeat');
    } catch (error) {
      log.warn({ reason: (error as Error).name }, 'HEARTBEAT_URL did not answer');
    }
  }

  return { beat: now => ping('beat', now), fail: now => ping('fail', now) };
}

function addressOf(url: string, kind: 'beat' | 'fail'): string {
  if (kind === 'beat') return url;
  const address = new URL(url);
  address.pathname = `${address.pathname.replace(/\/$/, '')}/fail`;
  return address.href;
}

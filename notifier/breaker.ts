import { CircuitState, CountBreaker, ExponentialBackoff, type IBackoff } from 'cockatiel';
import type { Instant } from '../platform/clock.ts';

export type BreakerState = 'closed' | 'open' | 'halfOpen';

export type Breaker = {
  state(now: Instant): BreakerState;
  /** One is on its way to try whether it works again: nothing else goes with it. */
  isTrying(): boolean;
  /** Before each hand-over. */
  begin(now: Instant): void;
  succeeded(now: Instant): void;
  failed(now: Instant): void;
  /** The hand-over says nothing about the provider. */
  unclear(): void;
  /** When it last began to work again; null: it has worked all the time. */
  recoveredAt(): Instant | null;
};

// Half of the last ten, so that a single message that the provider stumbles over closes nothing.
const WATCHED = { threshold: 0.5, size: 10, minimumNumberOfCalls: 5 };
const REST = { initialDelay: 5_000, maxDelay: 60_000 };

/**
 * Leaves a provider alone that is out of order: when too many hand-overs fail nothing is handed over for a while, then one
 * message to try, then all of them or a longer while. Cockatiel counts, and says how long to rest; its own policy reads
 * the system's clock and guards calls, and here nothing must even be claimed.
 */
export function createBreaker(): Breaker {
  let calls = new CountBreaker(WATCHED);
  const rests = new ExponentialBackoff<unknown>(REST);
  let rest: IBackoff<unknown> | null = null;
  let openUntil: Instant | null = null;
  let trying = false;
  let recovered: Instant | null = null;

  const state = (now: Instant): BreakerState => {
    if (openUntil === null) return 'closed';
    return now < openUntil ? 'open' : 'halfOpen';
  };

  return {
    state,
    isTrying: () => trying,
    begin: now => {
      trying ||= state(now) === 'halfOpen';
    },
    succeeded: now => {
      if (openUntil === null) calls.success(CircuitState.Closed);
      // Those that were on their way when it opened may still arrive, and don't say that it works again.
      else if (trying) {
        openUntil = null;
        rest = null;
        trying = false;
        recovered = now;
        calls = new CountBreaker(WATCHED);
      }
    },
    failed: now => {
      if (openUntil !== null && !trying) return;
      if (openUntil === null && !calls.failure(CircuitState.Closed)) return;
      trying = false;
      rest = rest ? rest.next(undefined) : rests.next();
      openUntil = now + rest.duration;
    },
    unclear: () => {
      trying = false;
    },
    recoveredAt: () => recovered,
  };
}

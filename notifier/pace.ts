import type { Instant } from '../platform/clock.ts';

/** How many messages may begin, counted down as they do and up as time passes: a bucket of tokens. */
export type Pace = { tokens: number; at: Instant };

const FIRST_PER_SECOND = 2;
/** With this many a second nobody is held up any more. */
const FULL_PER_SECOND = 1_000;

/**
 * Messages a second: what is declared, or as many as there are (null). After an outage it begins with a few and doubles
 * every second, lest all that has gathered falls on a provider that has just come back.
 */
export function perSecondAt(now: Instant, declared: number | null, recoveredAt: Instant | null): number | null {
  if (recoveredAt === null) return declared;
  const ramp = FIRST_PER_SECOND * 2 ** Math.min((now - recoveredAt) / 1_000, 32);
  if (ramp >= FULL_PER_SECOND) return declared;
  return Math.min(ramp, declared ?? Number.POSITIVE_INFINITY);
}

/** The pace at a later instant: never more in stock than a second's worth, and never less than one whole message's. */
export function paceAt(pace: Pace, now: Instant, perSecond: number): Pace {
  const gained = (Math.max(0, now - pace.at) / 1_000) * perSecond;
  return { tokens: Math.min(pace.tokens + gained, Math.max(1, perSecond)), at: now };
}

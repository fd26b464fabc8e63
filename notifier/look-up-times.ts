import type { Instant } from '../platform/clock.ts';

const MINUTE = 60_000;

// Providers list a message some time after they have taken it; one who can't tell may only be out of order.
const LOOKS_AFTER_MS = [2 * MINUTE, 12 * MINUTE, 72 * MINUTE, 6 * 60 * MINUTE];
/** Later than any message matters: from then on it is a person's. */
const NEVER_MS = 100 * 365 * 24 * 60 * MINUTE;

/** When a message that may have gone out `since` is to be looked up next, after `now`. */
export function lookUpAfter(since: Instant, now: Instant): Instant {
  const next = LOOKS_AFTER_MS.find(ms => since + ms > now);
  return since + (next ?? NEVER_MS);
}

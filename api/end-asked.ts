import type { Instant } from '../platform/clock.ts';
import { nominalMs, parseDuration } from '../tracker/iso-duration.ts';
import { badParameter, Refused } from './problem.ts';

type End = { from?: Instant | undefined; until?: Instant | undefined; for?: string | undefined };

/** Null where neither end nor length was given. What has ended already was not meant. Throws Refused. */
export function endOf({ from, until, for: length }: End, now: Instant): Instant | null {
  if (until !== undefined && until <= now) throw new Refused(badParameter('body.until', 'body.until: must lie ahead.'));
  return until ?? (length === undefined ? null : (from ?? now) + nominalMs(parseDuration(length)));
}

import type { Instant } from '../platform/clock.ts';
import { nominalMs, parseDuration } from '../tracker/iso-duration.ts';
import { instantForm } from './cursor.ts';
import { badField, Refused } from './problem.ts';

type End = { from?: Instant | undefined; until?: Instant | undefined; for?: string | undefined };

/** Null where neither end nor length was given. What has ended already was not meant. Throws Refused. */
export function endOf({ from, until, for: length }: End, now: Instant): Instant | null {
  if (until !== undefined && until <= now) throw new Refused(badField('body.until', 'must lie ahead'));
  if (until !== undefined || length === undefined) return until ?? null;
  const end = (from ?? now) + nominalMs(parseDuration(length));
  if (!instantForm.safeParse(end).success) {
    throw new Refused(badField('body.for', 'must end in the years 0001 to 9999'));
  }
  return end;
}

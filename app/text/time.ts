import { type Instant, toIso } from '../../platform/clock.ts';
import { durationInWords } from '../../platform/duration.ts';

/** `2026-11-20 09:12:00`, in UTC. */
export function moment(at: Instant): string {
  return toIso(at).slice(0, 19).replace('T', ' ');
}

/** `3 d 2 h ago`, `in 35 min`. */
export function distance(at: Instant, now: Instant): string {
  return at <= now ? `${durationInWords(now - at)} ago` : `in ${durationInWords(at - now)}`;
}

const DATE = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' });

/** `28 Nov to 2 Dec`, by the day in UTC. */
export function dateRange(from: Instant, to: Instant): string {
  const [first, last] = [DATE.format(from), DATE.format(to)];
  return first === last ? first : `${first} to ${last}`;
}

import type { Instant } from '../platform/clock.ts';
import { type LocalTime, zone } from '../tracker/zone.ts';
import type { ChannelName } from './message.ts';
import type { Preference } from './preference-rows.ts';
import type { NotifierSettings } from './settings.ts';

const DAY_MS = 86_400_000;

/** The channels that wake somebody up, where nobody has said which. */
export const LOUD_CHANNELS: readonly ChannelName[] = ['sms', 'telegram'];

/**
 * The quiet hours that count for somebody on a channel: their own come before those of the configuration, which says of
 * which channels they are.
 */
export function quietHoursOf(
  settings: Pick<NotifierSettings, 'quietHours'>,
  preference: Preference | undefined,
  channel: ChannelName,
): { from: string; to: string } | null {
  const { quietHours } = settings;
  if (!(quietHours?.channels ?? LOUD_CHANNELS).includes(channel)) return null;
  const own = preference?.quietHours ?? null;
  return own === 'none' ? null : (own ?? quietHours);
}

/**
 * When the quiet hours that it is in now end; null outside of them. `HH:MM` each, over midnight where `from` is later,
 * none at all where both are the same. By the clocks of the zone: what they skip is passed, what they show twice is
 * quiet both times.
 */
export function quietUntil(hours: { from: string; to: string }, zoneName: string, now: Instant): Instant | null {
  const clocks = zone(zoneName);
  const [from, to] = [timeOfDay(hours.from), timeOfDay(hours.to)];
  let at = now;
  // Clocks that are changed may lead from the end of one night into the next one, so the end is looked at again.
  for (;;) {
    const local = clocks.toLocal(at);
    if (!isWithin(from, to, sinceMidnight(local))) return at === now ? null : at;
    const end = nextTime(local, to);
    const reached = clocks.reaches(end);
    // Where clocks were put back, `end` may have been shown already: it comes once more, so much later as it is away.
    at = reached > at ? reached : at + (end - local);
  }
}

function isWithin(from: number, to: number, time: number): boolean {
  return from <= to ? from <= time && time < to : from <= time || time < to;
}

function nextTime(local: LocalTime, time: number): LocalTime {
  const today = local - sinceMidnight(local) + time;
  return today > local ? today : today + DAY_MS;
}

function sinceMidnight(local: LocalTime): number {
  return ((local % DAY_MS) + DAY_MS) % DAY_MS;
}

function timeOfDay(text: string): number {
  const [hours = 0, minutes = 0] = text.split(':').map(Number);
  return (hours * 60 + minutes) * 60_000;
}

import { Temporal } from 'temporal-polyfill';
import type { Instant } from '../../platform/clock.ts';
import { parseTime, type TimeVerdict } from '../envelope/iso-time.ts';
import { describe } from '../envelope/json-body.ts';

// Seconds and milliseconds since 1970, told apart by their digits; as text too, since XML and forms have nothing else.
// Fourteen digits are a date written together far more often than a time after the year 2286.
const EPOCH = /^\d{9,10}$|^\d{12,13}$/;
const SECONDS_DIGITS = 10;

// What 1C and .NET write where there is no date.
const NO_DATE = /^0001-01-01[T ]00:00(:00([.,]0+)?)?(Z|[+-]\d{2}:?\d{2})?$/;

/** A time as other systems write it → instant; null where it says none. `zone`: of times without an offset. */
export function mappedTime(value: unknown, zone: string | null): TimeVerdict | null {
  if (value === null || value === '') return null;
  if (typeof value !== 'string' && typeof value !== 'number') {
    return { ok: false, problem: `gives ${describe(value)}; it must give one time, as text or as a number.` };
  }
  const text = String(value).trim();
  if (text === '' || NO_DATE.test(text)) return null;
  if (EPOCH.test(text)) return { ok: true, at: Number(text) * (text.length <= SECONDS_DIGITS ? 1_000 : 1) };
  if (typeof value === 'number') {
    const problem = `is the number ${text}; seconds since 1970 have 9 or 10 digits, milliseconds 12 or 13.`;
    return Number.isInteger(value) ? { ok: false, problem } : wholeMilliseconds(value, problem);
  }
  // SQL's way, and many a log's.
  const iso = text.replace(/^(\d{4}-\d{2}-\d{2}) (?=\d)/, '$1T');
  return parseTime(iso, zone === null ? null : wall => inZone(wall, zone));
}

function wholeMilliseconds(seconds: number, problem: string): TimeVerdict {
  const whole = String(Math.trunc(seconds));
  return EPOCH.test(whole) && whole.length <= SECONDS_DIGITS
    ? { ok: true, at: Math.round(seconds * 1_000) }
    : { ok: false, problem };
}

/**
 * When the clocks of a zone show this. In the hour that clocks skip in spring they show it never: then what they would
 * show had they not been put forward, an hour later. In the hour that comes twice in autumn it is the first one.
 * (RFC 5545's rule, and Temporal's "compatible".)
 */
function inZone(wall: Instant, zone: string): Instant {
  const shown = new Date(wall).toISOString().slice(0, -1);
  return Temporal.PlainDateTime.from(shown).toZonedDateTime(zone).epochMilliseconds;
}

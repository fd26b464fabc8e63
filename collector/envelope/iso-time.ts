import type { Instant } from '../../platform/clock.ts';

const DATE_TIME = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d+))?)?(Z|[+-]\d{2}(?::?\d{2})?)?$/;
// What ISO 8601 writes with four digits. Whether a time is believable is the ledger's to say: it keeps and flags it.
const FIRST_YEAR = 1;
const LAST_YEAR = 9999;
const EXAMPLE = '2026-11-20T09:12:00.000Z';
const LOCAL_EXAMPLE = '2026-11-20T12:12:00';

export type TimeVerdict = { ok: true; at: Instant } | { ok: false; problem: string };

/**
 * ISO 8601 date-time with an offset → instant. `problem` is the end of a sentence that begins with the field's name.
 * `local` tells when it is what a clock on the wall shows (as if that were UTC); without it, a time needs its offset.
 */
export function parseTime(text: string, local: ((wall: Instant) => Instant) | null = null): TimeVerdict {
  const parts = DATE_TIME.exec(text);
  if (!parts) {
    const wanted = local === null ? `with offset: ${EXAMPLE}` : `such as ${LOCAL_EXAMPLE}`;
    return { ok: false, problem: `is "${clip(text)}"; it must be an ISO 8601 date and time ${wanted}.` };
  }
  const [, year, month, day, hour, minute, second = '00', fraction = '', offset] = parts;
  if (offset === undefined && local === null) {
    return { ok: false, problem: `is "${text}" without a time zone; it must end with Z or an offset: ${text}Z.` };
  }
  if (!exists(Number(year), Number(month), Number(day), Number(hour), Number(minute), Number(second))) {
    return { ok: false, problem: `is "${text}", which is no date or time that exists.` };
  }
  const milliseconds = fraction.slice(0, 3).padEnd(3, '0');
  const utc = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}.${milliseconds}Z`);
  const at = offset === undefined ? local!(utc) : utc - offsetMinutes(offset) * 60_000;
  return inRange(at)
    ? { ok: true, at }
    : { ok: false, problem: `is "${text}"; only the years 0001 to 9999 are taken.` };
}

export function inRange(at: Instant): boolean {
  const year = new Date(at).getUTCFullYear();
  return year >= FIRST_YEAR && year <= LAST_YEAR;
}

// `Date.parse` takes 30 February for 2 March.
function exists(year: number, month: number, day: number, hour: number, minute: number, second: number): boolean {
  if (month < 1 || month > 12 || hour > 23 || minute > 59 || second > 59) return false;
  return day >= 1 && day <= new Date(Date.UTC(year, month, 0)).getUTCDate();
}

function offsetMinutes(offset: string): number {
  if (offset === 'Z') return 0;
  const minutes = Number(offset.slice(1, 3)) * 60 + Number(offset.slice(3).replace(':', '') || '0');
  return offset.startsWith('-') ? -minutes : minutes;
}

function clip(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60).toWellFormed()}…` : text;
}

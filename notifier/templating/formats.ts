import { isZone } from '../../tracker/zone.ts';

/** Dates, sums and plurals as somebody reads them: in their language and in the time of their zone. */
export type Formats = {
  /** `14 December`; `full`: with weekday and year; `time`: with the time of day and the zone. */
  date(iso: string, style?: string): string;
  /** `14 – 18 December`, or the one day that both are. */
  dateRange(from: string, to: string): string;
  money(amount: number, currency: string): string;
  /** The form for the number, with the number itself for each `#` in it. Throws when a form is missing. */
  plural(count: number, forms: Readonly<Record<string, string>>): string;
  /** `24 hours`, of an ISO 8601 duration. */
  duration(iso: string): string;
  /** `2d 4h`, of milliseconds: its two largest units. */
  span(ms: number): string;
};

/** Intl takes a while to make what it formats with, and thousands of messages share a language and a zone. */
const made = new Map<string, Formats>();
const MOST = 500;

export function formatsOf(locale: string, zone: string): Formats {
  const key = `${locale} ${zone}`;
  const known = made.get(key);
  if (known) return known;
  // Both come from events of others, who may write any.
  if (made.size >= MOST) made.clear();
  const formats = makeFormats(locale, isZone(zone) ? zone : 'UTC');
  made.set(key, formats);
  return formats;
}

const STYLES: Readonly<Record<string, Intl.DateTimeFormatOptions>> = {
  day: { day: 'numeric', month: 'long' },
  full: { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' },
  time: { day: 'numeric', month: 'long', hour: 'numeric', minute: '2-digit', timeZoneName: 'short' },
};

function makeFormats(locale: string, timeZone: string): Formats {
  const styles = new Map(
    Object.entries(STYLES).map(([name, style]) => [name, new Intl.DateTimeFormat(locale, { ...style, timeZone })]),
  );
  const number = new Intl.NumberFormat(locale);
  const rules = new Intl.PluralRules(locale);
  const needed = wholeNumberForms(rules);
  const list = new Intl.ListFormat(locale, { type: 'unit' });
  return {
    date(iso, style = 'day') {
      const format = styles.get(style);
      if (!format) throw new Error(`a date has no style "${style}", only ${[...styles.keys()].join(', ')}`);
      return format.format(instantOf(iso));
    },
    dateRange: (from, to) => styles.get('day')!.formatRange(instantOf(from), instantOf(to)),
    money: (amount, currency) => money(locale, amount, currency) ?? `${number.format(amount)} ${currency}`,
    plural(count, forms) {
      const missing = needed.filter(name => forms[name] === undefined);
      if (missing.length > 0) throw new Error(`plural has no form for ${missing.join(', ')} (of ${needed.join(', ')})`);
      return (forms[rules.select(count)] ?? forms[needed.at(-1)!]!).replaceAll('#', () => number.format(count));
    },
    span: ms => span(locale, ms),
    duration: iso => list.format(parts(iso).map(([count, unit]) => inUnit(locale, count, unit))),
  };
}

/** `other` of Russian is for fractions alone: nobody needs to write it. */
function wholeNumberForms(rules: Intl.PluralRules): string[] {
  return [...new Set(Array.from({ length: 201 }, (_, count) => rules.select(count)))];
}

function instantOf(iso: string): Date {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) throw new Error(`"${iso}" is no time in ISO 8601`);
  return date;
}

const sums = new Map<string, Intl.NumberFormat>();

/** Null where there is no such currency: what an event calls one may be anything. */
function money(locale: string, amount: number, currency: string): string | null {
  if (!/^[A-Za-z]{3}$/.test(currency)) return null;
  const key = `${locale} ${currency}`;
  let format = sums.get(key);
  if (!format) {
    if (sums.size >= MOST) sums.clear();
    format = new Intl.NumberFormat(locale, { style: 'currency', currency, trailingZeroDisplay: 'stripIfInteger' });
    sums.set(key, format);
  }
  return format.format(amount);
}

const DURATION = /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/;
const UNITS = ['year', 'month', 'week', 'day', 'hour', 'minute', 'second'] as const;

/** In the units in which it was written: PT24H is 24 hours, for that is what the limit says. */
function parts(iso: string): [number, string][] {
  const match = DURATION.exec(iso);
  const found = UNITS.flatMap((unit, index): [number, string][] =>
    match?.[index + 1] === undefined ? [] : [[Number(match[index + 1]), unit]],
  );
  if (found.length === 0) throw new Error(`"${iso}" is no duration in ISO 8601`);
  return found;
}

function inUnit(locale: string, count: number, unit: string): string {
  return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' }).format(count);
}

const SPANS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const;

/** Somebody who waits for two days does not count the minutes. */
function span(locale: string, ms: number): string {
  const minutes = Math.max(1, Math.round(ms / 60_000));
  const largest = SPANS.findIndex(([, length]) => minutes * 60_000 >= length);
  let rest = minutes * 60_000;
  const told = SPANS.slice(largest, largest + 2).flatMap(([unit, length]) => {
    const count = Math.floor(rest / length);
    rest -= count * length;
    return count === 0
      ? []
      : [new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'narrow' }).format(count)];
  });
  // One number and its unit do not fall apart at the end of a line.
  return told.map(one => one.replaceAll(' ', '\u00a0')).join('\u00a0');
}

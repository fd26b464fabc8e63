import type { Instant } from '../platform/clock.ts';
import { durationInWords } from '../platform/duration.ts';
import type { LocalizedText } from '../tracker/lifecycle.ts';

const RUSSIAN: Readonly<Record<string, string>> = { d: 'дн', h: 'ч', min: 'мин', s: 'с' };

/** `2 d 4 h`, `2 дн 4 ч`. */
export function lengthInWords(ms: number): LocalizedText {
  const en = durationInWords(ms);
  return { en, ru: en.replace(/[a-z]+/g, unit => RUSSIAN[unit] ?? unit) };
}

/** `23 Nov 2026, 18:00 GMT+3`, by the clocks of a zone: who reads it may live by other ones. */
export function dateInWords(at: Instant, zone: string): LocalizedText {
  return { en: formatOf('en-GB', zone).format(at), ru: formatOf('ru', zone).format(at) };
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** Made once: making one takes a thousand times as long as using it. Zones are those of the configuration, a handful. */
function formatOf(language: string, zone: string): Intl.DateTimeFormat {
  const name = `${language} ${zone}`;
  const known = formats.get(name);
  if (known) return known;
  const made = new Intl.DateTimeFormat(language, {
    timeZone: zone,
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZoneName: 'short',
  });
  formats.set(name, made);
  return made;
}

/** `12 %`. */
export function shareInWords(share: number): string {
  return `${Number((share * 100).toPrecision(2))} %`;
}

import type { IncidentVerdict } from './incident.ts';

/** What somebody wants who answers a message about an incident. */
export type ReplyCommand = {
  incident: number;
  /** `yes`: to what they were asked last, whether they take it on or whether it was real. A verdict says that outright. */
  want: 'take' | 'putOff' | 'close' | 'yes' | IncidentVerdict;
  /** Of `putOff`. */
  forMs: number;
};

const HOUR_MS = 3_600_000;
const LONGEST_MS = 7 * 24 * HOUR_MS;

const WORDS: Record<ReplyCommand['want'], readonly string[]> = {
  // Of the one letter also the Cyrillic one: it looks the same, and phones write what their keyboard has.
  take: [
    ...['a', 'ack', 'acknowledge', 'take', 'taken', 'mine', 'ok'],
    ...['а', 'беру', 'взял', 'взяла', 'взять', 'принял', 'приняла', 'ок'],
  ],
  yes: ['yes', 'да'],
  real: [...['y', 'real'], ...['у', 'настоящая', 'настоящий', 'правда']],
  not_real: [...['n', 'no', 'false'], ...['н', 'нет', 'ложная', 'ложный']],
  // Not д, which may be short for да as well.
  our_data: ['d', 'data', 'данные'],
  putOff: [...['s', 'snooze', 'later'], ...['о', 'отложить', 'отложи', 'позже', 'потом']],
  close: [
    ...['r', 'resolve', 'resolved', 'done', 'close'],
    ...['з', 'закрыть', 'закрыл', 'закрыла', 'готово', 'решено'],
  ],
};

const MEANINGS = new Map(
  Object.entries(WORDS).flatMap(([want, words]) => words.map(word => [word, want as ReplyCommand['want']] as const)),
);

const UNITS: Readonly<Record<string, number>> = {
  m: 60_000,
  min: 60_000,
  м: 60_000,
  мин: 60_000,
  h: HOUR_MS,
  ч: HOUR_MS,
  d: 24 * HOUR_MS,
  д: 24 * HOUR_MS,
};

const NUMBER = '#?(?<id>[1-9]\\d{0,14})';
const WORD = '(?<word>\\p{L}+)';
const SPAN = '(?<count>[1-9]\\d{0,3})\\s*(?<unit>\\p{L}+)';
const NUMBER_FIRST = new RegExp(`^${NUMBER}\\s*${WORD}(?:\\s*${SPAN})?$`, 'u');
const WORD_FIRST = new RegExp(`^${WORD}\\s*${NUMBER}(?:\\s+${SPAN})?$`, 'u');

/**
 * `31a`, `31 a`, `a31`, `31 взял`: takes on; `31r`: closes; `31s`, `31s 2h`, `s31 2h`: puts off, for an hour unless it is
 * said otherwise; `31y`, `31n`, `31d`, `31 нет`: it was real, it was not, our data was wrong. Null for every other text:
 * nothing happens to an incident because somebody wrote a number.
 */
export function readReply(text: string): ReplyCommand | null {
  const plain = text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}#]+/gu, ' ')
    .trim();
  const found = (NUMBER_FIRST.exec(plain) ?? WORD_FIRST.exec(plain))?.groups;
  const want = found && MEANINGS.get(found.word!);
  if (!found || want === undefined) return null;
  const forMs = spanOf(found.count, found.unit);
  if (forMs === null || (found.count !== undefined && want !== 'putOff')) return null;
  return { incident: Number(found.id), want, forMs };
}

/** Null for no unit of ours, and for what is longer than anything is put off. */
function spanOf(count: string | undefined, unit: string | undefined): number | null {
  if (count === undefined || unit === undefined) return HOUR_MS;
  const length = Object.hasOwn(UNITS, unit) ? Number(count) * UNITS[unit]! : null;
  return length !== null && length <= LONGEST_MS ? length : null;
}

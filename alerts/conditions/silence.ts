import { z } from 'zod';
import type { Db } from '../../platform/postgres.ts';
import { findLastArrivals } from '../../tracker/arrival-counts.ts';
import { type Calendar, calendar } from '../../tracker/calendar.ts';
import type { Condition } from '../condition.ts';
import type { Found } from '../finding.ts';
import { lengthLevels } from '../lengths.ts';
import { worstPassed } from '../levels.ts';
import { type Known, readCountedUpTo, readHoursFrom, readKnown } from '../rhythm-rows.ts';
import type { RuleContext } from '../rule-context.ts';
import { lengthInWords } from '../sentences.ts';
import { foundThing } from '../thing.ts';
import {
  burstSize,
  expectedBetween,
  type History,
  HOUR_MS,
  hoursBetween,
  sameHours,
  typicalBetween,
} from '../usual.ts';
import { duration, name } from '../written-limits.ts';

export const silence = z
  .strictObject({
    kind: z.literal('silence').meta({ description: 'A source says nothing any more.', examples: ['silence'] }),
    source: name('A source of events; "*": each of them; "any": nothing comes from anybody.', 'mes'),
    for: duration(
      'So long is too long. Left out: as long as it would usually have sent twelve events, or twelve times as many as usually come together, by the same hours of the last four weeks, and at least five minutes.',
      'PT30M',
    ).exactOptional(),
    calendar: name('Only time counts in which this calendar is open.', 'workshop').exactOptional(),
  })
  .meta({ description: '`silence`: a source has said nothing for longer than usual.' });

/**
 * So many of what usually comes together must be missing before a silence is one. Every burst may be the last before a pause
 * that means nothing: with twelve to come by four weeks, of which nobody knows more, none comes once in forty thousand
 * times, so once in years.
 */
const MISSED_BURSTS = 12;
/** And for so long: what sends by the second restarts now and then, and is back before anybody could look. */
export const SHORTEST_MS = 5 * 60_000;
const ANYBODY = '*';

/** `expected`: how many events usually come in that time; null where nobody asked. */
type Silent = Known & { expected: number | null; needed: number };

/** `typical`: how many events came in that time in most of the last weeks; null: none of them is known. `needed`: so many
 * make a silence. */
export type Silence = { name: string; lastAt: number; typical: number | null; needed: number };

/** Of every source what would have come since it was heard last; nothing where no event was ever counted. */
export async function readSilences(db: Db, now: number, zone: string): Promise<Silence[]> {
  const known = (await readHeard(db, null, now)) ?? [];
  const history = await readHistory(db, known, now, zone);
  return known.map(one => {
    const counted = { ...one, hours: history.get(one.name)! };
    const typical = typicalBetween(one.lastAt, now, counted, zone);
    return { name: one.name, lastAt: one.lastAt, typical, needed: neededOf(counted, one.lastAt) };
  });
}

/** Up to this moment: what is not counted yet, too. */
async function readHeard(db: Db, names: readonly string[] | null, now: number): Promise<Known[] | null> {
  const countedUpTo = await readCountedUpTo(db);
  if (countedUpTo === null) return null;
  const counted = await readKnown(db, 'source', names);
  const since = await findLastArrivals(db, { after: countedUpTo, upTo: now });
  return counted.map(one => ({ ...one, lastAt: Math.max(one.lastAt, since.get(one.name) ?? 0) }));
}

export function compileSilence(declared: z.infer<typeof silence>, on: RuleContext): Condition {
  const { source } = declared;
  const hours = declared.calendar === undefined ? null : calendar(on.calendars[declared.calendar]!);
  const levels = declared.for === undefined ? null : lengthLevels(declared.for, on);

  const foundOf = ({ name, lastAt, expected, needed }: Silent, now: number): Found | null => {
    const open = hours ? hours.openBetween(lastAt, now) : now - lastAt;
    const level = levels && worstPassed(levels, ({ over }) => over.ms <= open);
    if (levels ? !level : (expected ?? 0) < needed || open < SHORTEST_MS) return null;
    return foundThing(`source:${name}`, {
      severity: level?.severity ?? on.severity,
      since: lastAt,
      limitAt: level && !hours ? lastAt + level.over.ms : null,
      limit: level?.over.iso ?? null,
      detail: sentence(name, now - lastAt, expected),
    });
  };

  return {
    kind: 'silence',
    look: async ({ db, now }) => {
      const known = await readHeard(db, source === 'any' || source === '*' ? null : [source], now);
      if (known === null) return { kind: 'blind', why: 'No event was ever counted.' };
      const silent =
        source === 'any'
          ? [await ofAll(db, known, { now, zone: on.zone, hours, learned: levels === null })]
          : await ofEach(db, known, { now, zone: on.zone, hours, learned: levels === null });
      return { kind: 'seen', lookedAt: known.length, found: silent.flatMap(one => foundOf(one, now) ?? []) };
    },
  };
}

type Manner = { now: number; zone: string; hours: Calendar | null; learned: boolean };

async function ofEach(db: Db, known: readonly Known[], { now, zone, hours, learned }: Manner): Promise<Silent[]> {
  if (!learned) return known.map(one => ({ ...one, expected: null, needed: MISSED_BURSTS }));
  const history = await readHistory(db, known, now, zone);
  return known.map(one => {
    const counted = { ...one, hours: history.get(one.name)! };
    const mean = expectedBetween(one.lastAt, now, counted, { zone, calendar: hours });
    // One week with a burst makes a mean that no other week has come to.
    const expected = Math.min(mean, typicalBetween(one.lastAt, now, counted, zone) ?? mean);
    return { ...one, expected, needed: neededOf(counted, one.lastAt) };
  });
}

/** As if all were one. */
async function ofAll(db: Db, known: readonly Known[], { now, zone, hours, learned }: Manner): Promise<Silent> {
  const all: Known = {
    name: ANYBODY,
    firstHour: Math.min(...known.map(({ firstHour }) => firstHour)),
    lastAt: Math.max(...known.map(({ lastAt }) => lastAt)),
    events: known.reduce((sum, { events }) => sum + events, 0),
  };
  if (!learned) return { ...all, expected: null, needed: MISSED_BURSTS };
  const each = known.map(one => ({ ...one, lastAt: all.lastAt }));
  const sums = new Map<number, number>();
  for (const history of (await readHistory(db, each, now, zone)).values()) {
    for (const [hour, events] of history) sums.set(hour, (sums.get(hour) ?? 0) + events);
  }
  const counted = { ...all, hours: sums };
  const expected = expectedBetween(all.lastAt, now, counted, { zone, calendar: hours });
  return { ...all, expected, needed: neededOf(counted, all.lastAt) };
}

/** So many missing events make a silence that began at `lastAt`. */
export function neededOf(history: Pick<History, 'firstHour' | 'hours'>, lastAt: number): number {
  return MISSED_BURSTS * burstSize(history, lastAt);
}

/** As long ago as anybody looks. */
function readHistory(db: Db, known: readonly Known[], now: number, zone: string) {
  const silent = hoursBetween(Math.min(now, ...known.map(({ lastAt }) => lastAt)), now);
  const first = Math.min(now, ...silent.slice(0, 1).flatMap(hour => sameHours(hour, zone))) - HOUR_MS;
  const names = known.map(({ name }) => name);
  return readHoursFrom(db, 'source', names, first);
}

function sentence(name: string, silentMs: number, expected: number | null) {
  const length = lengthInWords(silentMs);
  const who = name === ANYBODY ? { en: 'anybody', ru: 'кого бы то ни было' } : { en: name, ru: name };
  const usual = expected === null ? null : Math.round(expected);
  return {
    en: `Nothing from ${who.en} for ${length.en}${usual === null ? '' : `; usually ${usual} events come in that time`}.`,
    ru: `От ${who.ru} ничего нет уже ${length.ru}${usual === null ? '' : `; обычно за это время приходит событий: ${usual}`}.`,
  };
}

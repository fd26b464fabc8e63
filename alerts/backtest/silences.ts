import type { z } from 'zod';
import type { Instant } from '../../platform/clock.ts';
import type { ArrivalMinute } from '../../tracker/arrival-minutes.ts';
import { calendar } from '../../tracker/calendar.ts';
import { neededOf, SHORTEST_MS, type silence } from '../conditions/silence.ts';
import { lengthLevels } from '../lengths.ts';
import type { RuleContext } from '../rule-context.ts';
import { expectedBetween, type History, typicalBetween } from '../usual.ts';
import { arrivalDays, learner } from './arrivals.ts';
import type { PastFinding, PastLevel } from './past-finding.ts';
import { type Stretch, spellOfThing, type ThingReplay } from './thing-replay.ts';
import type { Ticks } from './ticks.ts';

/** Of a stretch in which nothing came, when it had become too long; `to`: when it ended, or the stretch that is looked at. */
type LevelsOf = (gap: { from: Instant; to: Instant }, history: History, stretch: Stretch) => PastLevel[];

/** `silence`: the stretches in which nothing came, and when each of them had become too long. */
export function replaySilence(declared: z.infer<typeof silence>, on: RuleContext): ThingReplay {
  const { source } = declared;
  const levelsOf = levelsBy(declared, on);
  return async (db, stretch) => {
    const { since, until } = stretch;
    const sources = new Map<string, { lastAt: Instant; learned: ReturnType<typeof learner> }>();
    const found: PastFinding[] = [];
    const close = (name: string, from: Instant, to: Instant | null, history: History) => {
      if ((to ?? until) < since || (to ?? until) - from < SHORTEST_SEEN_MS) return;
      const levels = levelsOf({ from, to: to ?? until }, history, stretch);
      found.push(...[spellOfThing(`source:${name}`, levels, { ...stretch, to })].filter(spell => spell !== null));
    };
    for await (const { byName } of arrivalDays(db, stretch, 'source')) {
      const days = source === 'any' ? [[ANYBODY, [...byName.values()].flat().sort(byTime)] as const] : byName;
      for (const [name, minutes] of days) {
        if (source !== 'any' && source !== '*' && source !== name) continue;
        for (const minute of minutes) {
          const known = sources.get(name);
          const learned = known?.learned ?? learner();
          // What comes now says nothing yet of what was usual then.
          if (known) close(name, known.lastAt, minute.firstAt, learned.historyAt(known.lastAt));
          learned.learn(minute);
          sources.set(name, { lastAt: Math.max(minute.lastAt, known?.lastAt ?? 0), learned });
        }
      }
    }
    for (const [name, { lastAt, learned }] of sources) close(name, lastAt, null, learned.historyAt(lastAt));
    return found;
  };
}

const ANYBODY = '*';
/** A rule looks once a minute at most. */
const SHORTEST_SEEN_MS = 60_000;

function levelsBy(declared: z.infer<typeof silence>, on: RuleContext): LevelsOf {
  const hours = declared.calendar === undefined ? null : calendar(on.calendars[declared.calendar]!);
  const openFor = (from: Instant, ms: number) => (hours ? hours.add(from, { months: 0, days: 0, ms }) : from + ms);
  if (declared.for !== undefined) {
    const lengths = lengthLevels(declared.for, on);
    return ({ from }) => lengths.map(({ over, severity }) => ({ at: openFor(from, over.ms), severity }));
  }
  const manner = { zone: on.zone, calendar: hours };
  return ({ from, to }, history, { until, ticks }) => {
    const needed = neededOf(history, from);
    const missed = (at: Instant) =>
      Math.min(
        expectedBetween(from, at, history, manner),
        declared.source === 'any'
          ? Number.POSITIVE_INFINITY
          : (typicalBetween(from, at, history, on.zone) ?? Number.POSITIVE_INFINITY),
      ) >= needed;
    const earliest = openFor(from, SHORTEST_MS);
    const at = earliest < to ? firstTick(ticks, earliest, Math.min(to, until), missed) : null;
    return at === null ? [] : [{ at, severity: on.severity }];
  };
}

/** The first tick from then on at which it is so, before `end`; once it is, it stays so. */
function firstTick(ticks: Ticks, from: Instant, end: Instant, isSo: (at: Instant) => boolean): Instant | null {
  if (!isSo(end)) return null;
  if (isSo(from)) return ticks.from(from);
  let [early, late] = [from, end];
  while (late - early > 1_000) {
    const middle = Math.floor((early + late) / 2);
    if (isSo(middle)) late = middle;
    else early = middle;
  }
  return ticks.from(late);
}

function byTime(a: ArrivalMinute, b: ArrivalMinute): number {
  return a.firstAt - b.firstAt;
}

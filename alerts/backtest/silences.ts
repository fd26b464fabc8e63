import type { z } from 'zod';
import type { Instant } from '../../platform/clock.ts';
import type { ArrivalMinute } from '../../tracker/arrival-minutes.ts';
import { calendar } from '../../tracker/calendar.ts';
import { MISSED, SHORTEST_MS, type silence } from '../conditions/silence.ts';
import { lengthLevels } from '../lengths.ts';
import type { RuleContext } from '../rule-context.ts';
import { expectedBetween } from '../usual.ts';
import { historyOf, readArrivals } from './arrivals.ts';
import type { PastFinding, PastLevel } from './past-finding.ts';
import type { ThingReplay } from './thing-replay.ts';
import { spellOfThing } from './thing-replay.ts';
import type { Ticks } from './ticks.ts';

/** `silence`: the stretches in which nothing came, and when each of them had become too long. */
export function replaySilence(declared: z.infer<typeof silence>, on: RuleContext): ThingReplay {
  const hours = declared.calendar === undefined ? null : calendar(on.calendars[declared.calendar]!);
  const lengths = declared.for === undefined ? null : lengthLevels(declared.for, on);
  const openFor = (from: Instant, ms: number) => (hours ? hours.add(from, { months: 0, days: 0, ms }) : from + ms);

  return async (db, { since, until, ticks }) => {
    const bySource = await readArrivals(db, { since, until }, 'source');
    const wanted = [...bySource].filter(([name]) => ['*', 'any', name].includes(declared.source));
    const streams: [string, readonly ArrivalMinute[]][] =
      declared.source === 'any' ? [['*', wanted.flatMap(([, minutes]) => minutes).sort(byMinute)]] : wanted;
    return streams.flatMap(([name, minutes]) => {
      const history = historyOf(minutes);
      const levelsAfter = (lastAt: Instant, to: Instant): PastLevel[] => {
        if (lengths) return lengths.map(({ over, severity }) => ({ at: openFor(lastAt, over.ms), severity }));
        const manner = { zone: on.zone, calendar: hours };
        const missed = (at: Instant) => expectedBetween(lastAt, at, history(lastAt), manner) >= MISSED;
        const earliest = openFor(lastAt, SHORTEST_MS);
        const at = earliest < to ? firstTick(ticks, earliest, Math.min(to, until), missed) : null;
        return at === null ? [] : [{ at, severity: on.severity }];
      };
      return [...gaps(minutes, until)].flatMap(({ from, to }): PastFinding | PastFinding[] => {
        if ((to ?? until) < since) return [];
        return spellOfThing(`source:${name}`, levelsAfter(from, to ?? until), { to, until, ticks }) ?? [];
      });
    });
  };
}

/** Between one event and the next; null: the next has not come yet. Shorter ones than a minute nobody would see. */
function* gaps(minutes: readonly ArrivalMinute[], until: Instant): Iterable<{ from: Instant; to: Instant | null }> {
  for (const [index, { lastAt }] of minutes.entries()) {
    const next = minutes[index + 1]?.firstAt ?? null;
    if ((next ?? until) - lastAt >= 60_000) yield { from: lastAt, to: next };
  }
}

/** The first tick from then on at which it is so, before `end`; once it is, it stays so. */
function firstTick(ticks: Ticks, from: Instant, end: Instant, isSo: (at: Instant) => boolean): Instant | null {
  if (!isSo(end)) return null;
  let [early, late] = [from, end];
  while (late - early > 1_000) {
    const middle = Math.floor((early + late) / 2);
    if (isSo(middle)) late = middle;
    else early = middle;
  }
  return ticks.from(isSo(from) ? from : late);
}

function byMinute(a: ArrivalMinute, b: ArrivalMinute): number {
  return a.firstAt - b.firstAt;
}

import type { Instant } from '../../platform/clock.ts';
import type { Db } from '../../platform/postgres.ts';
import { type Calendar, calendar } from '../../tracker/calendar.ts';
import type { Lifecycle, Lifecycles } from '../../tracker/lifecycle.ts';
import { readMoves, readWaiting } from '../../tracker/lines.ts';
import { nextMove } from '../conditions/dwell.ts';
import type { Gone, Line, Waiting } from '../evidence-provider.ts';
import { type Known, readHoursFrom, readKnown } from '../rhythm-rows.ts';
import { burstSize, HOUR_MS, hourOf, LEARNED_MS, typicalBetween, WEEK_MS } from '../usual.ts';
import { MISSED_BURSTS } from './flow-stopped.ts';
import { shareOfUsualTime } from './usual-time.ts';

/** The first of a line are those that somebody may ask about; more of them add nothing to what is seen. */
const MOST_WAITING = 1_000;
/** So many orders of which something happened last: at 100,000 orders a month those of some hours. */
const NEWEST = 2_000;
/** Who went on before that says nothing of a line as it is now. */
const LATELY_MS = 14 * 24 * 3_600_000;

export const EMPTY_LINE: Line = { waiting: [], gone: [], lastAt: null, missed: null, needed: Infinity };

type Place = { name: string; lifecycle: Lifecycle; status: string; move: string };

/** By lifecycle and status, of those that orders go on from. */
export async function readLines(
  db: Db,
  lifecycles: Lifecycles,
  { now, zone }: { now: Instant; zone: string },
): Promise<ReadonlyMap<string, Line>> {
  const places = placesOf(lifecycles);
  const waiting = Map.groupBy(await readWaiting(db, statusesOf(places), MOST_WAITING), lineName);
  const moves = await readMoves(db, { since: now - LATELY_MS, newest: NEWEST });
  const gone = new Map(
    places.map(({ name, lifecycle, status, move }) => {
      const own = moves.filter(one => one.lifecycle === lifecycle.name && one.from === status && one.to === move);
      return [name, own.sort((a, b) => b.at - a.at)];
    }),
  );
  const entered = new Map((await readKnown(db, 'status', places.map(entryName))).map(one => [one.name, one]));
  const lastOf = (place: Place): Instant | null => {
    const heard = [gone.get(place.name)?.[0]?.at, entered.get(entryName(place))?.lastAt].filter(at => at !== undefined);
    return heard.length === 0 ? null : Math.max(...heard);
  };
  const missed = await readMissed(db, places, entered, lastOf, { now, zone });
  return new Map(
    places.map(place => [
      place.name,
      {
        waiting: (waiting.get(place.name) ?? []) satisfies readonly Waiting[],
        gone: gone.get(place.name)! satisfies readonly Gone[],
        lastAt: lastOf(place),
        ...(missed.get(place.name) ?? { missed: null, needed: Infinity }),
      },
    ]),
  );
}

export function lineName({ lifecycle, status }: { lifecycle: string; status: string }): string {
  return `${lifecycle}:${status}`;
}

/** As the rhythm calls what comes next. */
function entryName({ lifecycle, move }: Place): string {
  return lineName({ lifecycle: lifecycle.name, status: move });
}

function placesOf({ all }: Lifecycles): Place[] {
  return all.flatMap(lifecycle =>
    lifecycle.names.flatMap(status => {
      const move = nextMove(lifecycle, status);
      return move === null ? [] : { name: lineName({ lifecycle: lifecycle.name, status }), lifecycle, status, move };
    }),
  );
}

function statusesOf(places: readonly Place[]): string[] {
  return [...new Set(places.map(({ status }) => status))];
}

/** How many would usually have gone on since the last one did, by the same hours of earlier weeks. */
async function readMissed(
  db: Db,
  places: readonly Place[],
  entered: ReadonlyMap<string, Known>,
  lastOf: (place: Place) => Instant | null,
  { now, zone }: { now: Instant; zone: string },
): Promise<Map<string, Pick<Line, 'missed' | 'needed'>>> {
  const judged = places.flatMap(place => {
    const [known, lastAt] = [entered.get(entryName(place)), lastOf(place)];
    // The mean of all hours of some days knows nothing of nights.
    return known && lastAt !== null && now - known.firstHour >= WEEK_MS ? [{ place, known, lastAt }] : [];
  });
  if (judged.length === 0) return new Map();
  const names = [...new Set(judged.map(({ known }) => known.name))];
  const first = Math.min(...judged.map(({ lastAt }) => hourOf(lastAt)));
  const history = await readHoursFrom(db, 'status', names, first - LEARNED_MS - HOUR_MS);
  return new Map(
    judged.map(({ place, known, lastAt }) => {
      const counted = { ...known, hours: history.get(known.name)! };
      const typical = typicalBetween(lastAt, now, counted, zone) ?? 0;
      const missed = typical * shareOfUsualTime(hoursOf(place.lifecycle), lastAt, now);
      return [place.name, { missed, needed: MISSED_BURSTS * burstSize(counted, lastAt) }];
    }),
  );
}

export function hoursOf({ calendar: definition }: Lifecycle): Calendar | null {
  return definition && calendar(definition);
}

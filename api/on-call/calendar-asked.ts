import type { z } from 'zod';
import { nameOf } from '../../alerts/event-words.ts';
import { type OnCallOverride, readOverrides } from '../../alerts/on-call.ts';
import { type CalendarShift, calendarOf } from '../../alerts/on-call-calendar.ts';
import { personCalled } from '../../alerts/person-called.ts';
import type { AlertSettings } from '../../alerts/settings.ts';
import { type Instant, toIso } from '../../platform/clock.ts';
import type { contract } from '../contract.ts';
import { type OnCallDeps, presentOverride } from '../on-call-asked.ts';
import { readQuery } from '../parameters.ts';
import { query } from '../requests.ts';

type Calendar = z.infer<typeof contract.OnCallCalendar>;

const DAY_MS = 24 * 3_600_000;

/** Who is on call from when to when in the coming days, with all that was entered. Throws Refused. */
export async function calendarAsked(
  { pool, clock, alerts }: OnCallDeps,
  asked: unknown,
  who: string,
): Promise<Calendar> {
  const now = clock.now();
  const { from = now, days } = readQuery(query.onCallCalendar, asked);
  const to = from + days * DAY_MS;
  const settings = alerts();
  const overrides = await readOverrides(pool, Math.min(from, now));
  const names = Object.keys(settings.rotations);
  const coming = new Map(
    names.map(name => [name, calendarOf(settings, overrides, name, { from: now, to: now + 62 * DAY_MS })]),
  );
  return {
    from: toIso(from),
    to: toIso(to),
    me: personCalled(settings, who),
    rotations: names.map(rotation => {
      const [current = null, ...rest] = coming.get(rotation)!;
      const next = rest.find(({ person }) => person !== current?.person) ?? null;
      return {
        rotation,
        zone: settings.rotations[rotation]!.zone,
        people: settings.rotations[rotation]!.people.map(person => named(settings, person)),
        now: current && presentShift(settings, current),
        next: next && presentShift(settings, next),
        shifts: calendarOf(settings, overrides, rotation, { from, to }).map(shift => presentShift(settings, shift)),
      };
    }),
    teams: Object.entries(settings.teams).map(([team, members]) => ({
      team,
      people: members.map(person => presentMember(settings, person, { overrides, coming }, now)),
    })),
    people: Object.keys(settings.people).map(person => named(settings, person)),
    overrides: overrides.filter(({ until }) => until > now).map(presentOverride),
  };
}

function presentShift(settings: AlertSettings, shift: CalendarShift): Calendar['rotations'][number]['shifts'][number] {
  const { person, why, instead, override } = shift;
  return {
    person,
    name: person && nameOf(settings.people, person),
    from: toIso(shift.from),
    to: toIso(shift.to),
    why,
    instead: instead === null ? null : named(settings, instead),
    override: override && presentOverride(override),
  };
}

type Coming = { overrides: readonly OnCallOverride[]; coming: ReadonlyMap<string, readonly CalendarShift[]> };

function presentMember(
  settings: AlertSettings,
  person: string,
  { overrides, coming }: Coming,
  now: Instant,
): Calendar['teams'][number]['people'][number] {
  const absences = overrides.filter(
    one => one.kind === 'away' && one.person === person && one.from <= now && now < one.until,
  );
  const turns = [...coming].flatMap(([rotation, shifts]) => {
    const turn = shifts.find(shift => shift.person === person && shift.from > now);
    return turn ? [{ rotation, from: turn.from }] : [];
  });
  const [next] = turns.toSorted((a, b) => a.from - b.from);
  return {
    ...named(settings, person),
    awayUntil: absences.length === 0 ? null : toIso(Math.max(...absences.map(({ until }) => until))),
    onCall: [...coming].filter(([, shifts]) => shifts[0]?.person === person).map(([rotation]) => rotation),
    nextOnCall: next ? { rotation: next.rotation, from: toIso(next.from) } : null,
  };
}

function named(settings: AlertSettings, person: string) {
  return { person, name: nameOf(settings.people, person) };
}

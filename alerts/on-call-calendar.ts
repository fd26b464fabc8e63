import type { Instant } from '../platform/clock.ts';
import { isAway, type OnCallOverride, whoIsOnCall } from './on-call.ts';
import type { AlertSettings } from './settings.ts';

/** Somebody's stretch of being on call, and why it is they. */
export type CalendarShift = {
  /** Null: everybody is away. */
  person: string | null;
  from: Instant;
  to: Instant;
  /** `turn`: it is their shift. `standIn`: they stand in. `absence`: whose shift it is is away, and they are the next. */
  why: 'turn' | 'standIn' | 'absence' | 'nobody';
  /** Whose shift it would be; null: theirs. */
  instead: string | null;
  /** What was entered: who stands in, or who is away. */
  override: OnCallOverride | null;
};

type People = Pick<AlertSettings, 'rotations' | 'people'>;

/** Who is on call in a rotation from `from` to `to`, stretch by stretch without gaps; the first begins at `from`. */
export function calendarOf(
  settings: People,
  overrides: readonly OnCallOverride[],
  rotation: string,
  { from, to }: { from: Instant; to: Instant },
): CalendarShift[] {
  const { people, shiftAt } = settings.rotations[rotation]!;
  const changes = overrides.flatMap(one => [one.from, one.until]);
  const shifts: CalendarShift[] = [];
  for (let at = from; at < to; ) {
    const shift = shiftAt(at);
    const turn = people[((shift.index % people.length) + people.length) % people.length]!;
    const end = Math.min(shift.to, to, ...changes.filter(change => change > at));
    const stretch = { from: at, to: end, ...whyAt(settings, overrides, { rotation, turn }, at) };
    const last = shifts.at(-1);
    // What was entered of others changes nothing; at a handover a new stretch begins, also of the same person.
    if (last && isSame(last, stretch) && at > shift.from) last.to = end;
    else shifts.push(stretch);
    at = end;
  }
  return shifts;
}

function whyAt(
  settings: People,
  overrides: readonly OnCallOverride[],
  { rotation, turn }: { rotation: string; turn: string },
  at: Instant,
): Omit<CalendarShift, 'from' | 'to'> {
  const person = whoIsOnCall(settings, overrides, rotation, at);
  const holding = overrides.filter(one => one.from <= at && at < one.until);
  const standIn = holding.findLast(
    one =>
      one.kind === 'override' &&
      one.rotation === rotation &&
      one.person === person &&
      !isAway(overrides, one.person, at),
  );
  const absence = holding.findLast(one => one.kind === 'away' && one.person === turn) ?? null;
  const instead = person === turn ? null : turn;
  if (person === null) return { person, why: 'nobody', instead: turn, override: absence };
  if (standIn) return { person, why: 'standIn', instead, override: standIn };
  return instead === null
    ? { person, why: 'turn', instead, override: null }
    : { person, why: 'absence', instead, override: absence };
}

function isSame(one: CalendarShift, other: CalendarShift): boolean {
  return (
    one.person === other.person &&
    one.why === other.why &&
    one.instead === other.instead &&
    one.override?.id === other.override?.id
  );
}

import { type Instant, toIso } from '../platform/clock.ts';
import type { Db } from '../platform/postgres.ts';
import type { AlertSettings, Rotation } from './settings.ts';

/** Beside what the configuration declares: somebody stands in for whoever is on call, or is away. */
export type OnCallOverride = {
  id: number;
  kind: 'override' | 'away';
  /** Null: of somebody who is away, from everything. */
  rotation: string | null;
  /** Who is on call; who is away. */
  person: string;
  from: Instant;
  until: Instant;
  author: string;
  reason: string | null;
};

export type OnCallShift = { person: string | null; from: Instant; to: Instant };

/** Those that hold at the instant or will; the newest last. */
export async function readOverrides(db: Db, at: Instant): Promise<OnCallOverride[]> {
  const { rows } = await db.query<Omit<OnCallOverride, 'from' | 'until'> & { from_at: Instant; until_at: Instant }>(
    `select o.id, o.kind, o.rotation, o.person, o.from_at, o.until_at, o.author, o.reason
       from alerts.on_call_override o where o.ended_at is null and o.until_at > $1 order by o.id`,
    [toIso(at)],
  );
  return rows.map(({ from_at, until_at, ...row }) => ({ ...row, from: from_at, until: until_at }));
}

export function isAway(overrides: readonly OnCallOverride[], person: string, at: Instant): boolean {
  return overrides.some(one => one.kind === 'away' && one.person === person && holds(one, at));
}

/**
 * The person who is on call: whoever stands in (the newest counts), else whose shift it is, else, of those who are away,
 * the next one. Null where everybody is away.
 */
export function whoIsOnCall(
  settings: Pick<AlertSettings, 'rotations' | 'people'>,
  overrides: readonly OnCallOverride[],
  name: string,
  at: Instant,
): string | null {
  const rotation = Object.hasOwn(settings.rotations, name) ? settings.rotations[name]! : null;
  if (rotation === null) return null;
  const isThere = (person: string) => Object.hasOwn(settings.people, person) && !isAway(overrides, person, at);
  const standIn = overrides.findLast(
    one => one.kind === 'override' && one.rotation === name && holds(one, at) && isThere(one.person),
  );
  return standIn?.person ?? inTurn(rotation, at).find(isThere) ?? null;
}

/** From now on who has it from when to when, as many stretches as asked for. */
export function nextShifts(
  settings: Pick<AlertSettings, 'rotations' | 'people'>,
  overrides: readonly OnCallOverride[],
  name: string,
  { now, count }: { now: Instant; count: number },
): OnCallShift[] {
  const rotation = settings.rotations[name]!;
  const shifts: OnCallShift[] = [];
  for (let at = now; ; ) {
    const { from, to } = rotation.shiftAt(at);
    const changes = overrides.flatMap(one => [one.from, one.until]).filter(change => change > at && change < to);
    const end = Math.min(to, ...changes);
    const person = whoIsOnCall(settings, overrides, name, at);
    const last = shifts.at(-1);
    if (last?.person === person) last.to = end;
    else if (shifts.length === count) return shifts;
    else shifts.push({ person, from: last ? at : begin(from, at, overrides), to: end });
    // Of one person the shift never ends: what is far enough away need not be known.
    if (end - now > FAR_MS) return shifts;
    at = end;
  }
}

const FAR_MS = 366 * 24 * 3_600_000;

/** When what is so at the instant began. */
function begin(shift: Instant, at: Instant, overrides: readonly OnCallOverride[]): Instant {
  return Math.max(shift, ...overrides.flatMap(one => [one.from, one.until]).filter(change => change <= at));
}

/** Whose shift it is, and after that person the others as they follow. */
function inTurn({ people, shiftAt }: Rotation, at: Instant): string[] {
  const turn = ((shiftAt(at).index % people.length) + people.length) % people.length;
  return [...people.slice(turn), ...people.slice(0, turn)];
}

function holds({ from, until }: OnCallOverride, at: Instant): boolean {
  return from <= at && at < until;
}

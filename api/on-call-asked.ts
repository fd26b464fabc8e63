import type { z } from 'zod';
import { nameOf } from '../alerts/event-words.ts';
import type { AlertSettings } from '../alerts/settings.ts';
import { type Clock, type Instant, toIso } from '../platform/clock.ts';
import type { Pool } from '../platform/postgres.ts';
import type { AlertFunctions, OnCallOverride, Overridden } from './alert-functions.ts';
import type { contract } from './contract.ts';
import { endOf } from './end-asked.ts';
import { readBody, readQuery } from './parameters.ts';
import { noSuchOverride, notDone, Refused } from './problem.ts';
import { query, requestBody } from './requests.ts';
import { rowId } from './row-id.ts';

export type OnCallDeps = {
  pool: Pool;
  clock: Clock;
  settings: () => AlertSettings;
  alerts: Pick<AlertFunctions, 'readOverrides' | 'nextShifts' | 'standIn' | 'goAway' | 'endOverride'>;
};

const SHIFTS = 4;

/** Who is on call now or then, and who comes next; also for those on the command line, as all here. Throws Refused. */
export async function onCallAsked(
  { pool, clock, settings, alerts }: OnCallDeps,
  asked: unknown,
): Promise<z.infer<typeof contract.OnCall>> {
  const { at = clock.now() } = readQuery(query.onCall, asked);
  const declared = settings();
  const overrides = await alerts.readOverrides(pool, at);
  return {
    at: toIso(at),
    rotations: Object.entries(declared.rotations).map(([rotation, { zone }]) => ({
      rotation,
      zone,
      shifts: alerts
        .nextShifts(declared, overrides, rotation, { now: at, count: SHIFTS })
        .map(({ person, from, to }) => ({
          person,
          name: person && nameOf(declared.people, person),
          from: toIso(from),
          to: toIso(to),
        })),
    })),
    overrides: overrides.map(presentOverride),
  };
}

type Made = Promise<z.infer<typeof contract.OnCallOverride>>;

/** Somebody stands in for whoever is on call. Throws Refused. */
export async function overrideAsked({ pool, clock, settings, alerts }: OnCallDeps, body: unknown, key: string): Made {
  const now = clock.now();
  const { rotation, ...asked } = readBody(requestBody.override, body);
  return answer(await alerts.standIn(pool, { rotation, ...asNew(asked, key, now) }, { now, settings: settings() }), '');
}

/** Somebody is away. Throws Refused. */
export async function awayAsked({ pool, clock, settings, alerts }: OnCallDeps, body: unknown, key: string): Made {
  const now = clock.now();
  const asked = readBody(requestBody.away, body);
  return answer(await alerts.goAway(pool, asNew(asked, key, now), { now, settings: settings() }), '');
}

/** Throws Refused. */
export async function overrideEnded({ pool, clock, alerts }: OnCallDeps, id: string): Made {
  return answer(await alerts.endOverride(pool, rowId(id, noSuchOverride), { now: clock.now() }), id);
}

type Asked = z.infer<typeof requestBody.away>;

function asNew(asked: Asked, key: string, now: Instant) {
  const { person, reason = null, by: author = key, from = now, ...end } = asked;
  return { person, from, until: endOf({ from, ...end }, now)!, author, reason };
}

function answer(overridden: Overridden, id: string): z.infer<typeof contract.OnCallOverride> {
  switch (overridden.kind) {
    case 'done':
      return presentOverride(overridden.override);
    case 'missing':
      throw new Refused(noSuchOverride(id));
    case 'refused':
      throw new Refused(notDone(overridden.why));
    default:
      return overridden satisfies never;
  }
}

function presentOverride(override: OnCallOverride): z.infer<typeof contract.OnCallOverride> {
  const { id, kind, rotation, person, from, until, author, reason } = override;
  return { id: String(id), kind, rotation, person, from: toIso(from), until: toIso(until), author, reason };
}

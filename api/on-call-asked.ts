import type { z } from 'zod';
import { nameOf } from '../alerts/event-words.ts';
import { nextShifts, type OnCallOverride, readOverrides } from '../alerts/on-call.ts';
import { endOverride, goAway, type Overridden, standIn } from '../alerts/override-commands.ts';
import type { AlertSettings } from '../alerts/settings.ts';
import { type Clock, type Instant, toIso } from '../platform/clock.ts';
import type { Pool } from '../platform/postgres.ts';
import type { Hands } from '../tracker/audit/by-hand.ts';
import type { contract } from './contract.ts';
import { endOf } from './end-asked.ts';
import { readBody, readQuery } from './parameters.ts';
import { noSuchOverride, notDone, Refused } from './problem.ts';
import { query, requestBody } from './requests.ts';
import { rowId } from './row-id.ts';

export type OnCallDeps = { pool: Pool; clock: Clock; alerts: () => AlertSettings };

const SHIFTS = 4;

/** Who is on call now or then, and who comes next; also for those on the command line, as all here. Throws Refused. */
export async function onCallAsked(
  { pool, clock, alerts }: OnCallDeps,
  asked: unknown,
): Promise<z.infer<typeof contract.OnCall>> {
  const { at = clock.now() } = readQuery(query.onCall, asked);
  const settings = alerts();
  const overrides = await readOverrides(pool, at);
  return {
    at: toIso(at),
    rotations: Object.entries(settings.rotations).map(([rotation, { zone }]) => ({
      rotation,
      zone,
      shifts: nextShifts(settings, overrides, rotation, { now: at, count: SHIFTS }).map(({ person, from, to }) => ({
        person,
        name: person && nameOf(settings.people, person),
        from: toIso(from),
        to: toIso(to),
      })),
    })),
    overrides: overrides.map(presentOverride),
  };
}

type Made = Promise<z.infer<typeof contract.OnCallOverride>>;

/** Somebody stands in for whoever is on call. Throws Refused. */
export async function overrideAsked({ pool, clock, alerts }: OnCallDeps, body: unknown, hands: Hands): Made {
  const now = clock.now();
  const { rotation, ...asked } = readBody(requestBody.override, body);
  return answerOfOverride(
    await standIn(pool, { rotation, ...asNew(asked, hands, now) }, { now, settings: alerts() }),
    '',
  );
}

/** Somebody is away. Throws Refused. */
export async function awayAsked({ pool, clock, alerts }: OnCallDeps, body: unknown, hands: Hands): Made {
  const now = clock.now();
  const asked = readBody(requestBody.away, body);
  return answerOfOverride(await goAway(pool, asNew(asked, hands, now), { now, settings: alerts() }), '');
}

/** Throws Refused. */
export async function overrideEnded({ pool, clock }: OnCallDeps, id: string, hands: Hands): Made {
  return answerOfOverride(await endOverride(pool, rowId(id, noSuchOverride), hands, { now: clock.now() }), id);
}

type Asked = z.infer<typeof requestBody.away>;

function asNew(asked: Asked, { by: key, actor }: Hands, now: Instant) {
  const { person, reason = null, by: author = key, from = now, ...end } = asked;
  return { person, from, until: endOf({ from, ...end }, now)!, author, reason, actor };
}

export function answerOfOverride(overridden: Overridden, id: string): z.infer<typeof contract.OnCallOverride> {
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

export function presentOverride(override: OnCallOverride): z.infer<typeof contract.OnCallOverride> {
  const { id, kind, rotation, person, from, until, author, reason } = override;
  return { id: String(id), kind, rotation, person, from: toIso(from), until: toIso(until), author, reason };
}

import type { z } from 'zod';
import type { AlertSettings } from '../alerts/settings.ts';
import type { Silence } from '../alerts/silence.ts';
import { createSilence, type Demanding, endSilence, type Silenced } from '../alerts/silence-commands.ts';
import { listSilences } from '../alerts/silence-rows.ts';
import { type Clock, toIso } from '../platform/clock.ts';
import type { Pool } from '../platform/postgres.ts';
import type { Hands } from '../tracker/audit/by-hand.ts';
import { versionOfContent } from './access/etag.ts';
import type { contract } from './contract.ts';
import { endOf } from './end-asked.ts';
import { readBody, readQuery } from './parameters.ts';
import { noSuchSilence, notDone, Refused } from './problem.ts';
import { query, requestBody } from './requests.ts';
import { rowId } from './row-id.ts';

export type SilenceDeps = { pool: Pool; clock: Clock; alerts: () => AlertSettings };

/** Those that hold or will, on one page; also for those on the command line, as all here. Throws Refused. */
export async function silencePage(
  { pool, clock }: SilenceDeps,
  asked: unknown,
): Promise<z.infer<typeof contract.SilencePage>> {
  readQuery(query.none, asked);
  const silences = await listSilences(pool, clock.now());
  return { items: silences.map(presentSilence), nextCursor: null };
}

/** `by`: the name of the key, where the body names nobody. Throws Refused. */
export async function silenceAsked(
  { pool, clock, alerts }: SilenceDeps,
  body: unknown,
  { by: key, actor }: Hands,
): Promise<z.infer<typeof contract.Silence>> {
  const now = clock.now();
  const { kind, match, reason, by: author = key, from = now, ...end } = readBody(requestBody.silence, body);
  const named = Object.fromEntries(Object.entries(match).filter(([, values]) => values !== undefined));
  const silence = { kind, actor, match: named, from, until: endOf({ from, ...end }, now)!, author, reason };
  return answer(await createSilence(pool, silence, { now, settings: alerts() }), '');
}

/** Throws Refused. */
export async function silenceEnded(
  { pool, clock }: SilenceDeps,
  id: string,
  hands: Hands,
  on: Demanding = {},
): Promise<z.infer<typeof contract.Silence>> {
  return answer(await endSilence(pool, rowId(id, noSuchSilence), hands, { now: clock.now(), ...on }), id);
}

function answer(silenced: Silenced, id: string): z.infer<typeof contract.Silence> {
  switch (silenced.kind) {
    case 'done':
      return presentSilence(silenced.silence);
    case 'missing':
      throw new Refused(noSuchSilence(id));
    case 'refused':
      throw new Refused(notDone(silenced.why));
    default:
      return silenced satisfies never;
  }
}

/** Another one after its end was moved, or it was ended. */
export function versionOfSilence({ until, endedAt }: Silence): string {
  return versionOfContent([until, endedAt]);
}

export function presentSilence(silence: Silence): z.infer<typeof contract.Silence> {
  const { kind, match, author, reason, endedBy, endedAt } = silence;
  return {
    id: String(silence.id),
    version: versionOfSilence(silence),
    kind,
    match: JSON.parse(JSON.stringify(match)),
    from: toIso(silence.from),
    until: toIso(silence.until),
    ...{ author, reason, endedBy },
    createdAt: toIso(silence.createdAt),
    endedAt: endedAt === null ? null : toIso(endedAt),
  };
}

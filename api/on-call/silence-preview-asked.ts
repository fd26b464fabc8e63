import type { z } from 'zod';
import type { Incident } from '../../alerts/incident.ts';
import { type Demanding, moveSilenceEnd } from '../../alerts/silence-commands.ts';
import { previewSilence } from '../../alerts/silence-preview.ts';
import { toIso } from '../../platform/clock.ts';
import type { Hands } from '../../tracker/audit/by-hand.ts';
import type { contract } from '../contract.ts';
import { endOf } from '../end-asked.ts';
import { readBody } from '../parameters.ts';
import { noSuchSilence, notDone, Refused } from '../problem.ts';
import { requestBody } from '../requests.ts';
import { rowId } from '../row-id.ts';
import { presentSilence, type SilenceDeps } from '../silence-asked.ts';

const WEEK_MS = 7 * 24 * 3_600_000;
const SHOWN = 20;

/** What a silence would have kept quiet in the last seven days, and what it would now. Throws Refused. */
export async function silencePreviewAsked(
  { pool, clock }: SilenceDeps,
  body: unknown,
): Promise<z.infer<typeof contract.SilencePreview>> {
  const since = clock.now() - WEEK_MS;
  const { match } = readBody(requestBody.silencePreview, body);
  const named = Object.fromEntries(Object.entries(match).filter(([, values]) => values !== undefined));
  const { muted, held, told } = await previewSilence(pool, named, { since });
  return {
    since: toIso(since),
    told,
    muted: {
      incidents: muted.length,
      messages: muted.reduce((sum, { messages }) => sum + messages, 0),
      critical: muted.filter(({ incident }) => incident.severity === 'critical').length,
      first: muted.slice(0, SHOWN).map(({ incident, messages }) => present(incident, messages)),
    },
    held: { incidents: held.length, first: held.slice(0, SHOWN).map(incident => present(incident, 0)) },
  };
}

/** To another end. Throws Refused. */
export async function silenceMoved(
  { pool, clock, alerts }: SilenceDeps,
  id: string,
  body: unknown,
  { demand, ...hands }: Hands & Demanding,
): Promise<z.infer<typeof contract.Silence>> {
  const now = clock.now();
  const until = endOf(readBody(requestBody.silenceEnd, body), now)!;
  const on = { now, settings: alerts(), demand };
  const moved = await moveSilenceEnd(pool, rowId(id, noSuchSilence), { ...hands, until }, on);
  switch (moved.kind) {
    case 'done':
      return presentSilence(moved.silence);
    case 'missing':
      throw new Refused(noSuchSilence(id));
    case 'refused':
      throw new Refused(notDone(moved.why));
    default:
      return moved satisfies never;
  }
}

function present({ id, title, severity, openedAt }: Incident, messages: number) {
  return { id: String(id), title, severity, openedAt: toIso(openedAt), messages };
}

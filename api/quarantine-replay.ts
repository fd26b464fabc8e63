import type { z } from 'zod';
import type { AcceptDeps, Replaying } from '../collector/accept.ts';
import { type ReplaySelection, replay } from '../collector/replay.ts';
import { doneBy, type Hands } from '../tracker/audit/by-hand.ts';
import { recordAudits } from '../tracker/audit/record.ts';
import type { contract } from './contract.ts';
import { readBody } from './parameters.ts';
import { presentReplayed } from './present.ts';
import { requestBody } from './requests.ts';

const MAX_LISTED = 1_000;

/**
 * Replays what a request asks for, also for those on the command line. Ends early when `isUnwanted` says that nobody
 * waits for the answer any more: what is left can be asked for again. Throws Refused before anything was done.
 */
export async function replayAsked(
  deps: AcceptDeps,
  asked: unknown,
  isUnwanted: () => boolean,
  hands: Hands,
): Promise<z.infer<typeof contract.ReplayResult>> {
  const request = readBody(requestBody.replay, asked);
  const { historic, dryRun } = request;
  const result: z.infer<typeof contract.ReplayResult> = { replayed: 0, stillQuarantined: 0, items: [] };
  const audit: Replaying = (tx, ids) => {
    const now = deps.clock.now();
    const entry = (id: string) =>
      doneBy(hands, now, { action: 'quarantine.replayed', subject: { kind: 'quarantine', id }, after: { historic } });
    return recordAudits(tx, ids.map(entry));
  };
  for await (const chunk of replay(deps, selectionOf(request), { historic, dryRun }, audit)) {
    const still = chunk.filter(({ outcome }) => outcome === 'still_quarantined').length;
    result.stillQuarantined += still;
    result.replayed += chunk.length - still;
    result.items.push(...chunk.slice(0, MAX_LISTED - result.items.length).map(presentReplayed));
    if (isUnwanted()) return result;
  }
  result.items.push(...notOpen(request, result.items));
  return result;
}

/** A message that was asked for by its id and was not there to be replayed must not look like a success. */
function notOpen(request: Asked, found: readonly Item[]): Item[] {
  if (!('ids' in request)) return [];
  const known = new Set(found.map(item => item.id));
  return [...new Set(request.ids)]
    .filter(id => !known.has(id))
    .map(id => ({ id, outcome: 'not_open', orderId: null, eventId: null, reasonKind: null, reason: null }));
}

type Item = z.infer<typeof contract.ReplayResult>['items'][number];
type Asked = z.infer<typeof requestBody.replay>;

function selectionOf(asked: Asked): ReplaySelection {
  if ('ids' in asked) return { ids: asked.ids };
  const { reasonKind, exchange, from, to } = asked.filter;
  return { filter: { reasonKind, exchange, since: from, until: to } };
}

import type { z } from 'zod';
import type { AcceptDeps, Replaying } from '../collector/accept.ts';
import { type ReplayDeps, type Replayed, type ReplaySelection, replay } from '../collector/replay.ts';
import { type Foretold, readForetold } from '../notifier/foretold.ts';
import { doneBy, type Hands } from '../tracker/audit/by-hand.ts';
import { recordAudits } from '../tracker/audit/record.ts';
import type { contract } from './contract.ts';
import { readBody } from './parameters.ts';
import { presentReplayed } from './present.ts';
import { requestBody } from './requests.ts';

const MAX_LISTED = 1_000;
const MAX_ORDERS = 100;
const MAX_MESSAGES = 100;

export type ReplayAskedDeps = AcceptDeps & Pick<ReplayDeps, 'ledgerOn'>;

/**
 * Replays what a request asks for, also for those on the command line. Ends early when `isUnwanted` says that nobody
 * waits for the answer any more: what is left can be asked for again. Throws Refused before anything was done.
 */
export async function replayAsked(
  deps: ReplayAskedDeps,
  asked: unknown,
  isUnwanted: () => boolean,
  hands: Hands,
): Promise<z.infer<typeof contract.ReplayResult>> {
  const request = readBody(requestBody.replay, asked);
  const { historic, dryRun, limit } = request;
  const all = summed();
  const told: Foretold[] = [];
  const since = deps.clock.now();
  const on: ReplayDeps = {
    ...deps,
    onRehearsed: async (db, outcomes) => {
      const orders = outcomes.flatMap(one => ('orderKey' in one ? [one.orderKey] : []));
      told.push(...(await readForetold(db, [...new Set(orders)], since)));
    },
  };
  const audit: Replaying = (tx, ids) => {
    const now = deps.clock.now();
    const entry = (id: string) =>
      doneBy(hands, now, { action: 'quarantine.replayed', subject: { kind: 'quarantine', id }, after: { historic } });
    return recordAudits(tx, ids.map(entry));
  };
  for await (const chunk of replay(on, selectionOf(request), { historic, dryRun, limit }, audit)) {
    all.add(chunk);
    if (isUnwanted()) break;
  }
  const result = all.result();
  result.items.push(...notOpen(request, result.items));
  return {
    ...result,
    messages: dryRun ? { count: told.length, items: told.slice(0, MAX_MESSAGES) } : null,
    limited: limit !== undefined && result.replayed + result.stillQuarantined >= limit,
  };
}

/** What became of all of them, of which only the first are listed. */
function summed() {
  const outcomes: Record<string, number> = {};
  const orders = new Set<string>();
  const items: Item[] = [];
  let replayed = 0;
  let stillQuarantined = 0;
  return {
    add: (chunk: readonly Replayed[]) => {
      for (const one of chunk) {
        outcomes[one.outcome] = (outcomes[one.outcome] ?? 0) + 1;
        if (one.outcome === 'still_quarantined') stillQuarantined += 1;
        else {
          replayed += 1;
          orders.add(one.orderKey);
        }
      }
      items.push(...chunk.slice(0, MAX_LISTED - items.length).map(presentReplayed));
    },
    result: () => ({
      ...{ replayed, stillQuarantined, outcomes, items },
      orders: { count: orders.size, first: [...orders].slice(0, MAX_ORDERS) },
    }),
  };
}

/** A message that was asked for by its id and was not there to be replayed must not look like a success. */
function notOpen(request: Asked, found: readonly Item[]): Item[] {
  if (!('ids' in request) || request.limit !== undefined) return [];
  const known = new Set(found.map(item => item.id));
  return [...new Set(request.ids)]
    .filter(id => !known.has(id))
    .map(id => ({ id, outcome: 'not_open', orderId: null, eventId: null, reasonKind: null, reason: null }));
}

type Item = z.infer<typeof contract.ReplayResult>['items'][number];
type Asked = z.infer<typeof requestBody.replay>;

function selectionOf(asked: Asked): ReplaySelection {
  if ('ids' in asked) return { ids: asked.ids };
  const { reasonKind, exchange, fingerprint, from, to } = asked.filter;
  return { filter: { reasonKind, exchange, fingerprint, since: from, until: to } };
}

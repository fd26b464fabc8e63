import { type AcceptDeps, accept, type Outcome } from './accept.ts';
import { decode } from './envelope/decode.ts';
import { isQuarantineId, openIds, openMessages, type QuarantineFilter } from './quarantine.ts';

/** Which open messages to decode again: these, or all that pass the filter. */
export type ReplaySelection = { ids: readonly string[] } | { filter: QuarantineFilter };

export type ReplayOptions = {
  /** Record the events, but tell no customer about them. */
  historic: boolean;
  /** Only say what would happen. Whether an event is new or a duplicate is then not known: it `would_be_recorded`. */
  dryRun: boolean;
};

export type Replayed = { id: string } & (
  | Exclude<Outcome, { outcome: 'quarantined' }>
  | { outcome: 'would_be_recorded'; orderKey: string; eventId: string }
  | { outcome: 'still_quarantined'; kind: string; reason: string }
);

// Bodies are held in memory: 200 of the largest that can be understood are 200 MB.
const CHUNK = 200;

/**
 * Decodes messages out of quarantine again and records them; each is marked as replayed in the transaction that records
 * it. What is still not understood stays, with the reason of today. One result for each message that was open, oldest
 * first, in chunks: a replay of a million holds a few hundred at a time. Replaying twice, or two at once, is harmless.
 */
export async function* replay(
  deps: AcceptDeps,
  selection: ReplaySelection,
  options: ReplayOptions,
): AsyncGenerator<Replayed[]> {
  for await (const ids of chunks(deps, selection)) {
    const kept = await openMessages(deps.pool, ids);
    const decoded = kept.map(({ id, message }) => ({
      quarantineId: id,
      message,
      verdict: decode(message, { lifecycle: deps.lifecycle, historic: options.historic }),
    }));
    if (options.dryRun) {
      yield decoded.map(({ quarantineId, verdict }) =>
        verdict.ok
          ? {
              id: quarantineId,
              outcome: 'would_be_recorded',
              orderKey: verdict.event.key,
              eventId: verdict.event.eventId,
            }
          : { id: quarantineId, outcome: 'still_quarantined', kind: verdict.kind, reason: verdict.reason },
      );
    } else {
      const { outcomes } = await accept(deps, decoded);
      yield outcomes.map((outcome, index) => resultOf(decoded[index]!.quarantineId, outcome));
    }
  }
}

async function* chunks({ pool }: AcceptDeps, selection: ReplaySelection): AsyncGenerator<string[]> {
  if ('ids' in selection) {
    const ids = selection.ids.filter(isQuarantineId);
    for (let at = 0; at < ids.length; at += CHUNK) yield ids.slice(at, at + CHUNK);
    return;
  }
  let after = '0';
  for (;;) {
    const ids = await openIds(pool, selection.filter, after, CHUNK);
    if (ids.length === 0) return;
    yield ids;
    after = ids.at(-1)!;
  }
}

function resultOf(id: string, outcome: Outcome): Replayed {
  if (outcome.outcome !== 'quarantined') return { id, ...outcome };
  return { id, outcome: 'still_quarantined', kind: outcome.kind, reason: outcome.reason };
}

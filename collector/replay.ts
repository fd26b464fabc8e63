import { type AcceptDeps, accept, type Outcome, type Replaying } from './accept.ts';
import { MAX_BODY_BYTES, tooLarge } from './envelope/json-body.ts';
import { openIds, openMessages, type QuarantineFilter } from './quarantine.ts';

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

// Bodies are held in memory, and several times over while they are decoded and written.
const CHUNK_MESSAGES = 200;
const CHUNK_BYTES = 32 * 1024 * 1024;

/**
 * Decodes messages out of quarantine again and records them; each is marked as replayed in the transaction that records
 * it. What is still not understood stays, with the reason of today. One result for each message that was open, oldest
 * first, in chunks: a replay of a million holds a few hundred at a time. Replaying twice, or two at once, is harmless.
 */
export async function* replay(
  deps: AcceptDeps,
  selection: ReplaySelection,
  options: ReplayOptions,
  replaying?: Replaying,
): AsyncGenerator<Replayed[]> {
  for await (const ids of chunks(deps, selection)) {
    const kept = await openMessages(deps.pool, ids, MAX_BODY_BYTES, deps.vault);
    const decoded = await Promise.all(
      kept.map(async ({ id, bodyBytes, message }) => ({
        quarantineId: id,
        message,
        verdict: bodyBytes > MAX_BODY_BYTES ? tooLarge(bodyBytes) : await deps.decode(message, options),
      })),
    );
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
      const { outcomes } = await accept(deps, decoded, replaying);
      yield outcomes.map((outcome, index) => resultOf(decoded[index]!.quarantineId, outcome));
    }
  }
}

async function* chunks({ pool }: AcceptDeps, selection: ReplaySelection): AsyncGenerator<string[]> {
  const filter = 'ids' in selection ? { ids: selection.ids } : selection.filter;
  let after = '0';
  for (;;) {
    const open = await openIds(pool, filter, after, CHUNK_MESSAGES);
    if (open.length === 0) return;
    yield* splitByBytes(open);
    after = open.at(-1)!.id;
  }
}

/** In order, each with at most CHUNK_BYTES to fetch; bodies that are too large anyway are not fetched. */
function* splitByBytes(messages: readonly { id: string; bodyBytes: number }[]): Generator<string[]> {
  let ids: string[] = [];
  let bytes = 0;
  for (const { id, bodyBytes } of messages) {
    const fetched = bodyBytes > MAX_BODY_BYTES ? 0 : bodyBytes;
    if (bytes + fetched > CHUNK_BYTES) {
      yield ids;
      ids = [];
      bytes = 0;
    }
    ids.push(id);
    bytes += fetched;
  }
  yield ids;
}

function resultOf(id: string, outcome: Outcome): Replayed {
  if (outcome.outcome !== 'quarantined') return { id, ...outcome };
  return { id, outcome: 'still_quarantined', kind: outcome.kind, reason: outcome.reason };
}

import { Registry } from 'prom-client';
import type { Db, Pool } from '../platform/postgres.ts';
import { rehearse } from '../platform/rehearsal.ts';
import type { Ledger } from '../tracker/ledger.ts';
import { type AcceptDeps, accept, type Decoded, type Outcome, type Replaying } from './accept.ts';
import { MAX_BODY_BYTES, tooLarge } from './envelope/json-body.ts';
import { createIntakeMetrics } from './intake-metrics.ts';
import { openIds, openMessages, type QuarantineFilter } from './quarantine.ts';

/** Which open messages to decode again: these, or all that pass the filter. */
export type ReplaySelection = { ids: readonly string[] } | { filter: QuarantineFilter };

export type ReplayOptions = {
  /** Record the events, but tell no customer about them. */
  historic: boolean;
  /** Only say what would happen: it is done and undone, two hundred messages at a time. */
  dryRun: boolean;
  /** At most so many messages, the oldest; left out: all. */
  limit?: number | undefined;
};

export type ReplayDeps = AcceptDeps & {
  /** The ledger with everybody who takes part in it, on another pool, counting nothing. */
  ledgerOn: (pool: Pool) => Ledger;
  /** In a dry run: how things are when these outcomes had come true. */
  onRehearsed?: (db: Db, outcomes: readonly Replayed[]) => Promise<void>;
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
  deps: ReplayDeps,
  selection: ReplaySelection,
  options: ReplayOptions,
  replaying?: Replaying,
): AsyncGenerator<Replayed[]> {
  for await (const ids of chunks(deps, selection, options.limit ?? Number.POSITIVE_INFINITY)) {
    const kept = await openMessages(deps.pool, ids, MAX_BODY_BYTES, deps.vault);
    const decoded = await Promise.all(
      kept.map(async ({ id, bodyBytes, message }) => ({
        quarantineId: id,
        message,
        verdict: bodyBytes > MAX_BODY_BYTES ? tooLarge(bodyBytes) : await deps.decode(message, options),
      })),
    );
    yield options.dryRun ? await rehearsed(deps, decoded) : await replayed(deps, decoded, replaying);
  }
}

type Kept = Decoded & { quarantineId: string };

async function replayed(deps: AcceptDeps, decoded: readonly Kept[], replaying?: Replaying): Promise<Replayed[]> {
  const { outcomes } = await accept(deps, decoded, replaying);
  return outcomes.map((outcome, index) => resultOf(decoded[index]!.quarantineId, outcome));
}

/** What it would come to is found by doing it, so that duplicates and what the ledger refuses are told, too. */
async function rehearsed(deps: ReplayDeps, decoded: readonly Kept[]): Promise<Replayed[]> {
  // Made by a connection of its own, which would wait for the one of the rehearsal.
  await deps.partitions.ensure(deps.clock.now());
  return rehearse(deps.pool, async pool => {
    const partitions = { ...deps.partitions, ensure: async () => {} };
    const metrics = createIntakeMetrics(new Registry());
    const results = await replayed({ ...deps, pool, ledger: deps.ledgerOn(pool), partitions, metrics }, decoded);
    const told = results.map(
      (result): Replayed => (result.outcome === 'recorded' ? { ...result, outcome: 'would_be_recorded' } : result),
    );
    await deps.onRehearsed?.(pool, told);
    return told;
  });
}

async function* chunks({ pool }: AcceptDeps, selection: ReplaySelection, limit: number): AsyncGenerator<string[]> {
  const filter = 'ids' in selection ? { ids: selection.ids } : selection.filter;
  let after = '0';
  for (let left = limit; left > 0; ) {
    const open = await openIds(pool, filter, after, Math.min(CHUNK_MESSAGES, left));
    if (open.length === 0) return;
    left -= open.length;
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

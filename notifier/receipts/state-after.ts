import type { MessageState } from '../message.ts';
import { FAILURE_REASONS, type FailureReason } from '../reasons.ts';

/** What a provider says became of a message. Null: nothing that changes where it stands, such as a delay. */
export type Said = { state: 'sent' | 'delivered' } | { state: 'failed'; reason: FailureReason } | null;

/** Where a message stands, as its row has it. */
export type Standing = { state: MessageState; reason: string | null };

// A later word never takes back an earlier one of a higher rank. `failed` is above `delivered`: a mail server takes a mail
// and returns it an hour later, while of an SMS in parts one that arrived says nothing about the one that did not.
const RANKS = { sent: 1, delivered: 2, failed: 3 } as const;

/**
 * Where a message stands after a receipt, whatever came before it: receipts come late, twice and in any order, and the
 * same set of them always ends in the same state.
 */
export function stateAfter(standing: Standing, said: Said): Standing {
  if (said === null || !isOpenToReceipts(standing.state)) return standing;
  const next: Standing = { state: said.state, reason: said.state === 'failed' ? said.reason : null };
  const before = rankOf(standing.state);
  if (RANKS[said.state] !== before) return RANKS[said.state] > before ? next : standing;
  return said.state === 'failed' ? { state: 'failed', reason: nearer(standing.reason, said.reason) } : standing;
}

/**
 * A message that was dropped or never left is not brought back by a word about it: somebody decided so, and another
 * one may have gone out in its place. While a worker has it, nobody else writes its row.
 */
export function isOpenToReceipts(state: MessageState): boolean {
  return state !== 'dropped' && state !== 'dry_run' && state !== 'sending';
}

/** What is not known to have reached the provider has rank 0: any word about it is news. */
function rankOf(state: MessageState): number {
  return state === 'sent' || state === 'delivered' || state === 'failed' ? RANKS[state] : 0;
}

const REASONS: readonly string[] = Object.keys(FAILURE_REASONS);

/** Of two reasons the one that stands first among all: whichever came first must make no difference. */
function nearer(one: string | null, other: FailureReason): string {
  return one !== null && REASONS.includes(one) && REASONS.indexOf(one) <= REASONS.indexOf(other) ? one : other;
}

import { type Pool, transaction } from '../../platform/postgres.ts';
import { type AuditRow, entryOf, everyAuditRow, readAuditHead } from './audit-rows.ts';
import { CHAIN_START, type ChainHead, link } from './chain.ts';

/** What is wrong with a chain, and where; `why` is a sentence. */
export type ChainFault = {
  kind: 'changed' | 'removed' | 'inserted';
  /** The first row that it is about, and the last one. */
  from: number;
  to: number;
  why: string;
};

/** `head`: where the chain ends now, to be noted where nobody who can write to this database can write. */
export type Verified = { rows: number; head: ChainHead; faults: ChainFault[] };

// A chain that somebody rewrote whole is wrong in every row; after some nobody learns more from the next.
const MAX_FAULTS = 100;

/**
 * Walks the whole chain. `anchors`: ends of it that were noted at earlier times outside of the database, in its log or
 * beside a backup: they show also when everything behind some row was written anew.
 */
export function verifyAudit(pool: Pool, anchors: readonly ChainHead[] = []): Promise<Verified> {
  // One state of the database for all pages, whatever is written meanwhile.
  return transaction(
    pool,
    async tx => checkChain(everyAuditRow(tx), await readAuditHead(tx), anchors),
    'set transaction isolation level repeatable read, read only',
  );
}

export async function checkChain(
  rows: AsyncIterable<AuditRow> | Iterable<AuditRow>,
  head: ChainHead,
  anchors: readonly ChainHead[] = [],
): Promise<Verified> {
  const noted = new Map(anchors.map(anchor => [anchor.sequence, anchor.hash]));
  const faults: ChainFault[] = [];
  const tell = (fault: ChainFault) => {
    if (faults.length < MAX_FAULTS) faults.push(fault);
  };
  let count = 0;
  let last = CHAIN_START;
  for await (const [row, next] of withNext(rows)) {
    count++;
    const { fault, followed } = checkRow(last, row, next);
    if (fault) tell(fault);
    last = followed;
    const hash = noted.get(row.sequence);
    noted.delete(row.sequence);
    if (hash !== undefined && hash !== row.hash) {
      const why = `Row ${row.sequence} was another one when its hash was noted.`;
      tell({ kind: 'changed', from: row.sequence, to: row.sequence, why });
    }
  }
  for (const sequence of noted.keys()) {
    if (sequence > last.sequence && sequence > head.sequence) tell(removed(last.sequence + 1, sequence));
  }
  const fault = checkEnd(last, head);
  if (fault) tell(fault);
  return { rows: count, head: last, faults };
}

/** `followed`: what the next row has to follow. */
function checkRow(
  last: ChainHead,
  row: AuditRow,
  next: AuditRow | undefined,
): { fault: ChainFault | null; followed: ChainHead } {
  const { sequence, hash, previous } = row;
  const followed = { sequence, hash };
  const changed = isWhole(row) ? null : changedRow(sequence);
  if (sequence > last.sequence + 1 && sequence > 1) {
    return { fault: removed(last.sequence + 1, sequence - 1), followed };
  }
  // Of two that say they follow the same row the one that is whole belongs there.
  const belongs = previous === last.hash && !changed && next && !isWhole(next);
  if (next?.previous === last.hash && !belongs) {
    const why = `Row ${sequence} is not of the chain: the row after it follows the row before it.`;
    return { fault: { kind: 'inserted', from: sequence, to: sequence, why }, followed: { sequence, hash: last.hash } };
  }
  if (changed || previous === last.hash) return { fault: changed, followed };
  // It is whole, and follows a row that is not there: the one that is was written anew, with a hash that fits it.
  return { fault: changedRow(last.sequence), followed };
}

function isWhole(row: AuditRow): boolean {
  return link({ sequence: row.sequence - 1, hash: row.previous }, entryOf(row)).hash === row.hash;
}

function checkEnd(last: ChainHead, head: ChainHead): ChainFault | null {
  if (last.sequence < head.sequence) return removed(last.sequence + 1, head.sequence);
  if (last.sequence > head.sequence) {
    const why = `The chain ended with row ${head.sequence}; what comes after it was put in by other means.`;
    return { kind: 'inserted', from: head.sequence + 1, to: last.sequence, why };
  }
  return last.hash === head.hash ? null : changedRow(last.sequence);
}

function changedRow(sequence: number): ChainFault {
  const why = `Row ${sequence} does not say what it said when it was written.`;
  return { kind: 'changed', from: sequence, to: sequence, why };
}

function removed(from: number, to: number): ChainFault {
  const why = from === to ? `Row ${from} is missing.` : `Rows ${from} to ${to} are missing.`;
  return { kind: 'removed', from, to, why };
}

async function* withNext<T>(items: AsyncIterable<T> | Iterable<T>): AsyncGenerator<[T, T | undefined]> {
  let before: { item: T } | null = null;
  for await (const item of items) {
    if (before) yield [before.item, item];
    before = { item };
  }
  if (before) yield [before.item, undefined];
}

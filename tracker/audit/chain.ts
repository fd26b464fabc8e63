import { createHash } from 'node:crypto';
import type { AuditEntry, Json } from './entry.ts';

/** Where a chain ends: the number of its last row and the hash of that, in hex. */
export type ChainHead = { sequence: number; hash: string };

/** What an empty chain ends with. */
export const CHAIN_START: ChainHead = { sequence: 0, hash: '0'.repeat(64) };

/**
 * The link that `entry` makes behind `head`: SHA-256 over the canonical JSON of `[sequence, previous, entry]`. What
 * verifies the chain computes the same from what the row says.
 */
export function link(head: ChainHead, entry: AuditEntry): ChainHead {
  const sequence = head.sequence + 1;
  const said = canonicalJson([sequence, head.hash, entry as unknown as Json]);
  return { sequence, hash: createHash('sha256').update(said).digest('hex') };
}

/** Names sorted by code unit, no white space, numbers and text as JSON.stringify has them (RFC 8785). */
export function canonicalJson(value: Json): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  const members = value as Readonly<Record<string, Json>>;
  const named = Object.keys(members)
    .sort()
    .map(name => `${JSON.stringify(name)}:${canonicalJson(members[name]!)}`);
  return `{${named.join(',')}}`;
}

/** As the database gives it back: without what JSON does not know. */
export function plainEntry(entry: AuditEntry): AuditEntry {
  return JSON.parse(JSON.stringify(entry)) as AuditEntry;
}

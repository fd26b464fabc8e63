import type { Evidence } from './evidence.ts';

/** What is concluded only because nothing else was found, so not beside something else that was. */
const BY_ELIMINATION: ReadonlySet<string> = new Set(['message-lost']);

/** What explains most comes first; of what weighs the same, what began first. */
export function weighEvidence(found: readonly Evidence[]): Evidence[] {
  const explains = (one: Evidence) => one.cause !== null && !BY_ELIMINATION.has(one.provider);
  const isExplained = found.some(explains);
  return found
    .filter(({ provider }) => !isExplained || !BY_ELIMINATION.has(provider))
    .toSorted((a, b) => b.weight - a.weight || (a.at ?? Infinity) - (b.at ?? Infinity) || (a.kind < b.kind ? -1 : 1));
}

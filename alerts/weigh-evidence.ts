import type { Evidence } from './evidence.ts';

/** What is concluded only because nothing else was found, so not beside something else that was. */
const BY_ELIMINATION: ReadonlySet<string> = new Set(['message-lost']);
/** That they stopped at the same time says when, and not how. */
const SAYS_WHEN = 'started-together';

/** What explains most comes first; of what weighs the same, what began first. */
export function weighEvidence(found: readonly Evidence[]): Evidence[] {
  const explains = ({ cause, provider }: Evidence) =>
    cause !== null && provider !== SAYS_WHEN && !BY_ELIMINATION.has(provider);
  const isExplained = found.some(explains);
  return found
    .filter(({ provider }) => !isExplained || !BY_ELIMINATION.has(provider))
    .toSorted((a, b) => b.weight - a.weight || (a.at ?? Infinity) - (b.at ?? Infinity) || (a.kind < b.kind ? -1 : 1));
}

import type { Severity } from './severity.ts';

/** Past which limit something is how urgent; a second, worse one follows the first. */
export type Level<Over> = { over: Over; severity: Severity };

export function levelsOf<Over>(
  over: Over,
  severity: Severity,
  raise: { over: Over; severity: Severity } | undefined,
): readonly Level<Over>[] {
  return [{ over, severity }, ...(raise ? [raise] : [])];
}

/** The worst that is passed; null: not even the first is. */
export function worstPassed<L>(levels: readonly L[], isPassed: (level: L) => boolean): L | null {
  const [first] = levels;
  return first !== undefined && isPassed(first) ? levels.findLast(isPassed)! : null;
}

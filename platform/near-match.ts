const SHORTEST_PART = 3;

/** The name that somebody who wrote `word` most likely meant, or null when none is near. */
export function nearMatch(word: string, names: readonly string[]): string | null {
  const wanted = normal(word.slice(0, 100));
  let best: string | null = null;
  // A third of the letters wrong is a typing mistake; more, or all of a short word's, is another word.
  let least = Math.min(Math.max(2, Math.floor(wanted.length / 3)) + 1, wanted.length);
  for (const name of names) {
    const away = distance(wanted, normal(name));
    if (away < least) [best, least] = [name, away];
  }
  return best ?? names.find(name => isPartOf(wanted, normal(name))) ?? null;
}

/** `monday` for `mon`, `CANCEL` for `CANCELLED`. */
function isPartOf(a: string, b: string): boolean {
  return Math.min(a.length, b.length) >= SHORTEST_PART && (a.startsWith(b) || b.startsWith(a));
}

function normal(word: string): string {
  return word.toUpperCase().replace(/[^\p{L}\p{N}]+/gu, '_');
}

/** Levenshtein distance. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const swap = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(swap, row[j]! + 1, next[j - 1]! + 1));
    }
    row = next;
  }
  return row[b.length]!;
}

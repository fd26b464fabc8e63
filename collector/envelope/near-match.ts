/** The name that somebody who wrote `word` most likely meant, or null when none is near. */
export function nearMatch(word: string, names: readonly string[]): string | null {
  const wanted = normal(word.slice(0, 100));
  let best: string | null = null;
  // A third of the letters wrong is a typing mistake; more is another word.
  let least = Math.max(2, Math.floor(wanted.length / 3)) + 1;
  for (const name of names) {
    const away = distance(wanted, normal(name));
    if (away < least) [best, least] = [name, away];
  }
  return best;
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

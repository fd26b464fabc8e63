/** Topic patterns as RabbitMQ has them: words between dots, `*` for exactly one, `#` for any number of them. */

const MAX_BYTES = 255;

/** The end of a sentence that begins with the pattern, or null when it is good. */
export function patternProblem(pattern: string): string | null {
  if (Buffer.byteLength(pattern) > MAX_BYTES) return `has more than the ${MAX_BYTES} bytes that AMQP allows.`;
  const mixed = pattern.split('.').find(word => word.length > 1 && /[*#]/.test(word));
  if (mixed === undefined) return null;
  return `has the word "${mixed}": * and # stand for whole words between dots (order.*.status, order.#), never for a part of one.`;
}

export function matchesPattern(pattern: string, routingKey: string): boolean {
  return covers(pattern, routingKey, (expected, word) => expected === '*' || expected === word);
}

/** True when `pattern` matches whatever `other` matches. It may miss that where `*` and `#` stand side by side. */
export function coversPattern(pattern: string, other: string): boolean {
  return covers(pattern, other, (expected, word) => word !== '#' && (expected === '*' || expected === word));
}

type Fits = (expected: string, word: string) => boolean;

/** Keeps all places at which the pattern can be after each word: no backtracking, whatever is sent as a routing key. */
function covers(pattern: string, met: string, fits: Fits): boolean {
  const words = pattern.split('.');
  let places = beyondHashes(words, [0]);
  for (const word of met.split('.')) {
    const next: number[] = [];
    for (const place of places) {
      const expected = words[place];
      if (expected === '#') next.push(place);
      else if (expected !== undefined && fits(expected, word)) next.push(place + 1);
    }
    places = beyondHashes(words, next);
  }
  return places.has(words.length);
}

/** `#` may stand for no word at all. A set that grows while it is walked is walked to its end. */
function beyondHashes(words: readonly string[], from: readonly number[]): Set<number> {
  const places = new Set(from);
  for (const place of places) if (words[place] === '#') places.add(place + 1);
  return places;
}

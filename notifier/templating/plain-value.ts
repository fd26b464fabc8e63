const LONGEST = 2_000;

/**
 * Values as texts may hold them: whoever writes a name or a tracking number into an event must not begin a new line in a
 * message, turn its direction round, or fill it. Everything that is no text stays as it is.
 */
export function plainValue(value: unknown): unknown {
  if (typeof value === 'string') return plainText(value);
  if (Array.isArray(value)) return value.map(plainValue);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, plainValue(inner)]));
}

function plainText(text: string): string {
  const clean = text
    .slice(0, LONGEST)
    .toWellFormed()
    // Marks that make what follows read from the other side; RTL names need none of them.
    .replace(/[\u202a-\u202e\u2066-\u2069]/g, '')
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ');
  return clean.trim();
}

const LONGEST_NAME = 60;

/**
 * A name to greet somebody with, or nothing where it is none: whoever signs up as "You have won! evil.example" wants our
 * mail to carry that to others.
 */
export function personName(text: string): string {
  const looksLikeLink = /[/@\\<>{}]|:\S|www\.|\p{L}{2,}\.\p{L}{2,}/iu.test(text);
  return looksLikeLink || text.length > LONGEST_NAME || !/\p{L}/u.test(text) ? '' : text;
}

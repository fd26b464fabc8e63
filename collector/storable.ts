/** What is put in place of the levels that are cut off. */
const CUT = '(nested too deep: cut off here)';

/**
 * A copy that Postgres' jsonb takes whatever a client has sent: cut at `depth` levels, bytes as base64, numbers that
 * JSON has no word for as text, and text without the characters that Postgres can't hold.
 */
export function storable(value: unknown, depth = 16): unknown {
  if (typeof value === 'string') return storableText(value);
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (typeof value === 'bigint') return value.toString();
  if (Buffer.isBuffer(value)) return { base64: value.toString('base64') };
  if (value === null || typeof value !== 'object') return value;
  if (depth === 0) return CUT;
  if (Array.isArray(value)) return value.map(inner => storable(inner, depth - 1));
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [storableText(key), storable(inner, depth - 1)]),
  );
}

/** NUL and lone surrogates become U+FFFD, the sign for a character that could not be kept. */
export function storableText(text: string): string {
  return (text.includes('\0') ? text.replaceAll('\0', '\uFFFD') : text).toWellFormed();
}

/** Without recursion: the answer for a value that is nested too deep must not be a stack overflow. */
export function nestedDeeperThan(value: unknown, limit: number): boolean {
  const open: [unknown, number][] = [[value, 0]];
  for (let next = open.pop(); next; next = open.pop()) {
    const [inner, depth] = next;
    if (inner === null || typeof inner !== 'object' || Buffer.isBuffer(inner)) continue;
    if (depth === limit) return true;
    for (const child of Object.values(inner)) {
      if (child !== null && typeof child === 'object') open.push([child, depth + 1]);
    }
  }
  return false;
}

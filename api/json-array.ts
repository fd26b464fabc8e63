const QUOTE = 0x22;
const COMMA = 0x2c;
const OPENING = new Set([0x5b, 0x7b]);
const CLOSING = new Set([0x5d, 0x7d]);
const BACKSLASH = 0x5c;

/**
 * The elements of a JSON array, each with the very bytes that the sender wrote: parsed and written again, a number of
 * twenty digits would be another one. Null when the bytes are not a JSON array.
 */
export function splitJsonArray(body: Buffer): Buffer[] | null {
  if (!isJsonArray(body)) return null;
  const elements: Buffer[] = [];
  let depth = 0;
  let start = 0;
  for (let i = 0; i < body.length; i++) {
    const byte = body[i]!;
    if (byte === QUOTE) i = endOfString(body, i);
    else if (OPENING.has(byte) && ++depth === 1) start = i + 1;
    else if (CLOSING.has(byte) && --depth === 0) elements.push(body.subarray(start, i));
    else if (byte === COMMA && depth === 1) {
      elements.push(body.subarray(start, i));
      start = i + 1;
    }
  }
  const trimmed = elements.map(trim);
  // An element of a valid array is never empty, but what stands between the brackets of an empty array is.
  return trimmed.length === 1 && trimmed[0]!.length === 0 ? [] : trimmed;
}

function isJsonArray(body: Buffer): boolean {
  try {
    return Array.isArray(JSON.parse(body.toString('utf8')));
  } catch {
    return false;
  }
}

/** In UTF-8 no byte of a longer character looks like a quote or a backslash. */
function endOfString(body: Buffer, quote: number): number {
  let i = quote + 1;
  while (body[i] !== QUOTE) i += body[i] === BACKSLASH ? 2 : 1;
  return i;
}

function trim(element: Buffer): Buffer {
  let start = 0;
  let end = element.length;
  while (start < end && isSpace(element[start]!)) start++;
  while (end > start && isSpace(element[end - 1]!)) end--;
  return element.subarray(start, end);
}

function isSpace(byte: number): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

const QUOTE = 0x22;
const COMMA = 0x2c;
const BACKSLASH = 0x5c;
const OPENING_BRACKET = 0x5b;
const CLOSING_BRACKET = 0x5d;
const OPENING_BRACE = 0x7b;
const CLOSING_BRACE = 0x7d;
const BOM = Buffer.from([0xef, 0xbb, 0xbf]);

/**
 * The elements of a JSON array, each with the very bytes that the sender wrote: parsed and written again, a number of
 * twenty digits would be another one. Null when the bytes are not a JSON array. Elements are counted before anything
 * is parsed or cut, since 16 MB of `[1,1,…]` would be eight million of them.
 */
export function splitJsonArray(bytes: Buffer, most: number): Buffer[] | 'too_many' | null {
  const body = trim(bytes.subarray(0, BOM.length).equals(BOM) ? bytes.subarray(BOM.length) : bytes);
  if (body[0] !== OPENING_BRACKET) return null;
  const ends = elementEnds(body, most);
  if (ends.length > most) return 'too_many';
  if (!isJson(body)) return null;
  const elements = ends.map((end, index) => trim(body.subarray(index === 0 ? 1 : ends[index - 1]! + 1, end)));
  // An element of a valid array is never empty, but what stands between the brackets of an empty array is.
  return elements.length === 1 && elements[0]!.length === 0 ? [] : elements;
}

/** Where the elements of the outermost array end, of the first `most` and one more. Says nothing of what is no JSON. */
function elementEnds(body: Buffer, most: number): number[] {
  const ends: number[] = [];
  let depth = 0;
  for (let i = 0; i < body.length && ends.length <= most; i++) {
    switch (body[i]) {
      case QUOTE:
        i = endOfString(body, i);
        break;
      case OPENING_BRACKET:
      case OPENING_BRACE:
        depth++;
        break;
      case CLOSING_BRACKET:
      case CLOSING_BRACE:
        if (--depth === 0) ends.push(i);
        break;
      case COMMA:
        if (depth === 1) ends.push(i);
    }
  }
  return ends;
}

/** In UTF-8 no byte of a longer character looks like a quote or a backslash. */
function endOfString(body: Buffer, quote: number): number {
  let i = quote + 1;
  while (i < body.length && body[i] !== QUOTE) i += body[i] === BACKSLASH ? 2 : 1;
  return i;
}

function isJson(body: Buffer): boolean {
  try {
    JSON.parse(body.toString('utf8'));
    return true;
  } catch {
    return false;
  }
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

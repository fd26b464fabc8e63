import { type Rejection, rejected } from './envelope.ts';
import { scanJson } from './json-scan.ts';

export const MAX_BODY_BYTES = 1024 * 1024;
export const MAX_DEPTH = 32;

export type JsonObject = Record<string, unknown>;
export type JsonBody = {
  ok: true;
  object: JsonObject;
  /** The object again, with integers that JavaScript can't hold exactly as strings of their digits. */
  exact(): JsonObject;
};

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Bytes → a JSON object that Postgres can hold, or the reason why not. Never throws, never recurses. */
export function readJsonObject(body: Buffer, contentEncoding: string | null): JsonBody | Rejection {
  if (body.length === 0)
    return rejected('empty_body', 'The body is empty; it must be a JSON object with an order event.');
  if (body.length > MAX_BODY_BYTES) return tooLarge(body.length);
  const text = decodeUtf8(body);
  if (text === null) return notUtf8(contentEncoding);

  const scan = scanJson(text);
  if (scan.depth > MAX_DEPTH) {
    return rejected('too_deep', `The JSON is nested ${scan.depth} levels deep; at most ${MAX_DEPTH} are taken.`);
  }
  const parsed = parse(text);
  if ('problem' in parsed) return rejected('not_json', parsed.problem);
  const { value } = parsed;
  if (!isObject(value)) {
    return rejected('not_an_object', `The body is ${describe(value)}; it must be a JSON object: { "orderId": … }.`);
  }
  // It visits everything, so only when the text gave cause.
  const problem = scan.escapes || scan.longNumbers || scan.exponents ? problemWithin(value) : null;
  return problem ?? { ok: true, object: value, exact: () => (scan.longNumbers ? exact(text) : value) };
}

export function tooLarge(bytes: number): Rejection {
  const size = (bytes / MAX_BODY_BYTES).toFixed(1);
  return rejected('too_large', `The body has ${bytes} bytes (${size} MiB); at most 1 MiB is taken.`);
}

export function isObject(value: unknown): value is JsonObject {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

/** "a number", "a list": for the reader of a reason. */
export function describe(value: unknown): string {
  if (value === undefined) return 'missing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'an object';
  return typeof value === 'boolean' ? `${value}` : `a ${typeof value}`;
}

export function decodeUtf8(body: Buffer): string | null {
  try {
    return utf8.decode(body);
  } catch {
    return null;
  }
}

export function notUtf8(contentEncoding: string | null): Rejection {
  const compressed = contentEncoding !== null && contentEncoding.toLowerCase() !== 'utf-8';
  return rejected(
    'invalid_utf8',
    compressed
      ? `The body is not UTF-8 text; its content encoding is "${contentEncoding}". Events must be sent uncompressed, as UTF-8.`
      : 'The body is not valid UTF-8 text; JSON must be sent as UTF-8.',
  );
}

function parse(text: string): { value: unknown } | { problem: string } {
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    return { problem: syntaxProblem(text, (error as Error).message) };
  }
}

// V8's own message quotes the text around the mistake, which may be a customer's name: the place alone says enough.
function syntaxProblem(text: string, message: string): string {
  const position = errorPosition(text, message);
  if (position >= text.length) {
    return `The body is not JSON: it ends after ${text.length} characters in the middle of a value. Was it cut off?`;
  }
  const before = text.slice(0, position);
  const line = before.split('\n').length;
  const column = position - before.lastIndexOf('\n');
  const found = JSON.stringify(String.fromCodePoint(text.codePointAt(position)!));
  return `The body is not JSON: unexpected ${found} at position ${position} (line ${line}, column ${column}).`;
}

function errorPosition(text: string, message: string): number {
  const stated = /at position (\d+)/.exec(message);
  if (stated) return Number(stated[1]);
  if (message.includes('end of JSON')) return text.length;
  // For some mistakes V8 names no place. A prefix is merely unfinished up to the mistake, and wrong from there on.
  let low = 0;
  let high = text.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isUnfinished(text.slice(0, middle + 1))) low = middle + 1;
    else high = middle;
  }
  return low;
}

function isUnfinished(prefix: string): boolean {
  try {
    JSON.parse(prefix);
    return true;
  } catch (error) {
    const { message } = error as Error;
    const stated = /at position (\d+)/.exec(message);
    return stated ? Number(stated[1]) >= prefix.length : message.includes('end of JSON');
  }
}

/** Looks for what JSON allows and Postgres or a double can't hold. */
export function problemWithin(object: JsonObject): Rejection | null {
  const open: [string, unknown][] = [['', object]];
  for (let next = open.pop(); next; next = open.pop()) {
    const [path, value] = next;
    if (typeof value === 'string') {
      if (!isHoldable(value)) return badCharacters(`\`${path}\` holds`);
    } else if (typeof value === 'number') {
      if (!Number.isFinite(value))
        return rejected('bad_number', `\`${path}\` is a number too large to be held.`, { field: path });
    } else if (Array.isArray(value)) {
      for (const [index, inner] of value.entries()) open.push([`${path}[${index}]`, inner]);
    } else if (isObject(value)) {
      for (const [key, inner] of Object.entries(value)) {
        if (!isHoldable(key)) return badCharacters(`A name inside ${path === '' ? 'the body' : `\`${path}\``} holds`);
        open.push([path === '' ? key : `${path}.${key}`, inner]);
      }
    }
  }
  return null;
}

/** Postgres refuses NUL in text and lone surrogates in JSON. */
export function isHoldable(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0');
}

function badCharacters(what: string): Rejection {
  return rejected(
    'bad_characters',
    `${what} a NUL character or half of a surrogate pair, which no database can keep as text; leave it out.`,
  );
}

// `context.source` is the number as it was written.
function exact(text: string): JsonObject {
  const digits = (_key: string, value: unknown, context?: { source?: string }): unknown =>
    typeof value === 'number' && !Number.isSafeInteger(value) && /^-?\d+$/.test(context?.source ?? '')
      ? context!.source
      : value;
  return JSON.parse(text, digits) as JsonObject;
}

import { type Rejection, rejected } from '../envelope/envelope.ts';
import { type JsonObject, problemWithin } from '../envelope/json-body.ts';
import type { MessageProperties } from '../message.ts';
import { decoderOf, readText, statedCharset } from './text-body.ts';

type Decode = (bytes: Buffer) => string;

/** application/x-www-form-urlencoded → an object of texts, or the reason why not. A name that comes again is a list. */
export function readForm(body: Buffer, properties: MessageProperties): { ok: true; object: JsonObject } | Rejection {
  const charset = statedCharset(properties) ?? 'utf-8';
  const read = readText(body, properties, charset);
  if (!read.ok) return read;
  const text = read.text.trim();
  if (!text.includes('=')) return notForm('it has no name=value in it');
  // The text was read by it, so it is known.
  const decoder = decoderOf(charset)!;
  const decode: Decode = bytes => decoder.decode(bytes);
  const fields = new Map<string, string | string[]>();
  for (const pair of text.split('&')) {
    if (pair === '') continue;
    const equals = pair.indexOf('=');
    const name = decoded(equals < 0 ? pair : pair.slice(0, equals), decode);
    const value = decoded(equals < 0 ? '' : pair.slice(equals + 1), decode);
    if (name === null || value === null) return notForm(`it has a % that begins no character in ${charset}`);
    const before = fields.get(name);
    if (before === undefined) fields.set(name, value);
    else if (typeof before === 'string') fields.set(name, [before, value]);
    else before.push(value);
  }
  const object: JsonObject = Object.fromEntries(fields);
  return problemWithin(object) ?? { ok: true, object };
}

/** `+` is a space, `%D0%9D` are bytes in the charset of the form. Null when they are none. */
function decoded(text: string, decode: Decode): string | null {
  const spaced = text.replaceAll('+', ' ');
  if (/%(?![0-9a-fA-F]{2})/.test(spaced)) return null;
  try {
    return readEscapes(spaced, decode);
  } catch {
    return null;
  }
}

export function readEscapes(text: string, decode: Decode): string {
  return text.replaceAll(/(?:%[0-9a-fA-F]{2})+/g, escaped => decode(Buffer.from(escaped.replaceAll('%', ''), 'hex')));
}

function notForm(why: string): Rejection {
  return rejected('not_form', `The body is no form (name=value&name=value): ${why}.`);
}

import { type Rejection, rejected } from '../envelope/envelope.ts';
import { type JsonObject, problemWithin } from '../envelope/json-body.ts';
import type { MessageProperties } from '../message.ts';
import { decoderOf, readText, statedCharset } from './text-body.ts';

/** application/x-www-form-urlencoded → an object of texts, or the reason why not. A name that comes again is a list. */
export function readForm(body: Buffer, properties: MessageProperties): { ok: true; object: JsonObject } | Rejection {
  const charset = statedCharset(properties) ?? 'utf-8';
  const read = readText(body, properties, charset);
  if (!read.ok) return read;
  const text = read.text.trim();
  if (!text.includes('=')) return notForm('it has no name=value in it');
  const fields = new Map<string, string | string[]>();
  for (const pair of text.split('&')) {
    if (pair === '') continue;
    const equals = pair.indexOf('=');
    const name = decoded(equals < 0 ? pair : pair.slice(0, equals), charset);
    const value = decoded(equals < 0 ? '' : pair.slice(equals + 1), charset);
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
function decoded(text: string, charset: string): string | null {
  const spaced = text.replaceAll('+', ' ');
  if (/%(?![0-9a-fA-F]{2})/.test(spaced)) return null;
  try {
    return spaced.replaceAll(/(?:%[0-9a-fA-F]{2})+/g, escaped =>
      decoderOf(charset)!.decode(Buffer.from(escaped.replaceAll('%', ''), 'hex')),
    );
  } catch {
    return null;
  }
}

function notForm(why: string): Rejection {
  return rejected('not_form', `The body is no form (name=value&name=value): ${why}.`);
}

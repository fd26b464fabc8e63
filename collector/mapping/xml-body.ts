import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { type Rejection, rejected } from '../envelope/envelope.ts';
import { isObject, type JsonObject, MAX_DEPTH, problemWithin } from '../envelope/json-body.ts';
import type { MessageProperties } from '../message.ts';
import { clipped } from './mapped-wording.ts';
import { readText, statedCharset } from './text-body.ts';

/**
 * Bytes → the document as an object, or the reason why not. Elements are fields, attributes are fields with @ before
 * their name, text beside either is `#text`; an element that comes several times is a list. Prefixes of namespaces are
 * left out. All values are text. A DOCTYPE is refused: with it entities come, which can read files and fill memory.
 */
export function readXml(body: Buffer, properties: MessageProperties): { ok: true; object: JsonObject } | Rejection {
  // RFC 7303: what the message says goes before what the document says.
  const read = readText(body, properties, statedCharset(properties) ?? declaredEncoding(body));
  if (!read.ok) return read;
  const { text } = read;
  if (/<!DOCTYPE/i.test(text)) return notXml('it has a DOCTYPE, which is not taken for safety; leave it out');
  const valid = XMLValidator.validate(text);
  if (valid !== true) {
    // It quotes names of the document, which may be a megabyte long.
    const { msg, line, col } = valid.err;
    return notXml(`${clipped(msg.replace(/\.$/, ''))} (line ${line}${col === undefined ? '' : `, column ${col}`})`);
  }
  return parse(text);
}

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  removeNSPrefix: true,
  parseTagValue: false,
  parseAttributeValue: false,
  ignoreDeclaration: true,
  ignorePiTags: true,
  maxNestedTags: MAX_DEPTH,
  jPath: false,
  entityDecoder: {
    decode: text => (text.includes('&') ? text.replaceAll(REFERENCE, readReference) : text),
    setExternalEntities: () => {},
    addInputEntities: () => {},
    reset: () => {},
    setXmlVersion: () => {},
  },
});

// The five names that XML has by itself, and characters by their numbers. Every other name needs a DOCTYPE.
const REFERENCE = /&(?:#(\d{1,7})|#x([0-9a-fA-F]{1,6})|(amp|lt|gt|quot|apos));/g;
const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function readReference(whole: string, decimal?: string, hexadecimal?: string, name?: string): string {
  if (name !== undefined) return NAMED[name]!;
  const code = decimal === undefined ? Number.parseInt(hexadecimal!, 16) : Number(decimal);
  return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
}

function parse(text: string): { ok: true; object: JsonObject } | Rejection {
  let document: unknown;
  try {
    document = parser.parse(text);
  } catch (error) {
    const { message } = error as Error;
    return message.startsWith('Maximum nested tags')
      ? rejected('too_deep', `The XML is nested more than ${MAX_DEPTH} levels deep; at most ${MAX_DEPTH} are taken.`)
      : notXml(clipped(message));
  }
  if (!isObject(document) || Object.keys(document).length !== 1) return notXml('it has no single root element');
  return problemWithin(document) ?? { ok: true, object: document };
}

function notXml(why: string): Rejection {
  return rejected('not_xml', `The body is not XML that can be taken: ${why}.`);
}

function declaredEncoding(body: Buffer): string | null {
  const beginning = body.toString('latin1', 0, 200);
  return /^(?:\xEF\xBB\xBF)?\s*<\?xml[^>]*\sencoding\s*=\s*["']([\w.:-]{1,40})["']/.exec(beginning)?.[1] ?? null;
}

import type { Customer } from '../tracker/event.ts';
import { foldText, phoneDigits, withoutTrunkZero, wordsOf } from '../tracker/search-text.ts';
import { readReferences } from './mapping/xml-body.ts';

/** Tells whether a text that nobody has understood holds somebody's personal data. Pure. */
export type Mentions = (text: string) => boolean;

// What is shorter stands in messages of everybody.
const MIN_ID = 3;
const MIN_DIGITS = 7;
// Without the country's code, which may be written as +7, 8 or not at all.
const NATIONAL_DIGITS = 10;

export function mentionsOf(customerIds: readonly string[], customers: readonly Customer[]): Mentions {
  const ids = customerIds.filter(id => id.length >= MIN_ID).map(standingAlone);
  const addresses = unique(customers.map(({ email }) => email && foldText(email)));
  const names = unique(customers.map(({ name }) => name && wordsOf(name)).map(words => words && phrase(words)));
  const numbers = unique(customers.map(({ phone }) => phone && phoneDigits(phone).slice(-NATIONAL_DIGITS))).filter(
    digits => digits.length >= MIN_DIGITS,
  );
  return text => {
    const plain = unescaped(text);
    if (ids.some(id => id.test(plain))) return true;
    const folded = foldText(plain);
    if (addresses.some(address => folded.includes(address))) return true;
    const words = ` ${wordsOf(plain).join(' ')} `;
    if (names.some(name => words.includes(name))) return true;
    const digits = withoutTrunkZero(plain).replace(/[\s()+.\-–—/]+/g, '');
    return numbers.some(number => digits.includes(number));
  };
}

/** A first name alone is not somebody's. */
function phrase(words: readonly string[]): string | undefined {
  return words.length > 1 ? ` ${words.join(' ')} ` : undefined;
}

function standingAlone(id: string): RegExp {
  const literal = id.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
  return new RegExp(`(?<![\\p{L}\\p{N}_-])${literal}(?![\\p{L}\\p{N}_-])`, 'u');
}

/** JSON may write any letter as \u0436, and XML as &#1078;. */
function unescaped(text: string): string {
  const letters = text.replace(/\\u([0-9a-fA-F]{4})/g, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
  return readReferences(letters);
}

function unique(texts: readonly (string | undefined)[]): string[] {
  return [...new Set(texts.filter((text): text is string => typeof text === 'string' && text !== ''))];
}

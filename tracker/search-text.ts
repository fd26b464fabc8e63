import type { Customer } from './event.ts';

/**
 * The normal form in which people are searched: the same for what events state and for what somebody types. Pure.
 */

/** Parts of names and numbers shorter than this are not searched for: nearly every order would have them. */
export const MIN_FRAGMENT = 3;

const NO_LETTER_OR_DIGIT = /[^\p{L}\p{N}]+/u;

/** Case, accents and the dots of ё are the same to whoever searches. */
export function foldText(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .trim();
}

// As keyboards, word processors and transliterations write them; around a word they are quotation marks.
const APOSTROPHES = /(?<=\p{L})['`´‘’‛′ʹʻʼ＇](?=\p{L})/gu;

/** The words of a name, whatever stands between them. O’Neill is one: many leave the apostrophe out. */
export function wordsOf(text: string): string[] {
  return foldText(text.replace(APOSTROPHES, ''))
    .split(NO_LETTER_OR_DIGIT)
    .filter(word => word !== '');
}

/**
 * The digits of a number as it is dialled from abroad: without + and 00. Russian numbers are written with 8 as often
 * as with +7, so eleven digits after an 8 without a + are one of those.
 */
export function phoneDigits(phone: string): string {
  const digits = digitsOf(phone);
  if (phone.trim().startsWith('+')) return digits;
  if (digits.startsWith('00')) return digits.slice(2);
  return digits.length === 11 && digits.startsWith('8') ? `7${digits.slice(1)}` : digits;
}

/** What an order is found by, a line each: the name's words, the e-mail address, the phone number's digits. */
export function contactLines({ name, email, phone }: Customer): string[] {
  return [name && wordsOf(name).join(' '), email && foldText(email), phone && phoneDigits(phone)].filter(
    (line): line is string => typeof line === 'string' && line !== '',
  );
}

/** A fragment that a contact must hold, in one of several ways of writing it. */
export type Fragment = readonly string[];

/**
 * What somebody typed, as fragments that must all be found: words in any order, and a phone number however it is
 * written. Empty when no fragment is long enough to be searched for.
 */
export function fragmentsOf(query: string): Fragment[] {
  const fragments: Fragment[] = [];
  let number: string[] = [];
  const endNumber = () => {
    if (number.length > 0) fragments.push(phoneFragment(number.join(' ')));
    number = [];
  };
  for (const token of query.trim().split(/\s+/)) {
    if (/^[\d+().\-–—/]+$/.test(token) && /\d/.test(token)) number.push(token);
    else {
      endNumber();
      // An address as a whole: its parts would be found in too many others.
      if (token.includes('@')) fragments.push([foldText(token)]);
      else for (const word of wordsOf(token)) fragments.push([word]);
    }
  }
  endNumber();
  return fragments.some(ways => ways.every(way => [...way].length >= MIN_FRAGMENT)) ? fragments : [];
}

/** As it stands in the normal form: with the country's code in place of what is dialled within the country. */
function phoneFragment(typed: string): Fragment {
  const digits = digitsOf(typed);
  if (typed.startsWith('+')) return [digits];
  if (digits.startsWith('00')) return [digits.slice(2)];
  // 8 (916)… is +7 916…, 020 7946… is +44 20 7946…; both may also be in the middle of a number.
  if (digits.startsWith('8') && digits.length > MIN_FRAGMENT) return [digits, `7${digits.slice(1)}`];
  if (digits.startsWith('0') && digits.length > MIN_FRAGMENT) return [digits, digits.slice(1)];
  return [digits];
}

function digitsOf(text: string): string {
  return withoutTrunkZero(text).replace(/\D+/g, '');
}

/** The (0) of +49 (0)30… is dialled within the country only. */
export function withoutTrunkZero(text: string): string {
  return text.replace(/(\d[\s.\-–—/]*)\(0\)/g, '$1');
}

/** As W3C trace context writes it. */
export function isTraceId(text: string): boolean {
  return /^[0-9a-f]{32}$/.test(text);
}

import type { Customer } from './event.ts';
import { phoneDigits } from './search-text.ts';

/**
 * A customer as they are shown to whoever has not asked for more: enough to know somebody again on the phone, too little to
 * reach them by. Id, locale and time zone tell nobody's name and stay. Pure.
 */
export function masked(customer: Customer): Customer {
  const shown = { ...customer };
  if (customer.name !== undefined) shown.name = maskedName(customer.name);
  if (customer.email !== undefined) shown.email = maskedEmail(customer.email);
  if (customer.phone !== undefined) shown.phone = maskedPhone(customer.phone);
  return shown;
}

const HIDDEN = '•••';

/** `A. Ivanova` of Anna Petrovna Ivanova: the first word by its letter, the last one whole. One word is all letter. */
function maskedName(name: string): string {
  const words = name.split(/\s+/).filter(word => word !== '');
  const [first, last] = [words[0], words.at(-1)];
  if (first === undefined || last === undefined) return HIDDEN;
  const [letter = ''] = Array.from(new Intl.Segmenter().segment(first), ({ segment }) => segment);
  // In the place of a name stands whatever somebody typed: an address, a number.
  const isName = /^[\p{L}\p{M}'’.-]+$/u.test(last);
  if (!/\p{L}/u.test(letter) || !isName) return HIDDEN;
  return words.length === 1 ? `${letter}.` : `${letter}. ${last}`;
}

/** `a***@example.com`: whose provider it is, since that tells a typing mistake. */
function maskedEmail(email: string): string {
  const at = email.lastIndexOf('@');
  return at < 1 ? '***' : `${[...email][0]}***${email.slice(at)}`;
}

const LEAST_DIGITS = 9;

/** `+7 ••• 12-34`: by the last four digits callers are asked who they are. Of a short number they would be most of it. */
function maskedPhone(phone: string): string {
  const digits = phoneDigits(phone);
  if (digits.length < LEAST_DIGITS) return HIDDEN;
  const isAbroad = /^\s*(\+|00)/.test(phone) || (digits.length === 11 && digits.startsWith('7'));
  const country = isAbroad ? `+${countryCode(digits)} ` : '';
  return `${country}${HIDDEN} ${digits.slice(-4, -2)}-${digits.slice(-2)}`;
}

// ITU-T E.164, annex D: zones 1 and 7 are one country code, and these are the codes of two digits.
const TWO_DIGITS = /^(2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58])/;

function countryCode(digits: string): string {
  if (/^[17]/.test(digits)) return digits.slice(0, 1);
  return digits.slice(0, TWO_DIGITS.test(digits) ? 2 : 3);
}

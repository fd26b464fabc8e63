import { createHash } from 'node:crypto';
import { domainToASCII } from 'node:url';
import { type CountryCode, isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js';
import type { ChannelName } from './message.ts';

// RFC 5321 §4.5.3.1, and no sign in it that would need quotes or end a header: nobody's mailbox has them today.
const LOCAL = /^(?!\.)(?!.*\.\.)[^\s\p{Cc}"(),:;<>@[\\\]]{1,64}(?<!\.)$/u;
const DOMAIN = /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]*[a-z][a-z0-9-]*$/;
const CHAT = /^-?\d{1,20}$/;

/** ISO 3166 alpha-2, of those that have phone numbers. */
export type Country = CountryCode;

export function isCountry(code: string): code is Country {
  return isSupportedCountry(code);
}

/**
 * The one way to write an address, so that the same mailbox or phone is the same wherever it comes from; null for what
 * can't be one. A number without its country (`8 916 …` and not `+7 916 …`) is of `country`, or of no use. Slack's empty
 * address is the channel that the environment names.
 */
export function normalAddress(channel: ChannelName, address: string, country: Country | null = null): string | null {
  const trimmed = address.trim();
  switch (channel) {
    case 'email':
      return normalEmail(trimmed);
    case 'sms':
      return normalNumber(trimmed, country);
    case 'telegram':
      return CHAT.test(trimmed) ? trimmed : null;
    case 'slack':
      return trimmed === '' ? '' : normalUrl(trimmed);
    case 'webhook':
      return normalUrl(trimmed);
    default:
      return channel satisfies never;
  }
}

/**
 * Under which an address is known without being kept. No key is in it, so that an opt-out outlives a change of keys; who
 * has the hash and a guess can try the guess.
 */
export function addressHash(channel: ChannelName, normal: string): Buffer {
  return createHash('sha256').update(`${channel}\0${normal.toLowerCase()}`).digest();
}

/** Enough for whoever knows the address to know it again: `a…@example.com`, `+7 916 … 67`. */
export function masked(channel: ChannelName, address: string): string {
  const normal = normalAddress(channel, address);
  if (normal === null) return '…';
  switch (channel) {
    case 'email': {
      const at = normal.lastIndexOf('@');
      return `${[...normal][0]}…${normal.slice(at)}`;
    }
    case 'sms':
      return maskedNumber(normal);
    case 'telegram':
      return `…${normal.slice(-2)}`;
    case 'slack':
      return normal === '' ? 'Slack' : `${new URL(normal).origin}/…`;
    case 'webhook':
      return `${new URL(normal).origin}/…`;
    default:
      return channel satisfies never;
  }
}

function normalEmail(address: string): string | null {
  const at = address.lastIndexOf('@');
  const local = address.slice(0, Math.max(at, 0)).normalize('NFC');
  // Names in other alphabets go over the wire as `xn--…`; one that can't be becomes empty.
  const domain = domainToASCII(address.slice(at + 1)).toLowerCase();
  const normal = `${local}@${domain}`;
  return LOCAL.test(local) && DOMAIN.test(domain) && Buffer.byteLength(normal) <= 254 ? normal : null;
}

// What could be a number is one: the numbering plans in the library are older than some numbers.
function normalNumber(address: string, country: Country | null): string | null {
  const written = address.replace(/^00(?=[1-9\s])/, '+');
  if (!written.startsWith('+') && country === null) return null;
  const parsed = parsePhoneNumberFromString(written, country === null ? {} : { defaultCountry: country });
  return parsed?.isPossible() ? parsed.number : null;
}

function maskedNumber(number: string): string {
  const parsed = parsePhoneNumberFromString(number);
  const [country = '', area = ''] = parsed?.formatInternational().split(' ') ?? [];
  // Of a short number, or one in a plan without areas, the area would be most of it.
  const shown = number.length - country.length - area.length >= 6 ? `${country} ${area}` : country;
  return `${shown} … ${number.slice(-2)}`;
}

function normalUrl(address: string): string | null {
  const url = URL.parse(address);
  return url !== null && ['http:', 'https:'].includes(url.protocol) ? url.href : null;
}

import { z } from 'zod';
import { mustBe } from '../tracker/calendar-section.ts';
import { normalAddress } from './address.ts';

/** How addresses, URLs and languages are written in a configuration. */

export const text = () => z.string().regex(/\S/, mustBe('text that people can read'));

export const email = () =>
  z
    .string()
    .refine(isEmail, mustBe('an e-mail address such as hello@shop.example'))
    .meta({ examples: ['hello@shop.example'] });

export const emailWithName = () =>
  z
    .string()
    .refine(
      written => isEmail(/^[^<>\p{Cc}]*<([^<>]*)>$/u.exec(written)?.[1] ?? written),
      mustBe('an e-mail address, with a name or without, such as Lunaria <orders@shop.example>'),
    )
    .meta({ examples: ['Lunaria <orders@shop.example>'] });

export const phone = () =>
  z
    .string()
    .refine(
      written => normalAddress('sms', written) !== null,
      mustBe('a phone number with its country, in quotes, such as "+7 495 123-45-67"'),
    )
    .meta({ examples: ['+7 495 123-45-67'] });

export const webUrl = (example: string) =>
  z
    .string()
    .refine(isWebUrl, mustBe(`a web address such as ${example}`))
    .meta({ examples: [example] });

export const locale = () =>
  z
    .string()
    .refine(isLocale, mustBe('a language such as ru or en-GB'))
    .meta({ examples: ['ru'] });

/** An entry of the list of those who may be written to. */
export function allowed(entry: string): boolean {
  return (
    (entry.startsWith('@') && isEmail(`a${entry}`)) ||
    (['email', 'sms', 'telegram', 'webhook'] as const).some(channel => normalAddress(channel, entry) !== null)
  );
}

export function isWebUrl(written: string): boolean {
  return normalAddress('webhook', written) !== null;
}

/** A language of which Intl knows how it writes dates and plurals. */
export function isLocale(written: string): boolean {
  try {
    return Intl.DateTimeFormat.supportedLocalesOf(written).length > 0;
  } catch {
    return false;
  }
}

function isEmail(written: string): boolean {
  return normalAddress('email', written) !== null;
}

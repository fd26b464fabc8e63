import { SegmentedMessage } from 'sms-segments-calculator';
import { isGsm7 } from './templating/gsm7.ts';
import { toLatin } from './templating/transliterate.ts';
import { plainTypography } from './templating/typography.ts';

export type SmsText = { text: string; segments: number; encoding: 'GSM-7' | 'UCS-2' };

/**
 * The text as it is sent, and what it costs: a segment holds 160 characters (153 of several) as long as all of them are
 * in the phones' own alphabet, and 70 (67) as soon as one is not.
 */
export function smsText(text: string, how: SmsWriting = {}): SmsText {
  const sent = smsWording(text, how);
  const { segmentsCount, encodingName } = new SegmentedMessage(sent);
  return { text: sent, segments: segmentsCount, encoding: encodingName };
}

/** `transliterate`: Cyrillic in Latin letters, as passports have it. */
export type SmsWriting = { transliterate?: boolean };

/** Quotes and dashes of the typographer give way to those of the typewriter where that spares the larger alphabet. */
export function smsWording(text: string, { transliterate = false }: SmsWriting = {}): string {
  const written = (transliterate ? toLatin(text) : text).replaceAll(/\r\n?/g, '\n').trim();
  const plain = plainTypography(written);
  return isGsm7(plain) ? plain : written;
}

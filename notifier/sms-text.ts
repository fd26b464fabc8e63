import { SegmentedMessage } from 'sms-segments-calculator';
import { isGsm7 } from './templating/gsm7.ts';
import { toLatin } from './templating/transliterate.ts';
import { plainTypography } from './templating/typography.ts';

export type SmsText = { text: string; segments: number; encoding: 'GSM-7' | 'UCS-2' };

/**
 * The text as it is sent, and what it costs: a segment holds 160 characters (153 of several) as long as all of them are
 * in the phones' own alphabet, and 70 (67) as soon as one is not. So quotes and dashes of the typographer give way to
 * those of the typewriter where that makes the difference, and stay where it would not. `transliterate`: Cyrillic is
 * written in Latin letters, as passports have it.
 */
export function smsText(text: string, { transliterate = false }: { transliterate?: boolean } = {}): SmsText {
  const written = (transliterate ? toLatin(text) : text).replaceAll(/\r\n?/g, '\n').trim();
  const plain = plainTypography(written);
  const sent = isGsm7(plain) ? plain : written;
  const counted = new SegmentedMessage(sent);
  return { text: sent, segments: counted.segmentsCount, encoding: counted.encodingName };
}

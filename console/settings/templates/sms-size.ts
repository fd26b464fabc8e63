/** The letters of GSM 03.38 that take one place, and those of its extension, which take two. */
const BASIC =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà';
const EXTENDED = '^{}\\[~]|€';

/** How long an SMS is and in how many parts it goes: 160 places of GSM letters or 70 of others, less when there are several. */
export function smsSize(text: string): { units: number; segments: number } {
  const letters = [...text];
  if (letters.every(letter => BASIC.includes(letter) || EXTENDED.includes(letter))) {
    const units = letters.reduce((sum, letter) => sum + (EXTENDED.includes(letter) ? 2 : 1), 0);
    return { units, segments: units <= 160 ? 1 : Math.ceil(units / 153) };
  }
  return { units: text.length, segments: text.length <= 70 ? 1 : Math.ceil(text.length / 67) };
}

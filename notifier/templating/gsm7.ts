/** The alphabet of 3GPP TS 23.038: 7 bits a character. Without the escape to the extension, which is no character. */
export const GSM_BASIC =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?' +
  '¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà';

/** Its extension: 14 bits a character. */
export const GSM_EXTENSION = '\f^{}\\[~]|€';

const KNOWN = new Set(GSM_BASIC + GSM_EXTENSION);

export function isGsm7(text: string): boolean {
  for (const character of text) if (!KNOWN.has(character)) return false;
  return true;
}

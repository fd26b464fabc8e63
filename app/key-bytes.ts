/** The bytes of a key written in hexadecimal or base64, also as URLs have it; null for any other text. */
export function keyBytes(text: string): Buffer | null {
  if (/^([0-9a-f]{2})+$/i.test(text)) return Buffer.from(text, 'hex');
  const padding = /={0,2}$/.exec(text)![0].length;
  const signs = text.length - padding;
  if (!/^[A-Za-z0-9+/_-]+={0,2}$/.test(text) || signs % 4 === 1 || (padding > 0 && text.length % 4 !== 0)) return null;
  return Buffer.from(text, 'base64');
}

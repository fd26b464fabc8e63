/** Texts of others as they are shown to whoever has not asked for more: addresses, numbers and links cut short. */

export const MASK = '…';

// Also in a form, where the sign is written %40.
const EMAIL = /[^\s"'<>@,;:=&()[\]{}%]+(?:@|%40)[^\s"'<>@,;=&()[\]{}]+\.\p{L}{2,}/giu;
// With a plus and a country; or as Russian ones are written at home. Ids and times have neither.
const PHONE = /(?:\+|%2B)\d[\d\s().-]{7,18}\d|\b8[\s(-]*9\d{2}[\s)-]*\d{3}[\s-]*\d{2}[\s-]*\d{2}\b/gi;
// Whoever has the link of a message has what it leads to.
const LINK = /\b(https?:\/\/[^\s/"'<>]+)\/[^\s"'<>)\]]+/gi;

/** `known`: what is known to be somebody's, such as their name; it is cut out wherever it stands, also parts of it. */
export function maskedText(text: string, known: readonly string[] = []): string {
  return withoutKnown(text.replace(LINK, `$1/${MASK}`), known)
    .replace(EMAIL, MASK)
    .replace(PHONE, MASK);
}

function withoutKnown(text: string, known: readonly string[]): string {
  const words = known
    .flatMap(value => [value, ...value.split(/\s+/)])
    .map(word => word.trim())
    .filter(word => word.length > 1)
    .sort((a, b) => b.length - a.length);
  if (words.length === 0) return text;
  const any = [...new Set(words)].map(word => word.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')).join('|');
  return text.replace(new RegExp(`(?<![\\p{L}\\p{N}])(?:${any})(?![\\p{L}\\p{N}])`, 'giu'), MASK);
}

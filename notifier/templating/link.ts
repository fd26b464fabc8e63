const SCHEMES = ['http:', 'https:', 'mailto:', 'tel:'];

/** The URL, if it is one that a message may lead to; null for everything else, such as `javascript:`. */
export function safeUrl(text: string): string | null {
  const url = URL.parse(text.trim());
  return url && SCHEMES.includes(url.protocol) ? url.href : null;
}

/** Of one message, as Telegram shows it: UTF-16 units, tags not counted. */
export const TELEGRAM_LIMIT = 4096;

const TAG = /<[^>]*>/g;
// A character, or what is written for one.
const SIGN = /&(?:#\w+|\w+);|./gsu;
// A tag; a word with the blanks after it; blanks.
const TOKEN = /<[^>]*>|(?:&(?:#\w+|\w+);|[^\s<])+\s*|\s+|</gu;

/**
 * A text in Telegram's HTML, in as many parts as its limit makes necessary: parted between words, and what is bold or a
 * link at the end of a part is so again at the beginning of the next.
 */
export function splitTelegramHtml(html: string, limit = TELEGRAM_LIMIT): string[] {
  const parts: string[] = [];
  let open: string[] = [];
  let part = '';
  let shown = 0;
  const end = () => {
    // Telegram refuses a message of blanks.
    if (part.replaceAll(TAG, '').trim() !== '') parts.push(part + open.toReversed().map(closing).join(''));
    part = open.join('');
    shown = 0;
  };
  for (const token of tokens(html, limit)) {
    const length = shownLength(token);
    if (shown + length > limit) end();
    part += token;
    shown += length;
    if (length === 0) open = afterTag(open, token);
  }
  end();
  return parts;
}

/** How much of a limit a text takes. */
export function shownLength(html: string): number {
  return html.replaceAll(TAG, '').replaceAll(SIGN, sign => (sign.length > 1 && sign.startsWith('&') ? '&' : sign))
    .length;
}

// A word that is longer than a whole part comes sign by sign.
function* tokens(html: string, limit: number): Generator<string> {
  for (const [token] of html.matchAll(TOKEN)) {
    if (shownLength(token) <= limit) yield token;
    else for (const [sign] of token.matchAll(SIGN)) yield sign;
  }
}

function afterTag(open: readonly string[], tag: string): string[] {
  return tag.startsWith('</') ? open.slice(0, -1) : [...open, tag];
}

function closing(tag: string): string {
  return `</${/^<([\w-]+)/.exec(tag)?.[1]}>`;
}

/** What one pass over a JSON text tells about it, before anything is built from it. */
export type JsonText = {
  /** The deepest nesting of objects and lists. */
  depth: number;
  /** It has numbers with so many digits that a double may not hold them. */
  longNumbers: boolean;
  /** It has numbers with an exponent, which may be infinite. */
  exponents: boolean;
  /** It has \u escapes: the only way in for NUL and lone surrogates, since the text itself came from valid UTF-8. */
  escapes: boolean;
};

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const SAFE_DIGITS = 15;

/** Right for every valid JSON text; for others it may say anything, but it ends. */
export function scanJson(text: string): JsonText {
  let depth = 0;
  let deepest = 0;
  let digits = 0;
  let longNumbers = false;
  let exponents = false;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === QUOTE) {
      i = endOfString(text, i);
      digits = 0;
    } else if (code >= 0x30 && code <= 0x39) {
      if (++digits > SAFE_DIGITS) longNumbers = true;
    } else {
      if (code === 0x7b || code === 0x5b) deepest = Math.max(deepest, ++depth);
      else if (code === 0x7d || code === 0x5d) depth--;
      else if ((code === 0x65 || code === 0x45) && digits > 0) exponents = true;
      digits = 0;
    }
  }
  return { depth: deepest, longNumbers, exponents, escapes: text.includes('\\u') };
}

function endOfString(text: string, start: number): number {
  let end = text.indexOf('"', start + 1);
  while (end > 0 && isEscaped(text, end)) end = text.indexOf('"', end + 1);
  return end < 0 ? text.length : end;
}

function isEscaped(text: string, quote: number): boolean {
  let slashes = 0;
  while (text.charCodeAt(quote - 1 - slashes) === BACKSLASH) slashes++;
  return slashes % 2 === 1;
}

/**
 * Text that somebody else wrote, without the characters that a terminal obeys: an order id must not clear the screen or
 * write a line of its own. They become U+FFFD.
 */
export function printable(text: string): string {
  return text.replaceAll(/\p{Cc}/gu, '\uFFFD');
}

/** The same for text of several lines, a message's body for one. */
export function printableLines(text: string): string {
  return text.replaceAll(/[^\P{Cc}\n\t]/gu, '\uFFFD');
}

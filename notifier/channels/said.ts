const MAX_LENGTH = 500;

/** A provider's words as the outbox keeps them: one line, and no more of it than a person would read. */
export function inShort(words: string): string {
  const line = words.replace(/[\s\p{Cc}]+/gu, ' ').trim();
  return line.length <= MAX_LENGTH ? line : `${line.slice(0, MAX_LENGTH - 1).toWellFormed()}…`;
}

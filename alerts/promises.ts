/**
 * Whether a note promises something: that somebody will do or hear something, or by when. Words of people in a hurry, in
 * both languages; a note that is taken for a promise costs a line, one that is not keeps a customer waiting. All notes of
 * a shift are handed over in any case, promises first.
 */
export function isPromise(note: string): boolean {
  return SIGNS.some(sign => sign.test(note));
}

// Cyrillic letters are no word characters to \b, so words are bounded by what is no letter.
const word = (words: string) => new RegExp(`(?<!\\p{L})(?:${words})(?!\\p{L})`, 'iu');

const SIGNS: readonly RegExp[] = [
  word(
    "promis\\p{L}*|will|i['’]ll|we['’]ll|shall|going to|call(?:ing)? back|get(?:ting)? back|follow(?:ing)? up|by tomorrow|by tonight",
  ),
  word(
    'обеща\\p{L}*|перезвон\\p{L}*|позвон(?:ю|им|ит|ят)|сообщ(?:у|им|ит|ат)|напиш(?:у|ем|ет|ут)|провер(?:ю|им|ит|ят)|сдела(?:ю|ем|ет|ют)|верн(?:усь|ёмся|емся|ётся|ется)|буд(?:у|ем|ет|ут)|жду|жд[её](?:т|м)|завтра',
  ),
  /(?<!\p{L})(?:by|until|до|к)\s+(?:the\s+)?(?:\d|mon|tue|wed|thu|fri|sat|sun|пон|вто|сре|чет|пят|суб|вос)/iu,
];

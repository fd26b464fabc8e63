import type { ReplyWord } from './receipt.ts';

// English: those that Twilio itself takes for an opt-out, so that both keep the same list of numbers. Russian: Twilio
// knows none of them. «Отмена» is not among them: whoever writes it may mean the order.
const WORDS: Record<ReplyWord, readonly string[]> = {
  stop: [
    ...['stop', 'stopall', 'unsubscribe', 'cancel', 'end', 'quit', 'revoke', 'optout'],
    ...['стоп', 'отписаться', 'отпишите', 'отписка', 'не беспокоить'],
  ],
  start: [...['start', 'unstop', 'yes'], ...['старт', 'подписаться', 'возобновить']],
  help: [...['help', 'info'], ...['помощь', 'инфо', 'справка']],
};

const MEANINGS = new Map(
  Object.entries(WORDS).flatMap(([meaning, words]) => words.map(word => [word, meaning as ReplyWord] as const)),
);

/** What a reply means that consists of nothing but such a word; null for every other text. */
export function replyWord(text: string): ReplyWord | null {
  const bare = text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
  return MEANINGS.get(bare) ?? null;
}

export function isCyrillic(text: string): boolean {
  return /\p{Script=Cyrillic}/u.test(text);
}

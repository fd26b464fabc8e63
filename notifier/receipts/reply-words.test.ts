import { expect, test } from 'vitest';
import { replyWord } from './reply-words.ts';

test.each([
  ['STOP', 'stop'],
  [' stop. ', 'stop'],
  ['Стоп!', 'stop'],
  ['«СТОП»', 'stop'],
  ['не  беспокоить', 'stop'],
  ['ＳＴＯＰ', 'stop'],
  ['UNSTOP', 'start'],
  ['Старт', 'start'],
  ['help', 'help'],
  ['Помощь?', 'help'],
  ['please stop the engraving, I want it plain', null],
  ['отмена', null],
  ['constructor', null],
  ['', null],
  ['🛑', null],
])('%s: %s', (text, word) => {
  expect(replyWord(text)).toBe(word);
});

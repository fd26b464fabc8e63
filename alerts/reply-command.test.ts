import fc from 'fast-check';
import { expect, test } from 'vitest';
import { replyWord } from '../notifier/receipts/reply-words.ts';
import { HOUR, MINUTE } from '../test/support/factory.ts';
import { readReply } from './reply-command.ts';

test.each([
  '31a',
  '31 a',
  'A31',
  'a 31',
  ' 31A. ',
  '#31 a',
  '31 взял',
  'Взяла 31',
  '31а',
  '31 беру!',
  'ack 31',
  '31, ok',
])('"%s" takes it on', text => {
  expect(readReply(text)).toEqual({ incident: 31, want: 'take', forMs: HOUR });
});

test.each([
  ['31r', 'close', HOUR],
  ['закрыть 31', 'close', HOUR],
  ['31s', 'putOff', HOUR],
  ['s31', 'putOff', HOUR],
  ['31s 2h', 'putOff', 2 * HOUR],
  ['31 s 30 min', 'putOff', 30 * MINUTE],
  ['отложить 31 3ч', 'putOff', 3 * HOUR],
  ['31 отложить 1 д', 'putOff', 24 * HOUR],
  ['31y', 'real', HOUR],
  ['31у', 'real', HOUR],
  ['31n', 'not_real', HOUR],
  ['31 Нет!', 'not_real', HOUR],
  ['31d', 'our_data', HOUR],
  ['данные 31', 'our_data', HOUR],
  ['31 yes', 'yes', HOUR],
  ['31 да', 'yes', HOUR],
] as const)('"%s": %s', (text, want, forMs) => {
  expect(readReply(text)).toEqual({ incident: 31, want, forMs });
});

test.each([
  ...['', '31', 'a', 'stop', 'стоп', '31 stop', '0a', '31a 2h', '31s 2x', '31s 9999d', '31a b', '31 31', 'a31a'],
  ...['I am at 31 Main St', '31s 0h', 'ORD-31 a', '31д', '31d 2h'],
])('"%s" is no command', text => {
  expect(readReply(text)).toBeNull();
});

test('no text is a command and an opt-out at once, and none is too much for it', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'grapheme' }), fc.stringMatching(/^[asrynd31 #]{0,40}$/)), text => {
      if (readReply(text) !== null) expect(replyWord(text)).toBeNull();
    }),
  );
});

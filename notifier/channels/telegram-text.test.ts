import fc from 'fast-check';
import { expect, test } from 'vitest';
import { shownLength, splitTelegramHtml } from './telegram-text.ts';

// Blanks at the ends of a message are not shown, so a part of nothing else is left out.
const shownOf = (html: string) => html.replaceAll(/<[^>]*>|\s/g, '');

test('a text that fits is one part, as it was', () => {
  const html = '<b>Цена готова</b>\n\nAT&amp;T <a href="https://shop.example/?a=1&amp;b=2">заказ</a>';
  expect(splitTelegramHtml(html)).toEqual([html]);
});

test('what is open at the end of a part is open again in the next', () => {
  expect(splitTelegramHtml('<b>one <i>two three</i></b> four', 8)).toEqual([
    '<b>one <i>two </i></b>',
    '<b><i>three</i></b> ',
    'four',
  ]);
  expect(splitTelegramHtml('<a href="https://x.example">one two</a>', 4)).toEqual([
    '<a href="https://x.example">one </a>',
    '<a href="https://x.example">two</a>',
  ]);
});

test('a character that is written as several counts as one and is not parted', () => {
  expect(shownLength('<b>&lt;&amp;</b>💍')).toBe(4);
  expect(splitTelegramHtml('&lt;&lt;&lt;&#128141;', 2)).toEqual(['&lt;&lt;', '&lt;&#128141;']);
  expect(splitTelegramHtml('💍💍💍', 2)).toEqual(['💍', '💍', '💍']);
});

test('nothing to show is no part', () => {
  expect(splitTelegramHtml('')).toEqual([]);
  expect(splitTelegramHtml('<b></b> \n')).toEqual([]);
  expect(splitTelegramHtml('one     ', 4)).toEqual(['one ']);
});

const leaf = fc.oneof(
  fc
    .string({ unit: 'grapheme', maxLength: 30 })
    .map(text => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')),
  fc.constantFrom(' ', '\n', 'слово ', '&#128141;', '💍'),
);
const { html } = fc.letrec<{ html: string; node: string }>(tie => ({
  node: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    leaf,
    fc
      .tuple(fc.constantFrom('b', 'i', 'a href="https://x.example/?a&amp;b"', 'tg-spoiler'), tie('html'))
      .map(([tag, inside]) => `<${tag}>${inside}</${tag.split(' ')[0]}>`),
  ),
  html: fc.array(tie('node'), { maxLength: 8 }).map(parts => parts.join('')),
}));

test('whatever the text: nothing is lost, every part fits and closes what it opens', () => {
  fc.assert(
    fc.property(html, fc.integer({ min: 2, max: 40 }), (text, limit) => {
      const parts = splitTelegramHtml(text, limit);
      expect(parts.map(shownOf).join('')).toBe(shownOf(text));
      for (const part of parts) {
        expect(shownLength(part)).toBeLessThanOrEqual(limit);
        expect(shownOf(part)).not.toBe('');
        const open: string[] = [];
        for (const [, end, name] of part.matchAll(/<(\/?)([\w-]+)[^>]*>/g)) {
          if (end) expect(open.pop()).toBe(name);
          else open.push(name!);
        }
        expect(open).toEqual([]);
      }
    }),
    { numRuns: 500 },
  );
});

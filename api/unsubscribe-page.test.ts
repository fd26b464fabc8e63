import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Brand } from '../notifier/settings.ts';
import { noLinkPage } from './page.ts';
import { choicePage } from './unsubscribe-page.ts';
import { WORDS } from './unsubscribe-words.ts';

const brand: Brand = {
  name: 'Lunaria',
  color: '#7a5c2e',
  logoUrl: null,
  contact: { email: null, phone: null, url: null },
  imprint: {},
};
const choice = { channel: 'email', address: null, isStopped: false, isSaved: false, coming: [], kinds: [] } as const;

test('no name or address gets out of its place', () => {
  const hostile = fc.constantFrom(
    '<script>alert(1)</script>',
    '"><img src=x onerror=alert(1)>',
    '</style><b>',
    '&lt;',
    "' onfocus='x",
  );
  fc.assert(
    fc.property(hostile, fc.string(), (bad, any) => {
      const name = `${bad}${any}`;
      const { body } = choicePage(
        {
          language: 'en',
          brand: { ...brand, name, contact: { email: name, phone: name, url: 'https://shop.example' } },
        },
        { ...choice, address: name, coming: [name], kinds: [{ id: name, name, channels: ['email'], chosen: 'usual' }] },
      );
      expect(body).not.toMatch(/<script|<img|<b>|onerror=alert\(1\)>| onfocus='/);
      expect(body.match(/<\/style>/g)).toHaveLength(1);
    }),
  );
});

test('both languages have the same words, and none is empty', () => {
  expect(Object.keys(WORDS.ru)).toEqual(Object.keys(WORDS.en));
  expect(Object.keys(WORDS.ru.notices)).toEqual(Object.keys(WORDS.en.notices));
  for (const words of Object.values(WORDS)) {
    for (const channel of ['email', 'sms', 'telegram', 'slack', 'webhook'] as const) {
      for (const address of [null, 'a…@example.com']) {
        expect(words.tells('Lunaria', channel, address)).toMatch(/^Lunaria .*\.$/);
        expect(words.stopped('Lunaria', channel, address)).toMatch(/^Lunaria .*\.$/);
      }
    }
  }
});

test.each([
  ['#7a5c2e', '#ffffff'],
  ['#000000', '#ffffff'],
  ['#ffd60a', '#000000'],
  ['#ffffff', '#000000'],
])('on %s the button is written in %s', (color, ink) => {
  const { body } = choicePage({ language: 'en', brand: { ...brand, color } }, choice);
  expect(body).toContain(`background: ${color}; color: ${ink};`);
});

test('a link that is none says so in the language of whoever opens it', () => {
  expect(noLinkPage({ language: 'ru', brand })).toMatchObject({
    status: 404,
    body: expect.stringContaining('<h1>Ссылка не работает</h1>'),
  });
});

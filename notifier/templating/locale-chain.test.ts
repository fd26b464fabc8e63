import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalLocale, localeChain, readableIn } from './locale-chain.ts';

const choice = { fallbacks: { uk: 'ru-UA', 'ru-UA': 'uk', BE: 'ru' }, locale: 'de-AT' };

test.each([
  ['ru-RU', ['ru-RU', 'ru', 'de-AT', 'de', 'en']],
  ['zh_hant_tw', ['zh-Hant-TW', 'zh-Hant', 'zh', 'de-AT', 'de', 'en']],
  // Fallbacks that lead back end.
  ['uk-UA', ['uk-UA', 'uk', 'ru-UA', 'ru', 'de-AT', 'de', 'en']],
  ['be', ['be', 'ru', 'de-AT', 'de', 'en']],
  ['', ['de-AT', 'de', 'en']],
  ['!', ['de-AT', 'de', 'en']],
  ['de-u-co-phonebk', ['de-u-co-phonebk', 'de-u-co', 'de', 'de-AT', 'en']],
  ['aa-0-00', ['aa-0-00', 'aa', 'de-AT', 'de', 'en']],
])('%s: %j', (asked, chain) => {
  expect(localeChain(asked, choice)).toEqual(chain);
});

test('what somebody can read is not yet what the house speaks', () => {
  expect(readableIn('fr-CA', choice.fallbacks)).toEqual(['fr-CA', 'fr']);
});

test('who reads English is not sent past it', () => {
  expect(localeChain('En', { fallbacks: {}, locale: 'ru' })).toEqual(['en', 'ru']);
});

test('for any text: has English, and names nothing twice', () => {
  fc.assert(
    fc.property(
      fc.string(),
      fc.dictionary(fc.constantFrom('a-b', 'uk', 'ru', 'de'), fc.constantFrom('uk', 'ru', 'de', 'x')),
      (asked, fallbacks) => {
        const chain = localeChain(asked, { fallbacks, locale: 'ru' });
        expect(chain).toContain('en');
        expect(new Set(chain).size).toBe(chain.length);
        expect(chain.every(one => canonicalLocale(one) === one)).toBe(true);
      },
    ),
  );
});

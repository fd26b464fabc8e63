import { describe, expect, test } from 'vitest';
import { BUNDLED_NOTICES } from '../notifier/bundled-notices.ts';
import type { Preference } from '../notifier/preference-rows.ts';
import { referenceLifecycles as lifecycles } from '../test/support/reference.ts';
import { languageOf } from './page-language.ts';
import { kindsOf, noticeName, wishFrom } from './unsubscribe-choice.ts';
import { WORDS } from './unsubscribe-words.ts';

const usual = { template: 't', expiresAfterMs: 1, urgent: false, reminder: null };
const notices = {
  shipped: { ...usual, channels: ['telegram', 'email', 'sms'] as const },
  ready: { ...usual, channels: ['email', 'sms'] as const },
  off: { ...usual, channels: [] },
};
const prefers = (channels: Preference['channels']): Preference => ({
  channels,
  locale: null,
  zone: null,
  quietHours: null,
});
const wish = (answers: Record<string, string>, channels: Preference['channels'] = null) =>
  wishFrom(new Map(Object.entries(answers)), notices, prefers(channels));

describe('what is asked', () => {
  const kinds = (channels: Preference['channels']) =>
    kindsOf(notices, prefers(channels), new Set(['email']), id => id).map(({ id, channels, chosen }) => [
      id,
      channels.join(),
      chosen,
    ]);
  test('of kinds that come at all, on channels that reach them or that they chose', () => {
    expect(kinds(null)).toEqual([
      ['shipped', 'email', 'usual'],
      ['ready', 'email', 'usual'],
    ]);
    expect(kinds({ shipped: ['telegram', 'email'], '*': [] })).toEqual([
      ['shipped', 'telegram,email', 'telegram'],
      ['ready', 'email', 'none'],
    ]);
  });

  test('a wish that this kind can not follow counts as none', () => {
    expect(kinds({ ready: ['telegram'] })).toContainEqual(['ready', 'email', 'none']);
  });
});

describe('what is answered', () => {
  test('only what was changed', () => {
    expect(wish({ shipped: 'sms', ready: 'usual' })).toEqual({ channels: { shipped: ['sms'] }, optIn: ['sms'] });
    expect(wish({ shipped: 'sms', ready: 'none' }, { '*': ['sms', 'email'] })).toEqual({
      channels: { '*': ['sms', 'email'], ready: [] },
      optIn: [],
    });
  });

  test('back to what is usual', () => {
    expect(wish({ shipped: 'usual' }, { shipped: [] })).toEqual({ channels: null, optIn: [] });
    expect(wish({ shipped: 'usual' }, { '*': [] })).toEqual({
      channels: { '*': [], shipped: ['telegram', 'email', 'sms'] },
      optIn: [],
    });
  });

  test('what no form has asked', () => {
    expect(wish({ ready: 'telegram' })).toBeNull();
    expect(wish({ ready: 'constructor' })).toBeNull();
    expect(wish({ constructor: 'email' })).toBeNull();
  });
});

test('a notice is called like the status that it is of; others have names of their own', () => {
  expect(noticeName(lifecycles, 'order-shipped', 'en')).toBe('On its way to you');
  expect(noticeName(lifecycles, 'order-delayed', 'ru')).toBe('О задержке и новом сроке');
  for (const bundled of Object.keys(BUNDLED_NOTICES)) {
    expect(WORDS.ru.notices[bundled], bundled).toMatch(/[а-я]/);
  }
  expect(noticeName(lifecycles, 'gift-wrapped', 'en')).toBe('gift wrapped');
  expect(noticeName(lifecycles, 'constructor', 'en')).toBe('constructor');
});

test.each([
  [['ru-RU', 'en'], 'ru'],
  [[null, undefined, 'en-GB'], 'en'],
  [['uk-UA'], 'ru'],
  [['de', 'ru'], 'ru'],
  [['de'], 'en'],
  [['be'], 'ru'],
  [['constructor', 'ru'], 'ru'],
  [[], 'en'],
])('who reads %j gets %s', (locales, language) => {
  expect(languageOf(locales, { uk: 'ru', be: 'uk', de: 'nds' })).toBe(language);
});

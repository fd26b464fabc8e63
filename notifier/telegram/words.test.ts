import { describe, expect, test } from 'vitest';
import { DAY, T0 } from '../../test/support/factory.ts';
import { languageOf, sentence, whereTheyAre } from './words.ts';

const order = { orderId: 'ORD-1', label: null, since: null, promisedAt: null, isOverdue: false };

test.each([
  ['ru', 'ru'],
  ['ru-RU', 'ru'],
  ['RU', 'ru'],
  ['en', 'en'],
  ['de', 'en'],
  ['uk', 'ru'],
  ['', 'en'],
  ['constructor', 'en'],
])('%s reads %s', (locale, language) => {
  expect(languageOf(locale, { uk: 'ru' })).toBe(language);
});

describe('where the orders are', () => {
  const zone = 'Europe/Moscow';

  test('with what was promised, and honest when that is over', () => {
    const made = { ...order, label: 'Наши мастера работают над изделием', since: T0, promisedAt: T0 + 21 * DAY };
    expect(whereTheyAre('ru', zone, [made, { ...made, orderId: 'ORD-2', isOverdue: true }], false)).toBe(`\
ORD-1: Наши мастера работают над изделием, с 20 ноября.
Обещан к 11 декабря.

ORD-2: Наши мастера работают над изделием, с 20 ноября.
Был обещан к 11 декабря; мы опаздываем и просим прощения.`);
  });

  test('a status that is not for customers, in the day of their zone', () => {
    const late = { ...order, since: Date.parse('2026-11-20T22:30:00Z') };
    expect(whereTheyAre('en', zone, [late], true)).toBe(`\
ORD-1: We are working on it, since November 21.

These are not all: send the number of an order to hear about it.`);
  });

  test('none', () => {
    expect(whereTheyAre('ru', zone, [], false)).toBe('Сейчас у вас нет заказов.');
  });
});

test('how to reach a person', () => {
  const contact = { email: 'help@shop.example', phone: '+7 495 000-00-00', url: null };
  expect(sentence('en', 'help', { contact })).toMatch(/\n\nHow to reach us: \+7 495 000-00-00, help@shop\.example$/);
  const nobody = { email: null, phone: null, url: null };
  expect(sentence('en', 'help', { contact: nobody })).not.toContain('reach');
});

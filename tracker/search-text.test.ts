import { expect, test } from 'vitest';
import { contactLines, fragmentsOf, phoneDigits } from './search-text.ts';

test('contacts in normal form: case, accents and ё folded, names as words, numbers as they are dialled from abroad', () => {
  expect(
    contactLines({ name: 'Ёлкина-Зайцева, Анна', email: ' Anna@Example.COM ', phone: '8 (916) 123-45-67' }),
  ).toEqual(['елкина заицева анна', 'anna@example.com', '79161234567']);
  expect(contactLines({ name: 'José  O’Neil Łukasz' })).toEqual(['jose oneil łukasz']);
  expect(contactLines({ id: 'C-1', name: '—', phone: 'none' })).toEqual([]);
});

test.each([
  ['+7 916 123-45-67', '79161234567'],
  ['8 916 1234567', '79161234567'],
  ['0049 30 123456', '4930123456'],
  ['+84 91 234 56 78', '84912345678'],
  ['+44 (0)20 7946', '44207946'],
  ['0049(0)30-123456', '4930123456'],
  ['(0)30 123456', '030123456'],
  ['8 (000) 123-45-67', '70001234567'],
])('the digits of %s', (phone, digits) => {
  expect(phoneDigits(phone)).toBe(digits);
});

test.each([
  ['Анна  Ёлкина', [['анна'], ['елкина']]],
  ['ёлк', [['елк']]],
  ['+7 916 123-45', [['791612345']]],
  ['8 (916) 123', [['8916123', '7916123']]],
  ['020 7946', [['0207946', '207946']]],
  ['ivanova 916 12', [['ivanova'], ['91612']]],
  ['Anna.K@Example.com', [['anna.k@example.com']]],
  ["o'neil@example.com", [["o'neil@example.com"]]],
  ['+49 (0)30 123', [['4930123']]],
  ['49 (0) 30 123', [['4930123']]],
  ['ул', []],
  ['a b c', []],
  ['12', []],
  ['  ', []],
])('%j is looked for as %j', (typed, fragments) => {
  expect(fragmentsOf(typed)).toEqual(fragments);
});

test.each([..."'`´‘’‛′ʹʻʼ＇"])('a name is the same with and without %s', apostrophe => {
  expect(fragmentsOf(`O${apostrophe}Neil`)).toEqual([['oneil']]);
});

test('quotation marks around a name are none of it', () => {
  expect(contactLines({ name: "'Ann'‘Neil’" })).toEqual(['ann neil']);
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { smsText } from './sms-text.ts';
import { GSM_BASIC, GSM_EXTENSION, isGsm7 } from './templating/gsm7.ts';
import { toLatin } from './templating/transliterate.ts';

test('the alphabet of the phones: 127 characters, and 10 that count twice', () => {
  expect([new Set(GSM_BASIC).size, new Set(GSM_EXTENSION).size]).toEqual([127, 10]);
  for (const character of GSM_BASIC.replace(/[\n\r ]/g, '')) {
    expect(smsText(character.repeat(160)), character).toMatchObject({ encoding: 'GSM-7', segments: 1 });
  }
  for (const character of GSM_EXTENSION.replace('\f', '')) {
    expect(smsText(character.repeat(80)), character).toMatchObject({ encoding: 'GSM-7', segments: 1 });
    expect(smsText(character.repeat(81)), character).toMatchObject({ encoding: 'GSM-7', segments: 2 });
  }
});

test.each([
  [160, 1],
  [161, 2],
  [306, 2],
  [307, 3],
])('%i Latin letters are %i segments', (letters, segments) => {
  expect(smsText('a'.repeat(letters))).toMatchObject({ encoding: 'GSM-7', segments });
});

test.each([
  [70, 1],
  [71, 2],
  [134, 2],
  [135, 3],
])('%i Cyrillic letters are %i segments', (letters, segments) => {
  expect(smsText('ж'.repeat(letters))).toMatchObject({ encoding: 'UCS-2', segments });
});

test('an emoji takes two places, and never stands in two segments', () => {
  expect(smsText('💍'.repeat(35))).toMatchObject({ encoding: 'UCS-2', segments: 1 });
  expect(smsText('💍'.repeat(36))).toMatchObject({ segments: 2 });
});

test('typographic signs give way where that saves the large alphabet', () => {
  expect(smsText('“Order” – it’s 45\u00a0900… «today» №\u202f5')).toEqual({
    text: '"Order" - it\'s 45 900... "today" No. 5',
    segments: 1,
    encoding: 'GSM-7',
  });
});

test('and stay where it does not', () => {
  const text = 'Заказ «Кольцо» — 45\u00a0900\u00a0₽';
  expect(smsText(text)).toEqual({ text, segments: 1, encoding: 'UCS-2' });
});

test('a name keeps its accents', () => {
  expect(smsText('Zoë – hello').text).toBe('Zoë – hello');
  expect(smsText('Ägnès – hello').text).toBe('Ägnès - hello');
});

test('Cyrillic in Latin letters, as passports have it', () => {
  expect(smsText('Заказ «Щёголь» №7 отправлен. Цена 45\u00a0900\u00a0₽', { transliterate: true })).toEqual({
    text: 'Zakaz "Shchegol" No.7 otpravlen. Tsena 45 900 rub.',
    segments: 1,
    encoding: 'GSM-7',
  });
  expect(toLatin('ЩУКИН Юрий, Ольга Хацкевич, ПОДЪЕЗД, Объезд, В ЯЩИКЕ, Я. Ю. Ежов, БОЛЬШОЙ, Подъячев')).toBe(
    'SHCHUKIN Iurii, Olga Khatskevich, PODIEEZD, Obieezd, V IASHCHIKE, Ia. Iu. Ezhov, BOLSHOI, Podieiachev',
  );
  expect(toLatin('Її Ґудзь, Ў')).toBe('Ii Gudz, U');
});

test('every Cyrillic letter of the three languages has a Latin one', () => {
  const letters = 'абвгдеёжзийклмнопрстуфхцчшщъыьэюяґєіїў';
  expect(isGsm7(toLatin(letters + letters.toUpperCase()))).toBe(true);
});

test('for any text: what is sent is sent so again, and the alphabet is the one it is in', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 400 }), fc.boolean(), (text, transliterate) => {
      const once = smsText(text, { transliterate });
      expect(smsText(once.text)).toEqual(once);
      expect(once.encoding === 'GSM-7').toBe(isGsm7(once.text));
      expect(once.segments).toBeGreaterThanOrEqual(once.text === '' ? 0 : 1);
    }),
  );
});

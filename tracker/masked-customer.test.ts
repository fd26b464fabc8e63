import { expect, test } from 'vitest';
import { masked } from './masked-customer.ts';

test.each([
  ['Anna Petrovna Ivanova', 'A. Ivanova'],
  ['Анна Иванова', 'А. Иванова'],
  ['Élodie O’Neill', 'É. O’Neill'],
  ['Cher', 'C.'],
  ['anna@example.com', '•••'],
  ['Anna anna@example.com', '•••'],
  ['Anna +79161231234', '•••'],
  ['+79161231234', '•••'],
  ['  ', '•••'],
])('the name %s is shown as %s', (name, shown) => {
  expect(masked({ name })).toEqual({ name: shown });
});

test.each([
  ['anna@example.com', 'a***@example.com'],
  ['😀b@example.com', '😀***@example.com'],
  ['a@b@example.com', 'a***@example.com'],
  ['anna', '***'],
  ['@example.com', '***'],
])('the address %s is shown as %s', (email, shown) => {
  expect(masked({ email })).toEqual({ email: shown });
});

test.each([
  ['+7 916 123-12-34', '+7 ••• 12-34'],
  ['8 (916) 123-12-34', '+7 ••• 12-34'],
  ['+14158675309', '+1 ••• 53-09'],
  ['+4520123456', '+45 ••• 34-56'],
  ['0037125123456', '+371 ••• 34-56'],
  ['916 123 1234', '••• 12-34'],
  ['112', '•••'],
])('the number %s is shown as %s', (phone, shown) => {
  expect(masked({ phone })).toEqual({ phone: shown });
});

test('what tells nobody’s name stays, and nothing is added', () => {
  const customer = { id: 'C-7', locale: 'ru', timezone: 'Europe/Moscow' };
  expect(masked(customer)).toEqual(customer);
});

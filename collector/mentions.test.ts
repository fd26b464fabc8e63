import { expect, test } from 'vitest';
import { mentionsOf } from './mentions.ts';

const mentions = mentionsOf(
  ['C-7', '7'],
  [
    { name: 'Анна Ёлкина', email: 'Anna@Example.com', phone: '+7 (916) 123-45-67' },
    { name: 'Anna' },
    { name: 'Ann O’Neill', phone: '+49 (0)30 123456' },
  ],
);

test.each([
  '{"customer":"C-7"}',
  'customer=C-7&x=1',
  '{"mail": "ANNA@example.COM"}',
  '<name>анна елкина</name>',
  '{"name":"\\u0410\\u043d\\u043d\\u0430 \\u0401\\u043b\\u043a\\u0438\\u043d\\u0430"}',
  '<name>&#1040;&#1085;&#x43d;&#x430; &#1025;лкина</name>',
  '{"tel":"8 916 123 45 67"}',
  '{"tel":79161234567}',
  '<name>ann o&apos;neill</name>',
  "{'name': 'Ann O´Neill'}",
  '{"name":"Ann ONeill"}',
  '{"tel":"+49 (0)30 123456"}',
  '{"tel":"0049 30/123456"}',
])('%s', text => {
  expect(mentions(text)).toBe(true);
});

test.each([
  '{"customer":"C-77"}',
  '{"id":7}',
  '{"name":"Anna Smith"}',
  'XC-7',
  '916123',
  '',
  '{"tel":"8 916 123 45 68"}',
])('not: %s', text => {
  expect(mentions(text)).toBe(false);
});

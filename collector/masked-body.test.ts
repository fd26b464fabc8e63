import { expect, test } from 'vitest';
import { maskedBody, maskedReason, maskedValue } from './masked-body.ts';

test.each([
  [
    '{"orderId":"ORD-1","status":"PRICED","customer":{"id":"C-7","name":"Anna Ivanova","age":34,"tags":["vip"]},"at":"2026-11-20T09:12:00Z"}',
    '{"orderId":"ORD-1","status":"PRICED","customer":{"id":"C-7","name":"…","age":…,"tags":["…"]},"at":"2026-11-20T09:12:00Z"}',
  ],
  // It breaks off in the middle of a name.
  ['{"id": 7, "client": {"first_name": "An', '{"id": 7, "client": {"first_name": "…"'],
  ['[{"note":"call +7 916 123-45-67 or anna@example.com","qty":2}]', '[{"note":"call … or …","qty":2}]'],
  ['{"Phone":79161234567, "sequence": 12, "x": tru', '{"Phone":…, "sequence": 12, "x": tru'],
  ['{"name":"a \\" b","s":"c"}', '{"name":"…","s":"c"}'],
  ['{,"email":,,}}}]', '{,"email":,,}}}]'],
  [
    '<order n="1042"><c:email kind="home">anna@example.com</c:email><state>NEW</state></order>',
    '<order n="1042"><c:email kind="home">…</c:email><state>NEW</state></order>',
  ],
  ['order=1042&customer[name]=Anna+I&email=anna%40example.com', 'order=1042&customer[name]=…&email=…'],
  ["order: 7, phone: '8 916 123 45 67' rest", 'order: 7, phone: … rest'],
  ['plain words about anna@example.com', 'plain words about …'],
  ['', ''],
])('%s', (body, shown) => {
  expect(maskedBody(body)).toBe(shown);
});

test('what was read of a message, and what is said of it', () => {
  expect(maskedValue({ name: 'Anna', id: 'C-7' }, 'customer')).toEqual({ name: '…', id: 'C-7' });
  expect(maskedValue('anna@example.com', 'orderId')).toBe('…');
  expect(maskedValue(undefined, 'orderId')).toBeNull();
  expect(maskedReason('`customer.name` must be text; it is "Anna".', 'customer.name')).toBe(
    '`customer.name` must be text; it is "…".',
  );
  expect(maskedReason('The status "PRICED" is not known.', 'PRICED')).toBe('The status "PRICED" is not known.');
});

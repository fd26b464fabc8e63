import { expect, test } from 'vitest';
import { deprecationsIn, headersOf } from './deprecated.ts';

const says = { since: '2027-01-01', sunset: '2028-01-01', see: 'https://orders.example/docs/api' };

test('what the document calls deprecated tells so since when, until when, and where to read of it', () => {
  const found = deprecationsIn({
    '/orders': { get: { deprecated: true, 'x-deprecation': says }, post: {} },
    '/rules': { get: { deprecated: false } },
  });
  expect([...found]).toEqual([['GET /orders', says]]);
  expect(headersOf(says)).toEqual({
    Deprecation: '@1798761600',
    Sunset: 'Sat, 01 Jan 2028 00:00:00 GMT',
    Link: '<https://orders.example/docs/api>; rel="deprecation"; type="text/html"',
  });
  expect(() => deprecationsIn({ '/orders': { get: { deprecated: true } } })).toThrow('does not say since when');
});

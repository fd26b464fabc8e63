import { expect, test } from 'vitest';
import { nearMatch } from './near-match.ts';

test.each([
  ['CANCELED', ['CLOSED', 'CANCELLED'], 'CANCELLED'],
  ['in work', ['IN_WORK'], 'IN_WORK'],
  ['CANCEL', ['CLOSED', 'CANCELLED'], 'CANCELLED'],
  ['monday', ['sun', 'mon'], 'mon'],
  ['SOMEWHERE', ['CLOSED', 'CANCELLED'], null],
  // All of it replaced is another word, however short.
  ['de', ['en', 'ru'], null],
  ['', ['en', 'ru'], null],
])('%s among %j: %s', (word, names, near) => {
  expect(nearMatch(word, names)).toBe(near);
});

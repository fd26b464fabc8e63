import { expect, test } from 'vitest';
import { coversPattern, matchesPattern, patternProblem } from './topic-pattern.ts';

test.each([
  ['#', '', true],
  ['#', 'a.b.c', true],
  ['order.#', 'order', true],
  ['order.#', 'order.a.b', true],
  ['order.#', 'orders.a', false],
  ['order.*.status', 'order.7.status', true],
  ['order.*.status', 'order.status', false],
  ['order.*.status', 'order.a.b.status', false],
  ['#.status', 'status', true],
  ['#.a.#.b', 'x.a.y.a.b', true],
  ['*', '', true],
  ['a', 'a', true],
  ['a', 'A', false],
])('%s takes %s: %s', (pattern, routingKey, takes) => {
  expect(matchesPattern(pattern, routingKey)).toBe(takes);
});

test.each([
  ['#', 'order.*', true],
  ['order.#', 'order.*.x.#', true],
  ['order.*', 'order.#', false],
  ['order.*', 'order.*', true],
  ['*.*', 'order.new', true],
  ['order.new', 'order.*', false],
])('%s covers %s: %s', (pattern, other, does) => {
  expect(coversPattern(pattern, other)).toBe(does);
});

test('a hostile routing key costs no more than its length', () => {
  expect(matchesPattern('#.a.#.a.#.a.#.b', `${'a.'.repeat(20_000)}c`)).toBe(false);
});

test('wildcards stand for whole words', () => {
  expect(patternProblem('order.st*')).toBe(
    'has the word "st*": * and # stand for whole words between dots (order.*.status, order.#), never for a part of one.',
  );
  expect(patternProblem('a'.repeat(256))).toBe('has more than the 255 bytes that AMQP allows.');
  expect(patternProblem('order.*.#')).toBeNull();
});

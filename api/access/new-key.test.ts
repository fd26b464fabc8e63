import { expect, test } from 'vitest';
import { isMistyped, newKey } from './new-key.ts';

test('a key has a form that scanners know, and says itself when a sign of it is wrong', () => {
  const keys = Array.from({ length: 200 }, newKey);
  expect(new Set(keys).size).toBe(keys.length);
  for (const key of keys) {
    expect(key).toMatch(/^ow_[0-9a-z]{57}$/);
    expect(isMistyped(key)).toBe(false);
    const at = 3 + (key.charCodeAt(10) % 57);
    expect(isMistyped(`${key.slice(0, at)}${key[at] === 'q' ? 'r' : 'q'}${key.slice(at + 1)}`), key).toBe(true);
  }
});

test('of a key that somebody chose nothing can be said', () => {
  for (const key of ['sixteen-letters!', 'ow_DA8fJ3vYc3X0bTEHkEo2r9n4Xj0Rk9tUu4b8vQZPq2w'])
    expect(isMistyped(key)).toBe(false);
});

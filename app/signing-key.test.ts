import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { knownSigningKey, makeSigningKey } from './signing-key.ts';

let home = '';
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'orderwatch-key-'));
});
afterEach(() => rmSync(home, { recursive: true }));

test('a key is only made where that is asked for, and then found again', () => {
  expect(knownSigningKey(home, null)).toBeNull();
  const made = makeSigningKey(home);
  expect(made).toHaveLength(32);
  expect(makeSigningKey(home)).toEqual(made);
  expect(knownSigningKey(home, null)).toEqual(made);
  expect(statSync(join(home, 'signing-key')).mode & 0o777).toBe(0o600);
});

test('the one that is given counts, and leaves the other one where it is', () => {
  const made = makeSigningKey(home);
  const given = Buffer.alloc(32, 7);
  expect(knownSigningKey(home, given)).toEqual(given);
  expect(readFileSync(join(home, 'signing-key'), 'utf8')).toBe(`${made.toString('base64')}\n`);
});

test.each(['short', 'no key at all', Buffer.alloc(31).toString('base64')])('a file with %j is refused', content => {
  writeFileSync(join(home, 'signing-key'), content);
  expect(() => knownSigningKey(home, null)).toThrow(/holds no signing key/);
});

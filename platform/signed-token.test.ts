import fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { readToken, signToken } from './signed-token.ts';

const KEY = Buffer.alloc(32, 7);
const NOW = Date.parse('2026-11-20T09:00:00.000Z');
const claims = z.looseObject({});
const read = (token: string, now?: number) => readToken(KEY, 'unsubscribe', token, claims, now);

test('what was signed is read again, whatever it says', () => {
  const names = fc.string({ maxLength: 20 }).filter(name => name !== 'exp');
  fc.assert(
    fc.property(fc.dictionary(names, fc.jsonValue({ maxDepth: 1 }), { maxKeys: 4 }), said => {
      const token = signToken(KEY, 'unsubscribe', said);
      expect(token).toMatch(/^[A-Za-z0-9._-]+$/);
      fc.pre(token.length <= 4_096);
      expect(readToken(KEY, 'unsubscribe', token, z.unknown())).toEqual(JSON.parse(JSON.stringify(said)));
    }),
  );
});

test('no sign of it may be another', () => {
  const token = signToken(KEY, 'unsubscribe', { recipient: 'customer:C-7' });
  fc.assert(
    fc.property(fc.nat(token.length - 1), fc.string({ minLength: 1, maxLength: 1 }), (at, put) => {
      fc.pre(token[at] !== put);
      const other = token.slice(0, at) + put + token.slice(at + 1);
      // The last sign of base64 has bits that say nothing: another one there may be the same bytes.
      fc.pre(at !== token.length - 1);
      expect(read(other)).toBeNull();
    }),
  );
  for (const other of [
    token.slice(0, -1),
    `${token}A`,
    `${token}\n`,
    '',
    '1..',
    signToken(KEY, 'unsubscribe', { recipient: 'x'.repeat(4_096) }),
  ]) {
    expect(read(other)).toBeNull();
  }
});

test('a token is good for its purpose and under its key only', () => {
  const token = signToken(KEY, 'unsubscribe', { recipient: 'customer:C-7' });
  expect(read(token)).toEqual({ recipient: 'customer:C-7' });
  expect(readToken(KEY, 'track', token, claims)).toBeNull();
  expect(readToken(Buffer.alloc(32, 8), 'unsubscribe', token, claims)).toBeNull();
});

test('it ends when it says so', () => {
  const token = signToken(KEY, 'unsubscribe', { exp: NOW });
  expect(read(token, NOW - 1)).toEqual({ exp: NOW });
  expect(read(token, NOW)).toBeNull();
  expect(read(token)).toBeNull();
  expect(read(signToken(KEY, 'unsubscribe', { exp: 'never' }), NOW)).toBeNull();
});

test('claims of another form than is read are nothing', () => {
  const token = signToken(KEY, 'unsubscribe', { recipient: 7 });
  expect(readToken(KEY, 'unsubscribe', token, z.strictObject({ recipient: z.string() }))).toBeNull();
});

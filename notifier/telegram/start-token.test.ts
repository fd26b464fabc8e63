import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readStartToken, telegramStartToken } from './start-token.ts';

const access = { signingKey: Buffer.alloc(32, 1) };

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const ids = fc.oneof(
  fc.uuid(),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 }),
  fc.stringMatching(/^[\w-]{1,35}$/),
);
const recipients = fc
  .tuple(fc.constantFrom('customer', 'partner', 'order', 'staff'), ids)
  .filter(([, id]) => Buffer.byteLength(id) <= 35 || UUID.test(id))
  .map(([kind, id]) => `${kind}:${id}`);

describe('a start token', () => {
  test('names its recipient, and is what Telegram takes', () => {
    fc.assert(
      fc.property(recipients, recipient => {
        const token = telegramStartToken(access, recipient)!;
        expect(token).toMatch(/^[A-Za-z0-9_-]{1,64}$/);
        expect(readStartToken(access, token)).toBe(recipient);
      }),
    );
  });

  test('a token with another character in it is none', () => {
    const token = telegramStartToken(access, 'customer:C-77')!;
    fc.assert(
      fc.property(fc.nat(token.length - 1), fc.constantFrom(...'AZaz09_-'), (place, sign) => {
        const changed = token.slice(0, place) + sign + token.slice(place + 1);
        fc.pre(changed !== token);
        expect(readStartToken(access, changed)).toBeNull();
      }),
    );
  });

  test('nor is any text', () => {
    fc.assert(fc.property(fc.string({ maxLength: 80 }), text => readStartToken(access, text) === null));
    fc.assert(fc.property(fc.base64String(), text => readStartToken(access, text) === null));
  });

  test('another key knows nothing of it', () => {
    const token = telegramStartToken(access, 'customer:C-7')!;
    expect(readStartToken({ signingKey: Buffer.alloc(32, 2) }, token)).toBeNull();
  });

  test('what does not fit, or is nobody, has none', () => {
    expect(telegramStartToken(access, `customer:${'x'.repeat(35)}`)).not.toBeNull();
    expect(telegramStartToken(access, `customer:${'x'.repeat(36)}`)).toBeNull();
    expect(telegramStartToken(access, 'customer:4dbb6eff-2a0f-4d50-8ea3-4cbc9b0a0c5a')).toHaveLength(39);
    expect(telegramStartToken(access, 'nobody')).toBeNull();
    expect(telegramStartToken(access, 'alien:1')).toBeNull();
  });
});

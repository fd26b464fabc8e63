import { randomBytes } from 'node:crypto';
import { beforeEach, describe, expect, test } from 'vitest';
import { signToken } from '../platform/signed-token.ts';
import { testDatabase } from '../test/support/database.ts';
import { HOUR, T0 } from '../test/support/factory.ts';
import { vaultOf } from '../tracker/personal-data.ts';
import { addressHash } from './address.ts';
import { findSuppressed, suppress, suppressionKey } from './suppression-rows.ts';
import { tell } from './told-under-test.ts';
import { readAddressee, readUnsubscribe, resubscribe, unsubscribe, unsubscribeUrl } from './unsubscribe.ts';

const { pool } = await testDatabase();
beforeEach(() => pool.query('truncate notifier.suppression, notifier.message cascade'));

const access = { publicUrl: 'https://shop.example', signingKey: Buffer.alloc(32, 7) };
const what = {
  recipient: 'customer:C-7',
  channel: 'email' as const,
  addressHash: addressHash('email', 'anna@example.com'),
  template: 'order-shipped',
};
const reason = async () => (await findSuppressed(pool, [what])).get(suppressionKey(what));

describe('the link', () => {
  const url = unsubscribeUrl(access, what);
  const token = url.slice('https://shop.example/unsubscribe/'.length);

  test('says what it is about, and no address', () => {
    expect(url).toMatch(/^https:\/\/shop\.example\/unsubscribe\/[A-Za-z0-9._-]+$/);
    expect(readUnsubscribe(access, token)).toEqual(what);
    expect(Buffer.from(token, 'base64url').toString()).not.toContain('anna');
  });

  test('is good for ever, under this key only', () => {
    expect(readUnsubscribe(access, token, T0 + 10 * 365 * 24 * HOUR)).toEqual(what);
    expect(readUnsubscribe({ signingKey: Buffer.alloc(32, 8) }, token)).toBeNull();
  });

  test.each([
    ['of another purpose', signToken(access.signingKey, 'track', { r: 'customer:C-7' })],
    ['of another form', signToken(access.signingKey, 'unsubscribe', { r: 'customer:C-7' })],
    ['of no address', signToken(access.signingKey, 'unsubscribe', { r: 'a', c: 'email', h: 'AA', t: 'a' })],
    [
      'that has ended',
      signToken(access.signingKey, 'unsubscribe', { r: 'a', c: 'email', h: 'A'.repeat(43), t: 'a', exp: T0 }),
    ],
    ['that is none', 'token'],
  ])('a token %s is nothing', (_what, other) => {
    expect(readUnsubscribe(access, other, T0)).toBeNull();
  });
});

test('whoever says it once or twice is written to no more, until they take it back', async () => {
  await unsubscribe(pool, what, T0);
  await unsubscribe(pool, what, T0 + HOUR);
  expect(await reason()).toBe('opted_out');
  await resubscribe(pool, what);
  await resubscribe(pool, what);
  expect(await reason()).toBeUndefined();
});

test('what a mail server said of the address is not taken back', async () => {
  await suppress(pool, { ...what, reason: 'hard_bounce' }, T0);
  await unsubscribe(pool, what, T0);
  await resubscribe(pool, what);
  expect(await reason()).toBe('hard_bounce');
});

test('the address and the language of the newest message, sealed or not', async () => {
  const vault = vaultOf(randomBytes(32));
  expect(await readAddressee(pool, what, vault)).toBeNull();
  await tell(pool, T0, { locale: 'en' });
  await tell(pool, T0 + HOUR, { occasion: 'CLOSED', locale: 'ru' }, vault);
  await tell(pool, T0 + 2 * HOUR, { channel: 'sms', address: '+79161234567', locale: 'de' }, vault);
  expect(await readAddressee(pool, what, vault)).toEqual({ address: 'anna@example.com', locale: 'ru' });
});

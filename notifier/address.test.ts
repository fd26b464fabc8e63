import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addressHash, masked, normalAddress } from './address.ts';
import { CHANNELS, type ChannelName } from './message.ts';

describe('the one way to write it', () => {
  test.each<[ChannelName, string, string]>([
    ['email', ' Anna.Ivanova@Example.COM ', 'Anna.Ivanova@example.com'],
    ['email', 'anna+orders@mail.example.com', 'anna+orders@mail.example.com'],
    ['email', "o'neill@example.com", "o'neill@example.com"],
    ['email', 'анна@почта.рф', 'анна@xn--80a1acny.xn--p1ai'],
    ['sms', '+7 (916) 123-45-67', '+79161234567'],
    ['sms', '007 916 123 45 67', '+79161234567'],
    ['sms', '+1 500 555 0006', '+15005550006'],
    ['sms', '+44 20 7946 0018 ext. 5', '+442079460018'],
    ['telegram', ' -100123 ', '-100123'],
    ['slack', '', ''],
    ['webhook', 'https://Partner.example', 'https://partner.example/'],
  ])('%s %s', (channel, address, normal) => {
    expect(normalAddress(channel, address)).toBe(normal);
  });

  test.each<[ChannelName, string]>([
    ['email', ''],
    ['email', 'anna'],
    ['email', 'anna@'],
    ['email', '@example.com'],
    ['email', 'anna@localhost'],
    ['email', 'anna@example.123'],
    ['email', 'anna@-example.com'],
    ['email', 'a b@example.com'],
    ['email', 'a@b@example.com'],
    ['email', '.anna@example.com'],
    ['email', 'anna.@example.com'],
    ['email', 'an..na@example.com'],
    ['email', 'Anna <anna@example.com>'],
    ['email', 'anna@example.com, boris@example.com'],
    ['email', 'anna@example.com\r\nBcc: boris@example.com'],
    ['email', `${'a'.repeat(65)}@example.com`],
    ['email', `a@${'b'.repeat(60)}.${'c'.repeat(60)}.${'d'.repeat(60)}.${'e'.repeat(60)}.${'f'.repeat(20)}.com`],
    ['sms', ''],
    ['sms', '8 916 123-45-67'],
    ['sms', '+7 916'],
    ['sms', '+999 123 456 789'],
    ['sms', 'call me'],
    ['telegram', '@anna'],
    ['slack', 'general'],
    ['webhook', 'ftp://partner.example'],
    ['webhook', 'partner.example'],
  ])('none is %s %j', (channel, address) => {
    expect(normalAddress(channel, address)).toBeNull();
  });

  test.each([
    ['8 (916) 123-45-67', '+79161234567'],
    ['9161234567', '+79161234567'],
    ['79161234567', '+79161234567'],
    ['+49 30 901820', '+4930901820'],
    ['0049 30 901820', '+4930901820'],
    ['12', null],
  ])('a number of a Russian shop: %s', (written, normal) => {
    expect(normalAddress('sms', written, 'RU')).toBe(normal);
  });

  test('what is normal stays as it is, and whatever is given: no mistake', () => {
    fc.assert(
      fc.property(fc.constantFrom(...CHANNELS), fc.oneof(fc.emailAddress(), fc.string()), (channel, address) => {
        const normal = normalAddress(channel, address);
        if (normal !== null) expect(normalAddress(channel, normal)).toBe(normal);
        expect(masked(channel, address)).toEqual(expect.any(String));
      }),
    );
  });
});

describe('the hash', () => {
  test('does not ask how letters are written, but for which channel it is', () => {
    const hash = addressHash('email', 'Anna@example.com');
    expect(hash).toEqual(addressHash('email', 'anna@example.com'));
    expect(hash).not.toEqual(addressHash('sms', 'anna@example.com'));
    expect(hash).toHaveLength(32);
  });

  // Rows with it outlive every version of the code: another value would open all opt-outs.
  test('stays what it has always been', () => {
    expect(addressHash('email', 'anna@example.com').toString('hex')).toBe(
      '66606fd9cb011e8b4ad0c760700f637432f881fb2058332a154a56cd6e22cfea',
    );
  });
});

test.each<[ChannelName, string, string]>([
  ['email', 'anna@example.com', 'a…@example.com'],
  ['email', 'a@example.com', 'a…@example.com'],
  ['email', '😀b@example.com', '😀…@example.com'],
  ['sms', '+79161234567', '+7 916 … 67'],
  ['sms', '+14158675309', '+1 415 … 09'],
  ['sms', '+4520123456', '+45 20 … 56'],
  ['sms', '+2905123', '+290 … 23'],
  ['telegram', '123456789', '…89'],
  ['slack', '', 'Slack'],
  ['slack', 'https://hooks.slack.com/services/T/B/X', 'https://hooks.slack.com/…'],
  ['webhook', 'https://partner.example/hook?secret=1', 'https://partner.example/…'],
  ['email', 'no address', '…'],
])('for people: %s %s', (channel, address, shown) => {
  expect(masked(channel, address)).toBe(shown);
});

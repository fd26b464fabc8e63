import { describe, expect, test } from 'vitest';
import { chooseChannels, isAllowed, reachableChannels } from './choose.ts';
import type { ChannelName } from './message.ts';
import type { Preference } from './preference-rows.ts';
import type { SuppressionReason } from './reasons.ts';

const notice = { channels: ['telegram', 'email', 'sms'] as const };
const prefers = (channels: Preference['channels']): Preference => ({
  channels,
  locale: null,
  zone: null,
  quietHours: null,
});

describe('the channels of a notice', () => {
  test.each<[string, Preference | undefined, readonly ChannelName[]]>([
    ['of whom nothing is known', undefined, ['telegram', 'email', 'sms']],
    ['who said something else only', prefers(null), ['telegram', 'email', 'sms']],
    ['who named other notices', prefers({ 'price-ready': ['sms'] }), ['telegram', 'email', 'sms']],
    ['who named this one', prefers({ 'order-shipped': ['sms', 'email'], '*': [] }), ['sms', 'email']],
    ['who named all', prefers({ '*': ['email'] }), ['email']],
    ['who wants nothing of this', prefers({ 'order-shipped': [], '*': ['email'] }), []],
    ['who wants it where it is not sent', prefers({ '*': ['slack', 'sms', 'sms'] }), ['sms']],
  ])('%s', (_who, preference, channels) => {
    expect(chooseChannels(notice, preference, 'order-shipped')).toEqual(channels);
  });

  test('a notice may be called like something that every object has', () => {
    expect(chooseChannels(notice, prefers({}), 'constructor')).toEqual(notice.channels);
  });
});

describe('past what stands in the way', () => {
  const past = (suppressed: Partial<Record<ChannelName, SuppressionReason>>, preference?: Preference) =>
    reachableChannels(chooseChannels(notice, preference, 'order-shipped'), channel => suppressed[channel], {
      preference,
      noticeId: 'order-shipped',
    });

  test('a bounce leads to the next channel', () => {
    expect(past({})).toEqual(['telegram', 'email', 'sms']);
    expect(past({ email: 'hard_bounce' })).toEqual(['telegram', 'sms']);
  });

  test('an opt-out does not: to end the e-mails must not begin the texts', () => {
    expect(past({ email: 'opted_out' })).toEqual(['telegram']);
    expect(past({ telegram: 'blocked', email: 'opted_out' })).toEqual([]);
  });

  test('but somebody who has named the next one gets it', () => {
    expect(past({ email: 'opted_out' }, prefers({ '*': ['email', 'sms'] }))).toEqual(['sms']);
  });
});

describe('the list of those who may be written to', () => {
  const list = ['@Shop.example', 'Tester@example.com', '+7 916 123-45-67', '123456', 'https://partner.example/hook'];
  test.each<[ChannelName, string, boolean]>([
    ['email', 'anna@shop.example', true],
    ['email', 'ANNA@SHOP.EXAMPLE', true],
    ['email', 'anna@mail.shop.example', false],
    ['email', 'anna@notshop.example', false],
    ['email', 'tester@example.com', true],
    ['email', 'anna@example.com', false],
    ['email', 'anna@example.com@shop.example', false],
    ['sms', '+79161234567', true],
    ['sms', '+79161234568', false],
    ['telegram', '123456', true],
    ['telegram', '1234567', false],
    ['webhook', 'https://partner.example/hook', true],
    ['webhook', 'https://partner.example/other', false],
    ['slack', '', true],
    ['slack', 'https://hooks.slack.com/services/T/B/X', false],
  ])('%s %s: %s', (channel, address, allowed) => {
    expect(isAllowed(list, channel, address)).toBe(allowed);
  });

  test('without one everybody may be, with an empty one nobody', () => {
    expect(isAllowed(null, 'email', 'anna@example.com')).toBe(true);
    expect(isAllowed([], 'email', 'anna@example.com')).toBe(false);
  });
});

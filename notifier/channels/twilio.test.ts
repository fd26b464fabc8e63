import { afterAll, beforeEach, expect, test } from 'vitest';
import { manualClock } from '../../platform/clock.ts';
import type { Channel } from '../channel.ts';
import { sms } from './outgoing-under-test.ts';
import { startProviders } from './providers-under-test.ts';
import { openTwilio, statusCallbackUrl } from './twilio.ts';
import { ACCOUNT_SID, AUTH_TOKEN } from './twilio-under-test.ts';

const start = Date.parse('2026-11-20T09:00:00Z');
const clock = manualClock(start);
const providers = await startProviders(clock);
const { twilio } = providers;
const never = new AbortController().signal;
const opened: Channel[] = [];

beforeEach(() => {
  providers.hinder(() => null);
  twilio.messages.length = 0;
  providers.asked.length = 0;
  clock.set(start);
});
afterAll(async () => {
  for (const channel of opened) await channel.stop();
  await providers.stop();
});

function open(given: object = {}, publicUrl = 'https://orders.shop.example'): Channel {
  const access = {
    accountSid: ACCOUNT_SID,
    authToken: AUTH_TOKEN,
    from: '+15005550006',
    messagingServiceSid: null,
    apiUrl: providers.url,
    ...given,
  };
  const channel = openTwilio({ access, publicUrl, clock });
  opened.push(channel);
  return channel;
}

const channel = open();

test('an SMS is created, and its way back is told', async () => {
  const message = sms({ about: 'ORD-1042/ü&x', address: '+79161234567' });
  const handed = await channel.send(message, never);
  const [created] = twilio.messages;
  expect(handed).toEqual({ kind: 'sent', providerId: created!.sid, said: 'queued' });
  expect(created).toMatchObject({
    to: '+79161234567',
    from: '+15005550006',
    body: 'Your price is ready: https://shop.example/orders/ORD-1042',
  });
  const callback = new URL(created!.statusCallback!);
  expect(callback.origin + callback.pathname).toBe('https://orders.shop.example/webhooks/twilio');
  expect(Object.fromEntries(callback.searchParams)).toEqual({ about: 'ORD-1042/ü&x', id: message.id });
  const form = new URLSearchParams(providers.asked[0]!.body);
  expect(form.get('SmartEncoded')).toBe('false');
});

test('a Messaging Service sends in the place of a number', async () => {
  const handed = await open({ from: null, messagingServiceSid: 'MG1' }).send(sms(), never);
  expect(handed).toMatchObject({ kind: 'sent', said: 'accepted' });
  const form = new URLSearchParams(providers.asked[0]!.body);
  expect([form.get('MessagingServiceSid'), form.get('From')]).toEqual(['MG1', null]);
});

test('Twilio is given no address that it could not reach', () => {
  const name = { about: 'ORD-1', id: 'a' };
  const of = (publicUrl: string, apiUrl: string | null) => statusCallbackUrl({ publicUrl, apiUrl }, name);
  expect(of('http://127.0.0.1:8080', null)).toBeNull();
  expect(of('http://127.0.0.1:8080', 'http://127.0.0.1:9')).toBe(
    'http://127.0.0.1:8080/webhooks/twilio?about=ORD-1&id=a',
  );
  expect(of('https://shop.example/ow', null)).toBe('https://shop.example/ow/webhooks/twilio?about=ORD-1&id=a');
});

test.each([
  ['+15005550001', 'invalid_address', 'invalid_address'],
  ['+15005550002', 'no_route', null],
  ['+15005550003', 'no_route', null],
  ['+15005550004', 'opted_out', 'opted_out'],
  ['+15005550009', 'invalid_address', 'invalid_address'],
])('what is sent to %s is refused for good: %s', async (address, reason, suppress) => {
  expect(await channel.send(sms({ address }), never)).toMatchObject({ kind: 'permanent', reason, suppress });
});

test.each([
  ['+15005550001', 'permanent', 'bad_sender'],
  ['+15005550007', 'permanent', 'bad_sender'],
  ['+15005550008', 'transient', 'too_many'],
])('what is sent from %s is refused, %s: %s', async (from, kind, reason) => {
  expect(await open({ from }).send(sms(), never)).toMatchObject({ kind, reason });
});

test('credentials that are not taken are our fault: the message waits', async () => {
  const handed = await open({ authToken: 'wrong' }).send(sms(), never);
  expect(handed).toMatchObject({ kind: 'transient', reason: 'bad_credentials', said: '20003: Authenticate' });
  providers.hinder(() => ({ status: 403, body: 'Forbidden' }));
  expect(await channel.send(sms(), never)).toMatchObject({ kind: 'transient', reason: 'bad_credentials' });
});

test('who sends too many waits as long as told', async () => {
  const refusal = twilio.refusal(429, 20429, 'Too Many Requests');
  providers.hinder(() => ({ ...refusal, headers: { 'retry-after': '7' } }));
  expect(await channel.send(sms(), never)).toMatchObject({
    kind: 'transient',
    reason: 'too_many',
    retryAfterMs: 7_000,
  });
});

test.each([
  [503, 'Service Unavailable', { kind: 'transient', reason: 'provider_down' }],
  [500, { code: 20500, message: 'Internal', status: 500 }, { kind: 'transient', reason: 'provider_down' }],
  // Somebody before Twilio says this, and does not know what Twilio did.
  [502, '<html>Bad Gateway</html>', { kind: 'unknown' }],
  [504, '', { kind: 'unknown' }],
  [201, '{"sid":', { kind: 'unknown' }],
  [201, {}, { kind: 'unknown' }],
  [302, '', { kind: 'transient', reason: 'provider_down' }],
  [407, 'nonsense', { kind: 'transient', reason: 'provider_down' }],
  [400, { code: 29999, message: 'New', status: 400 }, { kind: 'permanent', reason: 'refused', said: '29999: New' }],
])('HTTP %i with %j is %j', async (status, body, expected) => {
  providers.hinder(() => ({ status, body }));
  expect(await channel.send(sms(), never)).toMatchObject(expected);
});

test('a connection that can not be had has sent nothing; one that breaks may have', async () => {
  expect(await open({ apiUrl: 'http://127.0.0.1:1' }).send(sms(), never)).toMatchObject({
    kind: 'transient',
    reason: 'provider_down',
  });
  providers.hinder(() => 'doAndDrop');
  expect(await channel.send(sms(), never)).toMatchObject({ kind: 'unknown' });
  providers.hinder(() => 'doAndStall');
  const caller = new AbortController();
  const came = providers.next();
  const sending = channel.send(sms(), caller.signal);
  await came;
  caller.abort();
  expect(await sending).toMatchObject({ kind: 'unknown' });
  expect(twilio.messages).toHaveLength(2);
});

test('what may have been sent is looked for by its number, its text and its time', async () => {
  const message = sms();
  expect(await channel.lookUp!(message, start)).toEqual({ kind: 'absent' });
  providers.hinder(({ method }) => (method === 'POST' ? 'doAndDrop' : null));
  clock.advance(1_500);
  await channel.send(message, never);
  expect(await channel.lookUp!(message, start)).toEqual({ kind: 'found', providerId: twilio.messages[0]!.sid });
  expect(await channel.lookUp!({ ...message, address: '+15558675311' }, start)).toEqual({ kind: 'absent' });
  expect(await channel.lookUp!(sms({ content: { channel: 'sms', text: 'Another' } }), start)).toEqual({
    kind: 'absent',
  });
  // The same words as an hour before are another message.
  expect(await channel.lookUp!(message, start + 3_600_000)).toEqual({ kind: 'absent' });
});

test('a message that Twilio still has in its queue, or wrote something before, is found', async () => {
  await channel.send(sms(), never);
  expect(twilio.messages[0]!.sentAt).toBeNull();
  twilio.messages[0]!.body = `Sent from your Twilio trial account - ${twilio.messages[0]!.body}`;
  expect(await channel.lookUp!(sms(), start)).toMatchObject({ kind: 'found' });
});

test.each([
  ['away', 'drop' as const],
  ['out of order', { status: 500, body: 'no' }],
  ['out of its mind', { status: 200, body: 'no' }],
])('Twilio %s can not tell', async (_how, trouble) => {
  providers.hinder(() => trouble);
  expect(await channel.lookUp!(sms(), start)).toMatchObject({ kind: 'cannotTell' });
});

test('of a number that everybody writes to it can not be told', async () => {
  for (let i = 0; i < 1_000; i++) {
    twilio.messages.push({
      sid: `SM${i}`,
      to: sms().address,
      from: '',
      body: `${i}`,
      status: 'sent',
      errorCode: null,
      createdAt: start,
      sentAt: start,
      statusCallback: null,
    });
  }
  expect(await channel.lookUp!(sms(), start)).toMatchObject({ kind: 'cannotTell' });
});

test('numbers and texts are in no error that is told', async () => {
  providers.hinder(() => 'drop');
  const handed = await channel.send(sms({ address: '+79161234567' }), never);
  expect(JSON.stringify(handed)).not.toMatch(/9161234567|price is ready/);
});

import { createHmac, generateKeyPairSync, sign } from 'node:crypto';
import { beforeEach, describe, expect, test } from 'vitest';
import { statusCallbackUrl } from '../notifier/channels/twilio.ts';
import { aMessage, putMessages } from '../notifier/message-rows-under-test.ts';
import { createReceiptWorker } from '../notifier/receipts/worker.ts';
import { nobodyListens } from '../notifier/staff-ears-under-test.ts';
import { telegramSecret } from '../notifier/telegram/secret.ts';
import { createLog } from '../platform/log.ts';
import { testDatabase } from '../test/support/database.ts';
import { MINUTE, T0 } from '../test/support/factory.ts';
import { plainVault } from '../tracker/personal-data.ts';
import { apiUnderTest, SIGNING_KEY } from './api-under-test.ts';

const { pool } = await testDatabase();
const PUBLIC_URL = 'https://orders.example/watch';
const TOKEN = '12345';
const SLACK_SECRET = '8f742231b10e8888abcd99yyyzzz85a5';
const SID = 'SM0123456789abcdef0123456789abcdef';
const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });

const api = await apiUnderTest(pool, createLog('silent'), [], {
  twilio: { accountSid: 'AC1', authToken: TOKEN, from: '+1', messagingServiceSid: null, apiUrl: null },
  sendgrid: { apiKey: null, webhookKey: publicKey.export({ type: 'spki', format: 'der' }).toString('base64') },
  telegram: { botToken: '1:a', apiUrl: 'http://127.0.0.1:1' },
  slackSigningSecret: SLACK_SECRET,
  publicUrl: PUBLIC_URL,
});
const bare = await apiUnderTest(pool);

beforeEach(async () => {
  await pool.query('truncate notifier.message, notifier.message_event, notifier.receipt, notifier.suppression');
});

type Kept = { provider: string; key: string; payload: string };
const inbox = async () =>
  (await pool.query<Kept>('select provider, key, payload from notifier.receipt order by id')).rows;

/** Signed as Twilio documents it: the address, then each parameter and its value, sorted by name. */
function twilioSignature(path: string, params: Record<string, string>, token = TOKEN): string {
  const named = Object.keys(params).sort();
  const signed = PUBLIC_URL + path + named.map(name => name + params[name]).join('');
  return createHmac('sha1', token).update(signed).digest('base64');
}

function twilio(params: Record<string, string>, { path = '/webhooks/twilio', token = TOKEN } = {}): Promise<Response> {
  const signature = twilioSignature(path, params, token);
  return post(path, new URLSearchParams(params).toString(), {
    'content-type': 'application/x-www-form-urlencoded',
    'x-twilio-signature': signature,
  });
}

/** Without an API key: providers have none. */
function post(path: string, body: string, headers: Record<string, string> = {}, to = api): Promise<Response> {
  return fetch(to.url + path, { method: 'POST', body, headers });
}

function sendgrid(body: string, key = privateKey): Promise<Response> {
  const timestamp = '1600112502';
  return post('/webhooks/sendgrid', body, {
    'content-type': 'application/json',
    'x-twilio-email-event-webhook-timestamp': timestamp,
    'x-twilio-email-event-webhook-signature': sign('sha256', Buffer.from(timestamp + body), key).toString('base64'),
  });
}

function telegram(body: string, secret = telegramSecret({ signingKey: SIGNING_KEY })): Promise<Response> {
  return post('/webhooks/telegram', body, { 'x-telegram-bot-api-secret-token': secret });
}

type Press = { user?: object; actionId?: string; value?: string; ts?: string };

/** As Slack posts the press of a button, signed as it documents it. */
function slack(named: Press = {}, { at = T0, secret = SLACK_SECRET } = {}): Promise<Response> {
  const {
    user = { id: 'U1', username: 'olga.s', name: 'olga.s' },
    actionId = 'press',
    value = 'v',
    ts = '1.1',
  } = named;
  const action = { action_id: actionId, action_ts: ts, type: 'button', value };
  const payload = JSON.stringify({ type: 'block_actions', user, actions: [action], response_url: 'https://x.example' });
  const body = new URLSearchParams({ payload }).toString();
  const timestamp = String(Math.floor(at / 1_000));
  const signature = createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex');
  return post('/webhooks/slack', body, {
    'content-type': 'application/x-www-form-urlencoded',
    'x-slack-request-timestamp': timestamp,
    'x-slack-signature': `v0=${signature}`,
  });
}

describe('Twilio', () => {
  test('a status callback is kept, answered without words, and ends with the message', async () => {
    const sms = aMessage({ about: 'ORD 1/ü&x=?', channel: 'sms', state: 'sent', providerId: SID, sentAt: T0 });
    await putMessages(pool, [sms]);
    const path = statusCallbackUrl({ publicUrl: PUBLIC_URL, apiUrl: null }, sms)!.slice(PUBLIC_URL.length);
    const params = { MessageSid: SID, MessageStatus: 'delivered', To: '+79161234567' };
    const answer = await twilio(params, { path });
    expect([answer.status, await answer.text()]).toEqual([204, '']);
    await twilio(params, { path });
    expect((await inbox()).map(({ key }) => key)).toEqual([`${SID}:delivered`]);
    await createReceiptWorker({ pool, vault: plainVault, ears: nobodyListens, log: createLog('silent') }).runOnce(T0);
    const { rows } = await pool.query('select state from notifier.message');
    expect(rows).toEqual([{ state: 'delivered' }]);
  });

  test.each([
    ['Стоп', /<Message>.*SMS больше не придут.*<\/Message>/],
    ['Помощь', /<Message>.*о ваших заказах.*<\/Message>/],
    // Twilio answers these itself.
    ['STOP', /<Response><\/Response>$/],
    ['hello', /<Response><\/Response>$/],
  ])('%s by SMS', async (Body, expected) => {
    const answer = await twilio({ MessageSid: SID, From: '+79161234567', Body });
    expect(answer.headers.get('content-type')).toMatch(/^text\/xml/);
    expect(await answer.text()).toMatch(expected);
  });

  test.each<[string, () => Promise<Response>]>([
    ['signed with another token', () => twilio({ MessageSid: SID, MessageStatus: 'sent' }, { token: 'other' })],
    ['not signed', () => post('/webhooks/twilio', `MessageSid=${SID}&MessageStatus=sent`)],
    [
      'signed for another address',
      () =>
        post('/webhooks/twilio?id=other', '', {
          'x-twilio-signature': twilioSignature('/webhooks/twilio', {}),
        }),
    ],
  ])('%s: 403, and nothing is kept', async (_what, sent) => {
    expect((await sent()).status).toBe(403);
    expect(await inbox()).toEqual([]);
  });

  test.each([{}, { MessageSid: SID }, { MessageSid: 'SM\0', MessageStatus: 'sent' }] as Record<string, string>[])(
    '%j, though signed: 400',
    async params => {
      expect((await twilio(params)).status).toBe(400);
    },
  );
});

describe('SendGrid', () => {
  test('all events of a request are kept, each once', async () => {
    const body = JSON.stringify([
      { event: 'delivered', sg_event_id: 'a' },
      { event: 'delivered', sg_event_id: 'a' },
      { event: 'bounce', sg_event_id: 'b', reason: 'line\r\nbreak' },
    ]);
    expect((await sendgrid(body)).status).toBe(204);
    await sendgrid(body);
    expect(await inbox()).toHaveLength(2);
  });

  test('signed with another key, or not at all: 403', async () => {
    const other = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    expect((await sendgrid('[]', other.privateKey)).status).toBe(403);
    expect((await post('/webhooks/sendgrid', '[]')).status).toBe(403);
  });

  test.each(['{', '{}', '"text"', ''])('%j, though signed: 400', async body => {
    expect((await sendgrid(body)).status).toBe(400);
  });

  test('too much: 413', async () => {
    expect((await sendgrid(`["${'x'.repeat(3_000_000)}"]`)).status).toBe(413);
  });
});

describe('Telegram', () => {
  test('an update is kept, once', async () => {
    const update = JSON.stringify({ update_id: 7, message: { chat: { id: 1, type: 'private' }, text: 'hello' } });
    expect((await telegram(update)).status).toBe(204);
    await telegram(update);
    expect((await inbox()).map(({ provider, key }) => [provider, key])).toEqual([['telegram', '7']]);
  });

  test('without the secret, or with another: 403', async () => {
    expect((await telegram('{"update_id":7}', 'guessed')).status).toBe(403);
    expect((await post('/webhooks/telegram', '{"update_id":7}')).status).toBe(403);
    expect(await inbox()).toEqual([]);
  });

  test.each(['{', '[]', '{"update_id":"7"}'])('%j: 400', async body => {
    expect((await telegram(body)).status).toBe(400);
  });
});

test.each(['twilio', 'sendgrid', 'telegram'])('%s is not set up: there is nothing', async provider => {
  expect((await post(`/webhooks/${provider}`, '', {}, bare)).status).toBe(404);
});

test('nothing is to be read there', async () => {
  const answer = await fetch(`${api.url}/webhooks/twilio`);
  expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'POST']);
});

describe('Slack', () => {
  test('a press is kept once and answered without words', async () => {
    const answer = await slack();
    expect([answer.status, await answer.text()]).toEqual([200, '']);
    await slack();
    await slack({ ts: '2.2' });
    expect((await inbox()).map(({ provider, key }) => [provider, key])).toEqual([
      ['slack', 'U1:1.1'],
      ['slack', 'U1:2.2'],
    ]);
  });

  test('is worked off with the name of whoever pressed; a button that opened its link asks for nothing', async () => {
    await slack({ value: 'take:31:x' });
    await slack({ actionId: 'b0pqw', ts: '2.2' });
    const presses: object[] = [];
    const onSlackPress = async (_tx: object, press: object) => presses.push(press) > 0;
    const ears = { ...nobodyListens, onSlackPress };
    await createReceiptWorker({ pool, vault: plainVault, ears, log: createLog('silent') }).runOnce(T0);
    expect(presses).toEqual([{ user: 'olga.s', data: 'take:31:x' }]);
    const { rows } = await pool.query('select outcome from notifier.receipt order by id');
    expect(rows).toEqual([{ outcome: 'applied' }, { outcome: 'ignored' }]);
  });

  test.each([
    ['another secret', { secret: 'another' }],
    ['six minutes ago', { at: T0 - 6 * MINUTE }],
    ['six minutes ahead', { at: T0 + 6 * MINUTE }],
  ])('signed with %s: refused', async (_what, how) => {
    expect((await slack({}, how)).status).toBe(403);
    expect(await inbox()).toEqual([]);
  });

  test('nothing is heard of it where no secret is set, and what is no press is refused', async () => {
    expect((await post('/webhooks/slack', 'payload={}', {}, bare)).status).toBe(404);
    expect((await slack({ user: {} })).status).toBe(400);
  });
});

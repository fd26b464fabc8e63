import { afterAll, beforeEach, expect, test } from 'vitest';
import { systemClock } from '../../platform/clock.ts';
import type { Outgoing } from '../channel.ts';
import { outgoing } from './outgoing-under-test.ts';
import { startProviders } from './providers-under-test.ts';
import { openTelegram } from './telegram.ts';
import { BAD_REQUESTS, telegramVerdict } from './telegram-answers.ts';
import { BOT_TOKEN } from './telegram-under-test.ts';

const providers = await startProviders(systemClock);
const { telegram } = providers;
const channel = openTelegram({ botToken: BOT_TOKEN, apiUrl: providers.url });
const never = new AbortController().signal;

beforeEach(() => {
  providers.hinder(() => null);
  telegram.sent.length = 0;
});
afterAll(async () => {
  await channel.stop();
  await providers.stop();
});

function note(html = '<b>Your ring</b> is on its way', given: Partial<Outgoing> = {}): Outgoing {
  const button = { label: 'Track it', url: 'https://cdek.example/1' };
  return outgoing({ address: '4711', content: { channel: 'telegram', html, buttons: [button] }, ...given });
}

test('a message arrives with its button', async () => {
  expect(await channel.send(note(), never)).toEqual({ kind: 'sent', providerId: '1', said: null });
  expect(telegram.sent).toEqual([
    {
      chat: '4711',
      text: '<b>Your ring</b> is on its way',
      buttons: [{ text: 'Track it', url: 'https://cdek.example/1' }],
    },
  ]);
  expect(JSON.parse(providers.asked.at(-1)!.body)).toMatchObject({
    parse_mode: 'HTML',
    link_preview_options: { is_disabled: true },
  });
});

test('a button that tells us of its press bears what it tells, and opens nothing', async () => {
  const button = { label: 'Acknowledge', url: 'https://x.example/ack', press: 'take:31:x' };
  await channel.send(
    outgoing({ address: '4711', content: { channel: 'telegram', html: 'Hello', buttons: [button] } }),
    never,
  );
  expect(telegram.sent.at(-1)!.buttons).toEqual([{ text: 'Acknowledge', callback_data: 'take:31:x' }]);
});

test('a text that is too long comes in parts, the button under the last', async () => {
  await channel.send(note('слово '.repeat(1_500)), never);
  expect(telegram.sent.map(({ text, buttons }) => [text.length <= 4096, buttons.length])).toEqual([
    [true, 0],
    [true, 0],
    [true, 1],
  ]);
});

test('what stopped between two parts goes on there', async () => {
  const message = note('слово '.repeat(1_500), { id: 'long' });
  let asked = 0;
  providers.hinder(() =>
    ++asked === 2 ? telegram.refusal(429, 'Too Many Requests: retry after 3', { retry_after: 3 }) : null,
  );
  expect(await channel.send(message, never)).toMatchObject({
    kind: 'transient',
    reason: 'too_many',
    retryAfterMs: 3_000,
  });
  expect(await channel.send(message, never)).toMatchObject({ kind: 'sent' });
  expect(telegram.sent).toHaveLength(3);
  expect(new Set(telegram.sent.map(({ text }) => text)).size).toBe(2);
  expect(telegram.sent.map(({ text }) => text).join('')).toBe('слово '.repeat(1_500));
});

test('a group that became a supergroup is followed', async () => {
  providers.hinder(({ body }) =>
    JSON.parse(body).chat_id === '-12'
      ? telegram.refusal(400, 'Bad Request: group chat was upgraded to a supergroup chat', {
          migrate_to_chat_id: -10012,
        })
      : null,
  );
  expect(await channel.send(note('x', { address: '-12' }), never)).toMatchObject({
    kind: 'sent',
    said: 'the chat has moved to -10012',
  });
  expect(telegram.sent).toMatchObject([{ chat: '-10012' }]);
});

test('a chat that is none is written off', async () => {
  expect(await channel.send(note('x', { address: 'nobody' }), never)).toEqual({
    kind: 'permanent',
    reason: 'invalid_address',
    said: 'Bad Request: chat not found',
    suppress: 'invalid_address',
  });
});

test('a token that is not taken is our fault, and is in nothing that is told', async () => {
  const other = openTelegram({ botToken: '1:wrong', apiUrl: providers.url });
  const handed = await other.send(note(), never);
  expect(handed).toMatchObject({ kind: 'transient', reason: 'bad_credentials' });
  const nowhere = openTelegram({ botToken: '1:wrong', apiUrl: 'http://127.0.0.1:1' });
  const unreached = await nowhere.send(note(), never);
  expect(unreached).toMatchObject({ kind: 'transient', reason: 'provider_down' });
  expect(JSON.stringify([handed, unreached])).not.toContain('1:wrong');
  await other.stop();
  await nowhere.stop();
});

test('a message that may have arrived is not known to have', async () => {
  providers.hinder(() => 'doAndDrop');
  expect(await channel.send(note(), never)).toMatchObject({ kind: 'unknown' });
});

test.each([
  [403, 'Forbidden: bot was blocked by the user', 'permanent', 'blocked', 'blocked'],
  [403, 'Forbidden: user is deactivated', 'permanent', 'blocked', 'blocked'],
  [403, 'Forbidden: bot was kicked from the group chat', 'permanent', 'blocked', 'blocked'],
  [400, 'Bad Request: chat not found', 'permanent', 'invalid_address', 'invalid_address'],
  [400, 'Bad Request: user not found', 'permanent', 'invalid_address', 'invalid_address'],
  [400, 'Bad Request: PEER_ID_INVALID', 'permanent', 'invalid_address', 'invalid_address'],
  [400, 'Bad Request: chat_id is empty', 'permanent', 'invalid_address', 'invalid_address'],
  [400, 'Bad Request: USER_IS_BLOCKED', 'permanent', 'blocked', 'blocked'],
  [400, 'Bad Request: not enough rights to send text messages to the chat', 'permanent', 'blocked', null],
  [400, 'Bad Request: have no rights to send a message', 'permanent', 'blocked', null],
  [400, 'Bad Request: need administrator rights in the channel chat', 'permanent', 'blocked', null],
  [400, 'Bad Request: CHAT_WRITE_FORBIDDEN', 'permanent', 'blocked', null],
  [400, 'Bad Request: TOPIC_CLOSED', 'permanent', 'blocked', null],
  [400, 'Bad Request: message is too long', 'permanent', 'too_large', null],
  [400, 'Bad Request: MESSAGE_TOO_LONG', 'permanent', 'too_large', null],
  [400, "Bad Request: can't parse entities: Unsupported start tag", 'permanent', 'our_fault', null],
  [400, 'Bad Request: BUTTON_URL_INVALID', 'permanent', 'our_fault', null],
  [401, 'Unauthorized', 'transient', 'bad_credentials', undefined],
  [404, 'Not Found', 'transient', 'bad_credentials', undefined],
  [429, 'Too Many Requests: retry after 5', 'transient', 'too_many', undefined],
  [500, 'Internal Server Error', 'transient', 'provider_down', undefined],
  [502, 'Bad Gateway', 'transient', 'provider_down', undefined],
] as const)('%i %s is %s, %s', (status, description, kind, reason, suppress) => {
  expect(telegramVerdict(status, { ok: false, description })).toEqual({
    kind,
    reason,
    said: description,
    ...(kind === 'transient' ? { retryAfterMs: null } : { suppress }),
  });
});

test('answers that nobody understands', () => {
  expect(telegramVerdict(200, null)).toMatchObject({ kind: 'unknown' });
  for (const status of [302, 403, 404, 502]) {
    expect(telegramVerdict(status, null)).toMatchObject({ kind: 'transient', reason: 'provider_down' });
  }
  expect(BAD_REQUESTS.size).toBe(12);
});

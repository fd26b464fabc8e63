import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { readConfig } from './config.ts';
import type { NotifierConfig } from './notifier-config.ts';

const PUBLIC_KEY = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
  .publicKey.export({ format: 'der', type: 'spki' })
  .toString('base64');
const KEY = Buffer.alloc(32, 7);
const SID = `AC${'0123456789abcdef'.repeat(2)}`;
const SERVICE = `MG${'0123456789abcdef'.repeat(2)}`;
const TOKEN = '12345678:AAF-abcdefghijklmnopqrstuvwxyz_0123';
const TWILIO = { TWILIO_ACCOUNT_SID: SID, TWILIO_AUTH_TOKEN: 'hunter2', TWILIO_FROM: '+1 500 555 0006' };

const verdict = (env: Record<string, string>, files: Record<string, string> = {}) =>
  readConfig(env, path => {
    const content = files[path];
    if (content === undefined) throw new Error('no such file');
    return content;
  });

function accepted(env: Record<string, string>, files?: Record<string, string>): NotifierConfig {
  const read = verdict(env, files);
  if (!read.ok) throw new Error(read.problems.join('\n'));
  return read.config.notifier;
}

function refused(env: Record<string, string>): string[] {
  const read = verdict(env);
  return read.ok ? [] : read.problems;
}

const ALL = {
  ...TWILIO,
  SMTP_URL: 'smtps://u:p@mail.example:465',
  TWILIO_MESSAGING_SERVICE_SID: SERVICE,
  TWILIO_API_URL: 'http://127.0.0.1:4010/',
  SENDGRID_API_KEY: 'SG.abc.def',
  SENDGRID_WEBHOOK_KEY: PUBLIC_KEY,
  TELEGRAM_BOT_TOKEN: TOKEN,
  TELEGRAM_API_URL: 'http://127.0.0.1:4020',
  SLACK_WEBHOOK_URL: 'https://hooks.slack.com/services/T/B/X',
  SLACK_SIGNING_SECRET: '0123456789abcdef0123456789abcdef',
  PUBLIC_URL: 'https://shop.example/orders/',
  ORDERWATCH_SIGNING_KEY: KEY.toString('base64'),
};

describe('what is taken', () => {
  test('everything', () => {
    expect(accepted(ALL)).toEqual({
      smtpUrl: ALL.SMTP_URL,
      twilio: {
        accountSid: SID,
        authToken: 'hunter2',
        from: '+15005550006',
        messagingServiceSid: SERVICE,
        apiUrl: 'http://127.0.0.1:4010',
      },
      sendgrid: { apiKey: 'SG.abc.def', webhookKey: PUBLIC_KEY },
      telegram: { botToken: TOKEN, apiUrl: 'http://127.0.0.1:4020' },
      slackWebhookUrl: ALL.SLACK_WEBHOOK_URL,
      slackSigningSecret: ALL.SLACK_SIGNING_SECRET,
      publicUrl: 'https://shop.example/orders',
      signingKey: KEY,
    });
  });

  test('each of them from a file', () => {
    const files = Object.fromEntries(Object.entries(ALL).map(([name, value]) => [`/run/${name}`, `${value}\n`]));
    const env = Object.fromEntries(Object.keys(ALL).map(name => [`${name}_FILE`, `/run/${name}`]));
    expect(accepted(env, files)).toEqual(accepted(ALL));
  });

  test('Twilio by a messaging service alone', () => {
    const { TWILIO_FROM: _from, ...rest } = TWILIO;
    expect(accepted({ ...rest, TWILIO_MESSAGING_SERVICE_SID: SERVICE }).twilio).toEqual({
      accountSid: SID,
      authToken: 'hunter2',
      from: null,
      messagingServiceSid: SERVICE,
      apiUrl: null,
    });
  });

  test.each(['LUNARIA', '38472', '+15005550006'])('Twilio from %s', from => {
    expect(accepted({ ...TWILIO, TWILIO_FROM: from }).twilio?.from).toBe(from);
  });

  test('Telegram itself, where nobody says another address', () => {
    expect(accepted({ TELEGRAM_BOT_TOKEN: TOKEN }).telegram?.apiUrl).toBe('https://api.telegram.org');
    expect(accepted({ TELEGRAM_API_URL: 'http://127.0.0.1:4020' }).telegram).toBeNull();
  });

  test('a signing key in hexadecimal, and a longer one', () => {
    expect(accepted({ ORDERWATCH_SIGNING_KEY: KEY.toString('hex') }).signingKey).toEqual(KEY);
    expect(accepted({ ORDERWATCH_SIGNING_KEY: Buffer.alloc(64, 7).toString('base64url') }).signingKey).toHaveLength(64);
  });
});

describe('what is refused', () => {
  test.each([
    [{ TWILIO_ACCOUNT_SID: SID }, 'TWILIO_AUTH_TOKEN and TWILIO_FROM or TWILIO_MESSAGING_SERVICE_SID'],
    [{ TWILIO_AUTH_TOKEN: 'x' }, 'TWILIO_ACCOUNT_SID and TWILIO_FROM or TWILIO_MESSAGING_SERVICE_SID'],
    [{ ...TWILIO, TWILIO_FROM: '' }, 'TWILIO_FROM or TWILIO_MESSAGING_SERVICE_SID'],
    [{ ...TWILIO, TWILIO_AUTH_TOKEN: '' }, 'TWILIO_AUTH_TOKEN'],
    [{ TWILIO_FROM: 'LUNARIA' }, 'TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN'],
    [
      { TWILIO_API_URL: 'http://127.0.0.1' },
      'TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN and TWILIO_FROM or TWILIO_MESSAGING_SERVICE_SID',
    ],
  ])('a part of Twilio: %j', (env, missing) => {
    expect(refused(env as unknown as Record<string, string>)).toEqual([
      `Twilio is set up in part only: ${missing} must be set, too.`,
    ]);
  });

  test.each(['8 916 123-45-67', 'Lunaria Jewellery', '+7'])('a sender that is none: %s', from => {
    expect(refused({ ...TWILIO, TWILIO_FROM: from })).toEqual([
      `TWILIO_FROM is "${from}"; it must be a number with its country such as +15005550006, a short code, or a name of ` +
        'at most 11 letters and digits.',
    ]);
  });

  test.each([
    ['SMTP_URL', 'mail.example:hunter2', 'smtp://user:password@mail.example:587'],
    ['SMTP_URL', 'https://hunter2@mail.example', 'smtp://user:password@mail.example:587'],
    ['TWILIO_ACCOUNT_SID', 'AChunter2', 'AC and 32 hexadecimal digits'],
    ['TWILIO_MESSAGING_SERVICE_SID', 'MGhunter2', 'MG and 32 hexadecimal digits'],
    ['TWILIO_API_URL', 'https://u:hunter2@api.example', 'must look like https://api.twilio.com'],
    ['TELEGRAM_BOT_TOKEN', 'hunter2', 'as @BotFather gives it'],
    ['TELEGRAM_API_URL', 'hunter2', 'must look like https://api.telegram.org'],
    ['SLACK_WEBHOOK_URL', 'hunter2', 'https://hooks.slack.com/services/'],
    ['SLACK_SIGNING_SECRET', 'hunter2', '32 hexadecimal digits'],
    ['SENDGRID_WEBHOOK_KEY', 'hunter2', 'the verification key that SendGrid shows'],
    ['PUBLIC_URL', 'shop.example/hunter2', 'must look like https://orders.example'],
    ['PUBLIC_URL', 'https://shop.example/?hunter2', 'must look like https://orders.example'],
    ['ORDERWATCH_SIGNING_KEY', 'hunter2', 'must be 32 bytes or more'],
    ['ORDERWATCH_SIGNING_KEY', `hunter2${'-'.repeat(20)}`, 'must be 32 bytes or more'],
    ['ORDERWATCH_SIGNING_KEY', Buffer.alloc(31, 'hunter2').toString('base64'), 'must be 32 bytes or more'],
  ])('%s that is none, unseen: %s', (name, value, expectation) => {
    const problems = refused({ ...TWILIO, [name]: value });
    expect(problems).toEqual([expect.stringMatching(new RegExp(`^${name} `))]);
    expect(problems[0]).toContain(expectation);
    expect(problems[0]).not.toContain('hunter2');
  });

  test('a key of another kind than SendGrid has', () => {
    const { publicKey } = generateKeyPairSync('ed25519');
    const key = publicKey.export({ format: 'der', type: 'spki' }).toString('base64');
    expect(refused({ SENDGRID_WEBHOOK_KEY: key })).toHaveLength(1);
  });

  test('a value and a file', () => {
    expect(refused({ SMTP_URL: 'smtp://mail.example', SMTP_URL_FILE: '/run/smtp' })).toEqual([
      'SMTP_URL and SMTP_URL_FILE are both set; only one of them may be.',
    ]);
  });
});

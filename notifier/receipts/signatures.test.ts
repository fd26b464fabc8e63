import { generateKeyPairSync, sign } from 'node:crypto';
import { EventWebhook } from '@sendgrid/eventwebhook';
import { describe, expect, test } from 'vitest';
import { isFromSendgrid, isFromSlack, isFromTwilio } from './signatures.ts';

describe('Twilio', () => {
  // As Twilio documents it.
  const given = {
    url: 'https://mycompany.com/myapp.php?foo=1&bar=2',
    params: {
      CallSid: 'CA1234567890ABCDE',
      Caller: '+14158675309',
      Digits: '1234',
      From: '+14158675309',
      To: '+18005551212',
    },
    signature: 'RSOYDt4T1cUTdK1PDd93/VVr8B8=',
  };

  test('the documented signature', async () => {
    expect(await isFromTwilio('12345', given)).toBe(true);
  });

  test.each<[string, object]>([
    ['another address', { url: 'https://mycompany.com/myapp.php?foo=1' }],
    ['another parameter', { params: { ...given.params, Digits: '1235' } }],
    ['one parameter more', { params: { ...given.params, Extra: '1' } }],
    ['another signature', { signature: 'AAAADt4T1cUTdK1PDd93/VVr8B8=' }],
    ['none', { signature: '' }],
  ])('%s: no', async (_what, change) => {
    expect(await isFromTwilio('12345', { ...given, ...change })).toBe(false);
  });

  test('another token: no', async () => {
    expect(await isFromTwilio('54321', given)).toBe(false);
  });
});

describe('SendGrid', () => {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const webhookKey = publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
  const timestamp = '1600112502';
  const body = Buffer.from('[{"event":"delivered","email":"anna@example.com"}]\r\n');
  const signature = sign('sha256', Buffer.concat([Buffer.from(timestamp), body]), privateKey).toString('base64');
  const given = { body, timestamp, signature };

  test('what its own helper takes', () => {
    const helper = new EventWebhook();
    expect(helper.verifySignature(helper.convertPublicKeyToECDSA(webhookKey), body, signature, timestamp)).toBe(true);
    expect(isFromSendgrid(webhookKey, given)).toBe(true);
  });

  test.each<[string, object]>([
    ['another body', { body: Buffer.from('[]') }],
    ['another time', { timestamp: '1600112503' }],
    ['another signature', { signature: 'AAAA' }],
    ['none', { signature: '' }],
    // Zero is no signature (CVE-2022-21449).
    ['zeroes', { signature: Buffer.from('3006020100020100', 'hex').toString('base64') }],
  ])('%s: no', (_what, change) => {
    expect(isFromSendgrid(webhookKey, { ...given, ...change })).toBe(false);
  });
});

// https://docs.slack.dev/authentication/verifying-requests-from-slack
describe('Slack', () => {
  const secret = '8f742231b10e8888abcd99yyyzzz85a5';
  const timestamp = '1531420618';
  const at = Number(timestamp) * 1_000;
  const body = Buffer.from(
    'token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar' +
      '&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com' +
      '%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121' +
      '.803a0bc887a14d10d2c447fce8b6703c',
  );
  const signature = 'v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503';
  const said = { body, timestamp, signature };

  test('the documented signature, for five minutes', () => {
    expect(isFromSlack(secret, said, at)).toBe(true);
    expect(isFromSlack(secret, said, at + 300_000)).toBe(true);
    expect(isFromSlack(secret, said, at + 300_001)).toBe(false);
    expect(isFromSlack(secret, said, at - 300_001)).toBe(false);
  });

  test.each([
    ['another secret', 'x', said],
    ['another body', secret, { ...said, body: Buffer.from('x') }],
    ['another time', secret, { ...said, timestamp: '1531420619' }],
    ['no time', secret, { ...said, timestamp: '' }],
    ['no signature', secret, { ...said, signature: '' }],
    ['half of one', secret, { ...said, signature: signature.slice(0, 20) }],
  ])('%s: no', (_what, key, given) => {
    expect(isFromSlack(key, given, at)).toBe(false);
  });
});

import { generateKeyPairSync, sign } from 'node:crypto';
import { EventWebhook } from '@sendgrid/eventwebhook';
import { describe, expect, test } from 'vitest';
import { isFromSendgrid, isFromTwilio } from './signatures.ts';

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

import { describe, expect, test } from 'vitest';
import { T0 } from '../../test/support/factory.ts';
import { bounceReceipt, readBounce } from './bounce.ts';
import { aPlainBounce, aReport } from './bounces-under-test.ts';

const ID = '0123456789abcdef0123456789abcdef';

async function read(raw: Buffer) {
  const bounce = await readBounce(raw);
  if (bounce.kind !== 'bounce') throw new Error(bounce.why);
  return { ...bounce, receipt: bounceReceipt(bounce, ID, T0) };
}

describe('delivery reports', () => {
  test.each(['message/rfc822', 'text/rfc822-headers'] as const)('which message it was: %s', async returned => {
    expect((await read(aReport({ id: ID, returned }))).ids).toEqual([ID]);
  });

  test('nothing came back: what it answers', async () => {
    expect((await read(aReport({ id: ID, returned: null, inReplyTo: true }))).ids).toEqual([ID]);
  });

  test.each([
    ['failed', '5.1.1', { state: 'failed', reason: 'invalid_address' }, 'hard_bounce'],
    ['failed', '5.2.2', { state: 'failed', reason: 'mailbox_full' }, null],
    ['failed', '5.7.1', { state: 'failed', reason: 'filtered' }, null],
    ['failed', '4.4.7', { state: 'failed', reason: 'provider_down' }, null],
    ['Failed', 'nonsense', { state: 'failed', reason: 'refused' }, null],
    ['delayed', '4.4.1', null, null],
    ['delivered', '2.0.0', { state: 'delivered' }, null],
    // Handed to a system that tells nothing: no evidence.
    ['relayed', '2.0.0', null, null],
    ['expanded', '2.0.0', null, null],
  ])('%s %s', async (action, status, said, suppress) => {
    expect((await read(aReport({ id: ID, action, status }))).receipt).toMatchObject({ said, suppress });
  });

  test('the words of the server, which may go over lines', async () => {
    const diagnostic = 'smtp; 550 5.1.1\n  no such user\n\there';
    expect((await read(aReport({ id: ID, diagnostic }))).said).toBe('550 5.1.1 no such user here');
  });

  test('several recipients: the worst word counts', async () => {
    const raw = aReport({ id: ID, action: 'delivered', status: '2.0.0' }).toString();
    const second = 'Final-Recipient: rfc822; b@example.com\r\nAction: failed\r\nStatus: 5.1.1';
    const both = raw.replace('\r\n\r\n--b1\r\nContent-Type: message/rfc822', `\r\n\r\n${second}$&`);
    expect((await read(Buffer.from(both))).receipt.said).toMatchObject({ state: 'failed' });
  });

  test('the same mail has the same key', async () => {
    expect((await read(aReport({ id: ID }))).receipt.key).toBe((await read(aReport({ id: ID }))).receipt.key);
  });
});

describe('plain bounces', () => {
  test.each([
    ['550 5.1.1 User unknown', { state: 'failed', reason: 'invalid_address' }],
    ['host mx.example.net said: 552-5.2.2 Mailbox full', { state: 'failed', reason: 'mailbox_full' }],
    ['delayed: 4.2.0 will try for 4 more days', null],
    ['It did not work. Sorry.', null],
    // Addresses and versions are no codes.
    ['connecting to 5.1.1.7 with Exim 4.96.2.1', null],
  ])('%s', async (prose, said) => {
    const bounce = await read(aPlainBounce(ID, prose));
    expect(bounce.ids).toEqual([ID]);
    expect(bounce.receipt.said).toEqual(said);
  });
});

describe('what is no bounce', () => {
  test('somebody is on holiday', async () => {
    const away = aPlainBounce(ID, 'I am away. 5.1.1', ['Auto-Submitted: auto-replied', 'Return-Path: <>']);
    expect((await readBounce(away)).kind).toBe('other');
  });

  test('somebody quotes a bounce', async () => {
    const raw = aPlainBounce(ID, '550 5.1.1 User unknown', []).toString().replace('postmaster@', 'olga@');
    expect((await readBounce(Buffer.from(raw))).kind).toBe('other');
  });

  test('a mail that is made to be hard to read', async () => {
    expect((await readBounce(Buffer.from(`X-Long: ${'x'.repeat(3_000_000)}\r\n\r\n`))).kind).toBe('other');
  });

  test.each(['', '\0\xff', 'Content-Type: multipart/report; boundary=b\r\n\r\n--b\r\n'])('%j', async raw => {
    expect((await readBounce(Buffer.from(raw, 'latin1'))).kind).toBe('other');
  });
});

import { describe, expect, test } from 'vitest';
import { T0 } from '../../test/support/factory.ts';
import { TWILIO_CODES } from '../channels/twilio-codes.ts';
import { readTwilio, twilioKey } from './twilio-receipt.ts';

const SID = 'SM0123456789abcdef0123456789abcdef';

function read(params: Record<string, string>, query: Record<string, string> = {}) {
  return readTwilio({ query, params: { MessageSid: SID, To: '+79161234567', ...params } }, T0);
}

function receipt(params: Record<string, string>, query?: Record<string, string>) {
  const understood = read(params, query);
  if (understood?.kind !== 'receipt') throw new Error('It is no receipt.');
  return understood.receipt;
}

describe('status callbacks', () => {
  test.each([
    ['accepted', 'sent'],
    ['scheduled', 'sent'],
    ['queued', 'sent'],
    ['sending', 'sent'],
    ['sent', 'sent'],
    ['delivered', 'delivered'],
    ['read', 'delivered'],
    ['undelivered', 'failed'],
    ['failed', 'failed'],
    ['canceled', 'failed'],
    ['partially_delivered', 'failed'],
  ])('%s: %s', (MessageStatus, state) => {
    expect(receipt({ MessageStatus }).said).toMatchObject({ state });
  });

  test('a status of tomorrow says nothing yet', () => {
    expect(receipt({ MessageStatus: 'teleported' }).said).toBeNull();
  });

  test.each([...TWILIO_CODES])('error %d: as if it had been said at once', (code, { reason, suppress }) => {
    const undelivered = receipt({ MessageStatus: 'undelivered', ErrorCode: String(code) });
    expect(undelivered).toMatchObject({ said: { state: 'failed', reason }, suppress });
  });

  test('an error nobody knows, and none: refused', () => {
    const refused = { state: 'failed', reason: 'refused' };
    expect(receipt({ MessageStatus: 'failed', ErrorCode: '39999' }).said).toEqual(refused);
    expect(receipt({ MessageStatus: 'failed' }).said).toEqual(refused);
  });

  test('who has opted out gets no other', () => {
    expect(receipt({ MessageStatus: 'failed', ErrorCode: '21610' }).suppress).toBe('opted_out');
    expect(receipt({ MessageStatus: 'failed', ErrorCode: '30003' }).suppress).toBeNull();
  });

  test('which message it is about stands in the address that we gave', () => {
    const about = { about: 'ORD-1', id: 'abc' };
    expect(receipt({ MessageStatus: 'sent' }, about)).toMatchObject({ message: about, providerId: SID });
    expect(receipt({ MessageStatus: 'sent' }, { about: 'ORD-1' }).message).toBeNull();
  });

  test('the same word about the same message has the same key', () => {
    expect(twilioKey({ query: {}, params: { MessageSid: SID, MessageStatus: 'sent' } })).toBe(`${SID}:sent`);
    expect(twilioKey({ query: {}, params: { MessageSid: SID, From: '+7', Body: 'STOP' } })).toBe(`${SID}:inbound`);
    expect(twilioKey({ query: {}, params: { MessageStatus: 'sent' } })).toBeNull();
    expect(twilioKey({ query: {}, params: { MessageSid: 'SM\0', MessageStatus: 'sent' } })).toBeNull();
  });
});

describe('messages from people', () => {
  test.each([
    [{ Body: 'Стоп' }, 'stop'],
    [{ Body: 'start' }, 'start'],
    [{ Body: 'where is my ring?' }, null],
    // Words that the account has chosen: Twilio says what they mean.
    [{ Body: 'basta', OptOutType: 'STOP' }, 'stop'],
  ])('%j: %s', (params, word) => {
    expect(read({ From: '+79161234567', ...params })).toEqual({
      kind: 'reply',
      reply: { channel: 'sms', from: '+79161234567', text: params.Body, word },
    });
  });

  test('what is neither is nothing', () => {
    expect(read({})).toBeNull();
  });
});

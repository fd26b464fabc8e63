import { describe, expect, test } from 'vitest';
import { T0 } from '../../test/support/factory.ts';
import { readSendgrid, SENDGRID_DROPS, sendgridKey } from './sendgrid-receipt.ts';

const event = (named: object) => ({ email: 'anna@example.com', sg_event_id: 'e-1', timestamp: T0 / 1_000, ...named });

function receipt(named: object) {
  const understood = readSendgrid(event(named), T0);
  if (understood?.kind !== 'receipt') throw new Error('It is no receipt.');
  return understood.receipt;
}

describe('what an event means', () => {
  test.each([
    [{ event: 'processed' }, { state: 'sent' }, null],
    [{ event: 'deferred', response: '450 4.2.0 try later' }, null, null],
    [{ event: 'delivered', response: '250 OK' }, { state: 'delivered' }, null],
    [
      { event: 'bounce', type: 'bounce', status: '5.1.1' },
      { state: 'failed', reason: 'invalid_address' },
      'hard_bounce',
    ],
    [{ event: 'bounce', type: 'bounce', status: '5.2.2' }, { state: 'failed', reason: 'mailbox_full' }, null],
    [{ event: 'bounce', type: 'bounce' }, { state: 'failed', reason: 'invalid_address' }, 'hard_bounce'],
    [{ event: 'bounce', type: 'blocked', status: '5.7.1' }, { state: 'failed', reason: 'filtered' }, null],
    [{ event: 'spamreport' }, null, 'complaint'],
    [{ event: 'unsubscribe' }, null, 'opted_out'],
    [{ event: 'group_unsubscribe' }, null, 'opted_out'],
    [{ event: 'dropped', reason: 'Something new' }, { state: 'failed', reason: 'refused' }, null],
    [{ event: 'dropped', reason: 'constructor' }, { state: 'failed', reason: 'refused' }, null],
  ])('%j', (named, said, suppress) => {
    expect(receipt(named)).toMatchObject({ said, suppress, unsuppress: false });
  });

  test.each(Object.entries(SENDGRID_DROPS))('dropped, %s', (reason, [failure, suppress]) => {
    expect(receipt({ event: 'dropped', reason })).toMatchObject({
      said: { state: 'failed', reason: failure },
      suppress,
    });
  });

  test('subscribed again', () => {
    expect(receipt({ event: 'group_resubscribe' })).toMatchObject({ said: null, unsuppress: true });
  });

  test.each(['open', 'click', 'whatever'])('%s: nothing', name => {
    expect(readSendgrid(event({ event: name }), T0)).toBeNull();
  });

  test.each([null, 7, 'text', [], {}, { event: 7 }])('%j is no event', payload => {
    expect(readSendgrid(payload, T0)).toBeNull();
  });
});

test('which message it is about comes back beside it', () => {
  const named = receipt({ event: 'delivered', about: 'ORD-1', message: 'abc' });
  expect(named).toMatchObject({ message: { about: 'ORD-1', id: 'abc' }, at: T0 });
});

test('or else the Message-ID names it', () => {
  const id = '0123456789abcdef0123456789abcdef';
  expect(receipt({ event: 'delivered', 'smtp-id': `<${id}@shop.example>` }).message).toEqual({ about: null, id });
  expect(receipt({ event: 'delivered', 'smtp-id': '<14c5d75ce93.dfd.64b469@ismtpd-555>' }).message).toBeNull();
});

test('a clock that is ahead of ours is not believed', () => {
  expect(receipt({ event: 'delivered', timestamp: T0 / 1_000 + 60 }).at).toBe(T0);
});

test('the same event has the same key, with an id of its own or without', () => {
  expect(sendgridKey(event({ event: 'open' }))).toBe(sendgridKey(event({ event: 'click' })));
  expect(sendgridKey({ event: 'open' })).not.toBe(sendgridKey({ event: 'click' }));
});

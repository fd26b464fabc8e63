import { describe, expect, test } from 'vitest';
import { HOUR, MINUTE, T0 } from '../test/support/factory.ts';
import { messageItems } from './history.ts';
import type { NotedEvent } from './message-list.ts';
import { aMessage } from './message-rows-under-test.ts';

function anEvent(named: Partial<NotedEvent>): NotedEvent {
  const at = named.at ?? T0;
  return { key: `key-${at}`, at, notedAt: at, kind: 'receipt', state: null, reason: null, detail: null, ...named };
}

function lines(
  message: Parameters<typeof aMessage>[0],
  events: readonly NotedEvent[] = [],
): [number, string, string][] {
  const items = messageItems({ ...aMessage(message), events: [...events] });
  return items.map(({ at, title, detail }) => [(at - T0) / MINUTE, title, detail]);
}

describe('what is told of a message', () => {
  test('queued, sent, delivered, each at its time', () => {
    const delivered = anEvent({ at: T0 + 2 * MINUTE, state: 'delivered', detail: 'SendGrid says delivered: 250 OK' });
    const message = { state: 'delivered', provider: 'smtp', sentAt: T0 + MINUTE, settledAt: T0 + 2 * MINUTE } as const;
    expect(lines(message, [anEvent({ at: T0 + MINUTE, state: 'sent' }), delivered])).toEqual([
      [0, 'E-mail “price ready” queued', 'To customer C-7'],
      [1, 'E-mail “price ready” sent', 'By smtp'],
      [2, 'E-mail “price ready” delivered', 'SendGrid says delivered: 250 OK'],
    ]);
  });

  test('failed, in plain words and in those of the provider', () => {
    const failed = { state: 'failed', reason: 'invalid_address', detail: '550 5.1.1 no such user' } as const;
    expect(lines({ ...failed, settledAt: T0 + MINUTE }).at(-1)).toEqual([
      1,
      'E-mail “price ready” failed',
      'The address or number does not exist. 550 5.1.1 no such user',
    ]);
  });

  test('an attempt that did not get through, then one that did', () => {
    const attempt = anEvent({ kind: 'attempt', state: 'queued', reason: 'provider_down', detail: '421 busy' });
    expect(lines({ channel: 'sms', state: 'sent', sentAt: T0 + HOUR }, [attempt]).slice(1)).toEqual([
      [
        0,
        'SMS “price ready” did not get through, and is tried again',
        'The provider does not answer or is out of order. 421 busy',
      ],
      [60, 'SMS “price ready” sent', ''],
    ]);
  });

  test('why it waits', () => {
    expect(lines({ reason: 'quiet_hours' })).toEqual([
      [0, 'E-mail “price ready” queued', 'To customer C-7. It is night where the recipient lives'],
    ]);
  });

  test('sent, and sent again by hand: both stay', () => {
    const events = [
      anEvent({ at: T0 + MINUTE, kind: 'attempt', state: 'sent' }),
      anEvent({ at: T0 + 2 * MINUTE, state: 'delivered' }),
      anEvent({ at: T0 + 3 * MINUTE, kind: 'resend', state: 'queued', detail: 'By olga: it was lost' }),
      anEvent({ at: T0 + 5 * MINUTE, state: 'delivered' }),
    ];
    const row = { state: 'delivered', sentAt: T0 + 4 * MINUTE, settledAt: T0 + 5 * MINUTE } as const;
    expect(lines(row, events).map(([minute, title]) => [minute, title.replace('E-mail “price ready” ', '')])).toEqual([
      [0, 'queued'],
      [1, 'sent'],
      [2, 'delivered'],
      [3, 'is sent again by hand'],
      [4, 'sent'],
      [5, 'delivered'],
    ]);
  });

  test('another channel, where there was one', () => {
    const failed = { state: 'failed', reason: 'invalid_address', settledAt: T0 } as const;
    const fallback = (reason: string | null) =>
      lines(failed, [anEvent({ at: T0 + MINUTE, kind: 'fallback', reason })]).slice(1);
    expect(fallback('sms').at(-1)).toEqual([1, 'E-mail “price ready” goes out as SMS instead', '']);
    expect(fallback(null).map(([, title]) => title)).toEqual(['E-mail “price ready” failed']);
  });

  test.each([
    ['unknown', null, 'SMS “price ready” may have gone out or not', ''],
    ['dead', 'provider_down', 'SMS “price ready” given up', 'The provider does not answer or is out of order'],
    ['dropped', 'superseded', 'SMS “price ready” not sent', 'The order has moved on since'],
    ['dry_run', null, 'SMS “price ready” not sent: dry run', ''],
  ] as const)('%s', (state, reason, title, detail) => {
    const row = { channel: 'sms', state, reason, sentAt: state === 'unknown' ? T0 : null, settledAt: T0 } as const;
    expect(lines(row).slice(1)).toEqual([[0, title, detail]]);
  });
});

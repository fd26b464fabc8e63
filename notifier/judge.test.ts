import { describe, expect, it } from 'vitest';
import { DAY, HOUR, T0 } from '../test/support/factory.ts';
import { referenceLifecycles } from '../test/support/reference.ts';
import { type Facts, judge } from './judge.ts';
import type { Message } from './message.ts';
import { settingsUnderTest } from './outbox-under-test.ts';

const message: Message = {
  about: 'ORD-1',
  id: 'm-1',
  kind: 'customer',
  template: 'price-ready',
  occasion: 'PRICE_CALCULATED',
  status: 'PRICE_CALCULATED',
  eventId: 'e-1',
  channel: 'sms',
  recipient: 'customer:C-7',
  address: '+79161234567',
  addressHash: Buffer.from('hash'),
  locale: 'ru',
  zone: 'Europe/Moscow',
  urgent: false,
  variables: {},
  factAt: T0,
  notBefore: T0,
  expiresAt: T0 + DAY,
  traceparent: null,
  state: 'sending',
  reason: null,
  detail: null,
  attempts: 1,
  queuedAt: T0,
  provider: null,
  providerId: null,
  subject: null,
  body: null,
  sentAt: null,
  settledAt: null,
  insisted: false,
};
const facts: Facts = {
  now: T0,
  settings: { ...settingsUnderTest, quietHours: { from: '21:00', to: '09:00', channels: ['sms'] } },
  lifecycles: referenceLifecycles,
  standing: { status: 'PRICE_CALCULATED', lifecycle: 'jewellery', frozen: false, joined: false },
  settled: undefined,
  isSuppressed: false,
  preference: undefined,
  limitedUntil: null,
};
const verdict = (named: Partial<Message>, known: Partial<Facts> = {}) => {
  const said = judge({ ...message, ...named }, { ...facts, ...known });
  return said.kind === 'send' ? 'send' : `${said.kind}: ${said.reason}`;
};
const standing = (status: string, frozen = false) => ({
  standing: { status, lifecycle: 'jewellery', frozen, joined: false },
});

describe('right before it goes out, a message', () => {
  it('goes out', () => {
    expect(verdict({})).toBe('send');
  });

  it('is dropped when it is not true any more', () => {
    expect(verdict({}, standing('SHIPPED'))).toBe('drop: superseded');
    expect(verdict({}, { standing: undefined })).toBe('drop: superseded');
    expect(verdict({ status: null }, standing('SHIPPED'))).toBe('send');
    expect(verdict({ status: null }, standing('CANCELLED'))).toBe('drop: ended');
    expect(verdict({}, standing('PRICE_CALCULATED', true))).toBe('drop: frozen');
    expect(verdict({ status: null, occasion: 'delayed 2026-11-20T09:00:00.000Z' }, { settled: 'unsure' })).toBe(
      'drop: unsure',
    );
  });

  it('is true for ever when it tells of what has happened, or is about something else than an order', () => {
    const change = { kind: 'partner', channel: 'webhook', status: null } as const;
    expect(verdict(change, standing('CANCELLED', true))).toBe('send');
    expect(verdict({ kind: 'staff', about: 'incident:31', status: null }, { standing: undefined })).toBe('send');
  });

  it('is dropped when it calls to an incident that somebody has taken on, or that is over', () => {
    const call = { kind: 'staff', about: 'incident:31', status: null, urgent: true } as const;
    for (const settled of ['acknowledged', 'resolved'] as const) {
      expect(verdict(call, { standing: undefined, settled })).toBe(`drop: ${settled}`);
    }
  });

  it('is dropped when it is useless, unwelcome or not allowed, the worst reason first', () => {
    expect(verdict({}, { now: T0 + DAY })).toBe('drop: expired');
    expect(verdict({}, { isSuppressed: true })).toBe('drop: suppressed');
    expect(verdict({}, { settings: { ...facts.settings, allowList: [] } })).toBe('drop: not_allowed');
    expect(verdict({ addressHash: Buffer.alloc(0) }, { now: T0 + DAY })).toBe('drop: forgotten');
  });

  it('waits for the morning where it would wake somebody up', () => {
    const night = { now: T0 + 11 * HOUR };
    expect(judge(message, { ...facts, ...night })).toEqual({
      kind: 'wait',
      until: Date.parse('2026-11-21T06:00:00Z'),
      reason: 'quiet_hours',
    });
    expect(verdict({ urgent: true }, night)).toBe('send');
    expect(verdict({ channel: 'email', address: 'anna@example.com' }, night)).toBe('send');
    expect(verdict({ kind: 'staff', status: null }, night)).toBe('send');
    expect(verdict({ zone: 'America/New_York' }, night)).toBe('send');
    const own = { channels: null, locale: null, zone: null, quietHours: 'none' } as const;
    expect(verdict({}, { ...night, preference: own })).toBe('send');
  });

  it('waits when its recipient got many lately', () => {
    expect(verdict({}, { limitedUntil: T0 + HOUR })).toBe('wait: recipient_limit');
    expect(verdict({ urgent: true }, { limitedUntil: T0 + HOUR })).toBe('send');
    expect(verdict({}, { limitedUntil: T0 - HOUR })).toBe('send');
  });
});

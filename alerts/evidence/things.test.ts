import { describe, expect, it } from 'vitest';
import { HOUR, MINUTE, T0 } from '../../test/support/factory.ts';
import type { Facts } from '../evidence-provider.ts';
import { aQueue, NOW, theFacts } from './facts-under-test.ts';
import { judgeThing } from './things.ts';

const causeOf = (subject: string, facts: Facts) => judgeThing(subject, facts).cause?.key ?? null;
const heard = (lastAt: number, expected: number) => ({ lastAt, expected, needed: 10, isSilent: expected >= 5 });

describe('several that fall silent', () => {
  const both = theFacts({
    sources: new Map([
      ['mes', heard(T0 - HOUR, 40)],
      ['crm', heard(T0, 12)],
    ]),
  });

  it('are silent for the one that stopped first', () => {
    expect(causeOf('source:mes', both)).toBe('silence:mes');
    expect(causeOf('source:crm', both)).toBe('silence:mes');
    expect(causeOf('source:*', both)).toBe('silence:mes');
  });

  it('each have their own reason where the other one speaks, or only rests', () => {
    const sources = new Map([
      ['mes', heard(T0 - HOUR, 4)],
      ['crm', heard(T0, 12)],
    ]);
    expect(causeOf('source:crm', theFacts({ sources }))).toBe('silence:crm');
    expect(causeOf('source:*', theFacts())).toBeNull();
  });

  it('are silent behind a queue that nobody has read from before', () => {
    const unread = aQueue({
      consumers: 0,
      messages: 14,
      hadConsumersAt: T0 - 2 * HOUR,
      oldestAgeMs: NOW - (T0 - 2 * HOUR),
    });
    const sources = new Map([['crm', heard(T0, 12)]]);
    expect(causeOf('source:crm', theFacts({ queues: [unread], sources }))).toBe('consumers:mes.inbox');
    const later = { ...unread, hadConsumersAt: T0 + MINUTE };
    expect(causeOf('source:crm', theFacts({ queues: [later], sources }))).toBe('silence:crm');
  });
});

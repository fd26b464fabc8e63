import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAY, HOUR, MINUTE, T0 } from '../test/support/factory.ts';
import type { Handed } from './channel.ts';
import { FAILURE_REASONS, type FailureReason } from './reasons.ts';
import { type Attempt, afterHanding, MOST_ATTEMPTS } from './retry.ts';

const first: Attempt = {
  channel: 'email',
  whenUnknown: 'sendAgain',
  attempt: 1,
  expiresAt: T0 + 3 * DAY,
  now: T0,
  random: 0.5,
};
const transient = (reason: FailureReason, retryAfterMs: number | null = null): Handed => ({
  kind: 'transient',
  reason,
  said: '',
  retryAfterMs,
});

describe('what follows from an attempt', () => {
  it('is the end where trying again would not help', () => {
    const bounced: Handed = { kind: 'permanent', reason: 'invalid_address', said: '', suppress: 'hard_bounce' };
    expect(afterHanding(bounced, first)).toEqual({
      state: 'failed',
      reason: 'invalid_address',
      suppress: 'hard_bounce',
    });
  });

  it('is a wait that doubles, by chance anything between nothing and all of it', () => {
    const waits = [1, 2, 3, 4, 20].map(attempt => {
      const next = afterHanding(transient('provider_down'), { ...first, attempt });
      return next.state === 'queued' ? next.notBefore - T0 : null;
    });
    expect(waits).toEqual([15_000, 30_000, MINUTE, 2 * MINUTE, HOUR / 2]);
    expect(afterHanding(transient('filtered'), { ...first, random: 0 })).toMatchObject({ notBefore: T0 });
  });

  it('is never before the provider wants to be asked again', () => {
    expect(afterHanding(transient('too_many', HOUR), first)).toEqual({
      state: 'queued',
      notBefore: T0 + HOUR,
      reason: 'too_many',
    });
  });

  it('is a person’s after as many attempts as make sense, unless nobody but the provider can help it', () => {
    const last = { ...first, attempt: MOST_ATTEMPTS };
    expect(afterHanding(transient('mailbox_full'), last)).toEqual({ state: 'dead', reason: 'mailbox_full' });
    expect(afterHanding(transient('provider_down'), last)).toMatchObject({ state: 'queued' });
  });

  it('is nothing more when the message would come too late', () => {
    const late = { ...first, expiresAt: T0 + 10_000 };
    expect(afterHanding(transient('provider_down'), late)).toEqual({ state: 'dropped', reason: 'expired' });
  });

  it('is a lookup where a second delivery would do harm, and another attempt where not, but not for ever', () => {
    const unknown: Handed = { kind: 'unknown', said: 'timeout after DATA' };
    expect(afterHanding(unknown, { ...first, channel: 'sms', whenUnknown: 'lookUp' })).toEqual({ state: 'unknown' });
    expect(afterHanding(unknown, first)).toMatchObject({ state: 'queued' });
    expect(afterHanding(unknown, { ...first, attempt: 3 })).toEqual({ state: 'unknown' });
  });

  it('goes up the ladder of webhooks, whatever the chance', () => {
    const waits = [1, 2, 3, 4, 5, 6, 7].map(attempt => {
      const next = afterHanding(transient('provider_down'), { ...first, channel: 'webhook', attempt });
      return next.state === 'queued' ? next.notBefore - T0 : next.state;
    });
    expect(waits).toEqual([5_000, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR, 'dead']);
  });

  it('never waits beyond the expiry, nor into the past', () => {
    const reasons = fc.constantFrom(...(Object.keys(FAILURE_REASONS) as FailureReason[]));
    fc.assert(
      fc.property(
        reasons,
        fc.integer({ min: 1, max: 50 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.option(fc.nat(10 * DAY)),
        fc.nat(5 * DAY),
        (reason, attempt, random, retryAfterMs, left) => {
          const next = afterHanding(transient(reason, retryAfterMs), {
            ...first,
            attempt,
            random,
            expiresAt: T0 + left,
          });
          if (next.state !== 'queued') return;
          expect(next.notBefore).toBeGreaterThanOrEqual(T0 + (retryAfterMs ?? 0));
          expect(next.notBefore).toBeLessThan(T0 + left);
        },
      ),
    );
  });
});

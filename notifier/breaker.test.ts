import { describe, expect, it } from 'vitest';
import { MINUTE, T0 } from '../test/support/factory.ts';
import { createBreaker } from './breaker.ts';
import { paceAt, perSecondAt } from './pace.ts';

/** As many failures as it takes to open it. */
function opened() {
  const breaker = createBreaker();
  for (let failure = 0; failure < 5; failure++) {
    breaker.begin(T0);
    breaker.failed(T0);
  }
  return breaker;
}

describe('a breaker', () => {
  it('stays closed as long as most get through', () => {
    const breaker = createBreaker();
    for (let call = 0; call < 100; call++) {
      breaker.begin(T0);
      if (call % 3 === 0) breaker.failed(T0);
      else breaker.succeeded(T0);
    }
    expect(breaker.state(T0)).toBe('closed');
    expect(breaker.recoveredAt()).toBeNull();
  });

  it('opens when most fail, and rests', () => {
    const breaker = opened();
    expect(breaker.state(T0)).toBe('open');
    expect(breaker.state(T0 + 2 * MINUTE)).toBe('halfOpen');
  });

  it('lets one try, and closes when that gets through', () => {
    const breaker = opened();
    const later = T0 + 2 * MINUTE;
    breaker.begin(later);
    expect(breaker.isTrying()).toBe(true);
    breaker.succeeded(later);
    expect(breaker.state(later)).toBe('closed');
    expect(breaker.recoveredAt()).toBe(later);
    expect(breaker.isTrying()).toBe(false);
  });

  it('rests again when the one that tries fails', () => {
    const breaker = opened();
    const later = T0 + 2 * MINUTE;
    breaker.begin(later);
    breaker.failed(later);
    expect(breaker.state(later)).toBe('open');
    expect(breaker.state(later + 2 * MINUTE)).toBe('halfOpen');
  });

  it('does not take what was on its way when it opened for a sign of life', () => {
    const breaker = opened();
    breaker.succeeded(T0);
    expect(breaker.state(T0)).toBe('open');
  });

  it('waits for another one when the one that tried says nothing about the provider', () => {
    const breaker = opened();
    const later = T0 + 2 * MINUTE;
    breaker.begin(later);
    breaker.unclear();
    expect(breaker.isTrying()).toBe(false);
    expect(breaker.state(later)).toBe('halfOpen');
  });
});

describe('the pace', () => {
  it('is as declared, or as fast as it goes', () => {
    expect(perSecondAt(T0, null, null)).toBeNull();
    expect(perSecondAt(T0, 10, null)).toBe(10);
  });

  it('begins slowly after an outage, doubles every second, and ends where it was', () => {
    const later = (seconds: number, declared: number | null) => perSecondAt(T0 + seconds * 1_000, declared, T0);
    expect([0, 1, 2, 5].map(seconds => later(seconds, null))).toEqual([2, 4, 8, 64]);
    expect([0, 1, 5].map(seconds => later(seconds, 5))).toEqual([2, 4, 5]);
    expect(later(10, null)).toBeNull();
  });

  it('stores up a second’s worth at most, and whole messages even where they are rare', () => {
    expect(paceAt({ tokens: 0, at: T0 }, T0 + 500, 10).tokens).toBe(5);
    expect(paceAt({ tokens: 0, at: T0 }, T0 + MINUTE, 10).tokens).toBe(10);
    expect(paceAt({ tokens: 0, at: T0 }, T0 + MINUTE, 0.1).tokens).toBe(1);
    expect(paceAt({ tokens: 3, at: T0 }, T0 - MINUTE, 10).tokens).toBe(3);
  });
});

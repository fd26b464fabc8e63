import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HOUR } from '../test/support/factory.ts';
import { zone } from '../tracker/zone.ts';
import { rotation } from './rotation.ts';

const at = (text: string) => Date.parse(text);
const DAY = 24 * HOUR;

describe('a rotation', () => {
  it('hands over at the same time of day when the clocks have changed', () => {
    const { shiftAt } = rotation({ zone: 'Europe/Berlin', from: '2026-10-19T09:00', shift: 'P1W', people: ['a', 'b'] });
    expect(shiftAt(at('2026-10-26T08:59:59+01:00'))).toEqual({
      index: 0,
      from: at('2026-10-19T09:00:00+02:00'),
      to: at('2026-10-26T09:00:00+01:00'),
    });
    expect(shiftAt(at('2026-10-26T09:00:00+01:00')).index).toBe(1);
  });

  it('has somebody also before the first handover', () => {
    const { shiftAt } = rotation({ zone: 'UTC', from: '2026-11-02T09:00', shift: 'P1D', people: ['a', 'b'] });
    expect(shiftAt(at('2026-11-02T08:00:00Z')).index).toBe(-1);
  });

  it('leaves no instant out and none to two people, whatever the clocks do', () => {
    const zones = ['UTC', 'Europe/Berlin', 'Australia/Lord_Howe', 'America/New_York', 'Asia/Beirut', 'Pacific/Apia'];
    const shifts = fc.constantFrom('PT1H', 'PT90M', 'PT12H', 'P1D', 'P1W');
    const instants = fc.integer({ min: at('2010-01-01'), max: at('2030-01-01') });
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        shifts,
        instants,
        fc.integer({ min: 0, max: 3 * DAY }),
        (name, shift, when, later) => {
          const { shiftAt } = rotation({ zone: name, from: '2019-10-27T02:30', shift, people: ['a'] });
          const one = shiftAt(when);
          expect(one.from).toBeLessThanOrEqual(when);
          expect(one.to).toBeGreaterThan(when);
          const next = shiftAt(one.to);
          expect(next.from).toBe(one.to);
          expect(next.index).toBeGreaterThan(one.index);
          expect(shiftAt(when + later).index).toBeGreaterThanOrEqual(one.index);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('begins each day by the clock of its zone', () => {
    const { shiftAt } = rotation({ zone: 'Europe/Berlin', from: '2026-01-01T09:00', shift: 'P1D', people: ['a'] });
    for (let day = at('2026-03-20T12:00Z'); day < at('2026-04-05T12:00Z'); day += DAY) {
      expect(new Date(zone('Europe/Berlin').toLocal(shiftAt(day).from)).toISOString()).toContain('T09:00');
    }
  });
});

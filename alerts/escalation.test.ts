import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HOUR, MINUTE } from '../test/support/factory.ts';
import { calendar } from '../tracker/calendar.ts';
import { businessLimit, calendarLimit } from '../tracker/service-level.ts';
import { type Decision, decide, type Position } from './escalation.ts';
import { aChain, aStep } from './escalation-under-test.ts';
import type { Chain } from './settings.ts';

const at = (text: string) => Date.parse(text);
const NOON = at('2026-11-20T12:00:00+03:00');
const delay = (iso: string) => calendarLimit(iso, 'Europe/Moscow');
const step = (iso?: string) => aStep([], iso === undefined ? {} : { after: delay(iso) });

const begin = { step: 0, round: 0, since: NOON };
const three = aChain([step(), step('PT15M'), step('PT30M')]);

describe('an escalation', () => {
  it('tells the first step, and the next one when its time has come', () => {
    expect(decide(three, begin, [['olga'], ['ivan'], ['boss']], NOON)).toEqual({
      skipped: [],
      told: { step: 0, round: 0, people: ['olga'] },
      next: { step: 1, round: 0, at: NOON + 15 * MINUTE },
    });
  });

  it('passes over steps that have nobody, without their delays', () => {
    expect(decide(three, begin, [[], [], ['boss']], NOON)).toEqual({
      skipped: [
        { step: 0, round: 0 },
        { step: 1, round: 0 },
      ],
      told: { step: 2, round: 0, people: ['boss'] },
      next: null,
    });
  });

  it('begins some time after the incident where its first step says so', () => {
    const late = aChain([step('PT10M')]);
    expect(decide(late, begin, [['olga']], NOON)).toMatchObject({
      told: null,
      next: { step: 0, at: NOON + 10 * MINUTE },
    });
    expect(decide(late, begin, [['olga']], NOON + 10 * MINUTE)).toMatchObject({ told: { people: ['olga'] } });
  });

  it('comes to its end', () => {
    expect(decide(three, { ...begin, step: 2 }, [[], [], ['boss']], NOON).next).toBeNull();
    expect(decide(three, { ...begin, step: 7 }, [], NOON)).toEqual({ skipped: [], told: null, next: null });
  });

  it('goes round as often as it may, each time after its delay', () => {
    const chain = { ...three, repeat: { from: 1, times: 2, after: delay('PT1H') } };
    const last = (round: number) => decide(chain, { step: 2, round, since: NOON }, [[], [], ['boss']], NOON).next;
    expect(last(0)).toEqual({ step: 1, round: 1, at: NOON + HOUR });
    expect(last(1)).toEqual({ step: 1, round: 2, at: NOON + HOUR });
    expect(last(2)).toBeNull();
  });

  it('goes round no faster where nobody is there', () => {
    const chain = { ...three, repeat: { from: 0, times: 2, after: delay('PT1H') } };
    expect(decide(chain, begin, [], NOON)).toMatchObject({ told: null, next: { step: 0, round: 1, at: NOON + HOUR } });
  });
});

describe('in working hours', () => {
  const workshop = calendar({
    zone: 'Europe/Moscow',
    hours: {
      mon: ['09:00-18:00'],
      tue: ['09:00-18:00'],
      wed: ['09:00-18:00'],
      thu: ['09:00-18:00'],
      fri: ['09:00-18:00'],
    },
    holidays: ['2026-11-23'],
  });
  const chain = aChain([aStep([]), aStep([], { after: businessLimit('PT2H', workshop) })], { calendar: workshop });

  it('nobody is told before they begin, and holidays are none', () => {
    const friday = at('2026-11-20T18:00:00+03:00');
    const decision = decide(chain, { step: 0, round: 0, since: friday }, [['olga'], ['boss']], friday);
    expect(decision).toEqual({
      skipped: [],
      told: null,
      next: { step: 0, round: 0, at: at('2026-11-24T09:00:00+03:00') },
    });
  });

  it('delays run only while they last', () => {
    const friday = at('2026-11-20T17:00:00+03:00');
    const { told, next } = decide(chain, { step: 0, round: 0, since: friday }, [['olga'], ['boss']], friday);
    expect(told?.people).toEqual(['olga']);
    expect(next).toEqual({ step: 1, round: 0, at: at('2026-11-24T10:00:00+03:00') });
  });
});

it('whatever the chain and whoever is there, it ends, goes forward only, and tells each step once a round', () => {
  const chains = fc
    .record({
      steps: fc.array(fc.constantFrom(undefined, 'PT5M', 'P1D'), { minLength: 1, maxLength: 5 }),
      repeat: fc.option(fc.record({ from: fc.nat(4), times: fc.integer({ min: 1, max: 3 }) })),
    })
    .map(({ steps, repeat }): Chain => {
      const from = Math.min(repeat?.from ?? 0, steps.length - 1);
      return aChain(steps.map(step), { repeat: repeat && { from, times: repeat.times, after: delay('PT1H') } });
    });
  const people = fc.array(fc.array(fc.constant('somebody'), { maxLength: 2 }), { minLength: 5, maxLength: 5 });
  fc.assert(
    fc.property(chains, people, (chain, there) => {
      const seen = new Set<string>();
      let position: (Position & { at: number }) | null = { step: 0, round: 0, at: NOON };
      for (let turns = 0; position !== null; turns += 1) {
        expect(turns).toBeLessThan(100);
        const { at: now, ...where }: Position & { at: number } = position;
        const { skipped, told, next }: Decision<string> = decide(chain, { ...where, since: NOON }, there, now);
        for (const { step: one, round } of [...skipped, ...(told ? [told] : [])]) {
          expect(seen.has(`${round}:${one}`)).toBe(false);
          seen.add(`${round}:${one}`);
        }
        if (next) expect(next.at).toBeGreaterThanOrEqual(now);
        position = next;
      }
    }),
    { numRuns: 300 },
  );
});

import { describe, expect, it } from 'vitest';
import { DAY, HOUR } from '../test/support/factory.ts';
import { nextShifts, type OnCallOverride, whoIsOnCall } from './on-call.ts';
import { whomItMeans } from './reach.ts';
import { rotation } from './rotation.ts';
import { alertSettings, aPerson } from './settings-under-test.ts';

const MONDAY = Date.parse('2026-11-16T09:00:00Z');
const settings = alertSettings({
  people: { olga: aPerson('Olga'), ivan: aPerson('Ivan'), petr: aPerson('Petr') },
  teams: { workshop: ['ivan', 'petr'] },
  rotations: {
    support: rotation({ zone: 'UTC', from: '2026-11-16T09:00', shift: 'P1D', people: ['olga', 'ivan', 'petr'] }),
  },
});

let made = 0;
function override(named: Partial<OnCallOverride>): OnCallOverride {
  made += 1;
  const usual = { id: made, kind: 'override', rotation: 'support', person: 'petr' } as const;
  return { ...usual, from: MONDAY, until: MONDAY + 4 * HOUR, author: 'Elena', reason: null, ...named };
}
const away = (person: string, from = MONDAY, until = MONDAY + DAY) =>
  override({ kind: 'away', rotation: null, person, from, until });

describe('on call', () => {
  it('is whose shift it is', () => {
    expect(whoIsOnCall(settings, [], 'support', MONDAY)).toBe('olga');
    expect(whoIsOnCall(settings, [], 'support', MONDAY + DAY)).toBe('ivan');
    expect(whoIsOnCall(settings, [], 'support', MONDAY - 1)).toBe('petr');
    expect(whoIsOnCall(settings, [], 'unknown', MONDAY)).toBeNull();
  });

  it('is the next one where somebody is away, and nobody where all are', () => {
    expect(whoIsOnCall(settings, [away('olga')], 'support', MONDAY)).toBe('ivan');
    expect(whoIsOnCall(settings, [away('olga'), away('ivan')], 'support', MONDAY)).toBe('petr');
    expect(whoIsOnCall(settings, [away('olga'), away('ivan'), away('petr')], 'support', MONDAY)).toBeNull();
    expect(whoIsOnCall(settings, [away('olga')], 'support', MONDAY + 3 * DAY)).toBe('olga');
  });

  it('is whoever stands in, the one entered last, unless they are away', () => {
    const [first, second] = [override({ person: 'petr' }), override({ person: 'ivan' })];
    expect(whoIsOnCall(settings, [first, second], 'support', MONDAY)).toBe('ivan');
    expect(whoIsOnCall(settings, [first, second, away('ivan')], 'support', MONDAY)).toBe('petr');
    expect(whoIsOnCall(settings, [first], 'support', MONDAY + 4 * HOUR)).toBe('olga');
    expect(whoIsOnCall(settings, [override({ person: 'gone' })], 'support', MONDAY)).toBe('olga');
  });

  it('comes as a list of who has it from when to when', () => {
    const absent = away('ivan', MONDAY + DAY, MONDAY + DAY + 6 * HOUR);
    expect(nextShifts(settings, [override({}), absent], 'support', { now: MONDAY + HOUR, count: 4 })).toEqual([
      { person: 'petr', from: MONDAY, to: MONDAY + 4 * HOUR },
      { person: 'olga', from: MONDAY + 4 * HOUR, to: MONDAY + DAY },
      { person: 'petr', from: MONDAY + DAY, to: MONDAY + DAY + 6 * HOUR },
      { person: 'ivan', from: MONDAY + DAY + 6 * HOUR, to: MONDAY + 2 * DAY },
    ]);
  });

  it('is a list with an end also where one person has it for ever', () => {
    const alone = alertSettings({
      people: settings.people,
      rotations: { one: rotation({ zone: 'UTC', from: '2026-11-16T09:00', shift: 'P1W', people: ['olga'] }) },
    });
    expect(nextShifts(alone, [], 'one', { now: MONDAY, count: 3 })).toMatchObject([{ person: 'olga', from: MONDAY }]);
  });
});

describe('a step', () => {
  const means = (tell: Parameters<typeof whomItMeans>[2]['tell'], overrides: OnCallOverride[] = []) =>
    whomItMeans(settings, overrides, { tell }, MONDAY);

  it('means everybody once, in the order in which they are named', () => {
    const all = [
      { kind: 'onCall', rotation: 'support' },
      { kind: 'team', team: 'workshop' },
      { kind: 'person', person: 'olga' },
      { kind: 'slack' },
    ] as const;
    expect(means(all)).toEqual(['olga', 'ivan', 'petr', 'slack']);
  });

  it('means nobody who is away', () => {
    expect(means([{ kind: 'person', person: 'olga' }], [away('olga')])).toEqual([]);
    expect(means([{ kind: 'team', team: 'workshop' }], [away('petr')])).toEqual(['ivan']);
  });
});

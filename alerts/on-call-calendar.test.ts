import { expect, test } from 'vitest';
import { DAY, HOUR, T0 } from '../test/support/factory.ts';
import type { OnCallOverride } from './on-call.ts';
import { calendarOf } from './on-call-calendar.ts';
import { rotation } from './rotation.ts';
import { aPerson } from './settings-under-test.ts';

// T0 is a Friday, 12:00 in Moscow; handovers are at noon.
const settings = {
  people: { olga: aPerson('Olga'), ivan: aPerson('Ivan'), boris: aPerson('Boris') },
  rotations: {
    mes: rotation({ zone: 'Europe/Moscow', from: '2026-11-20T12:00', shift: 'P1D', people: ['olga', 'ivan', 'boris'] }),
  },
};

let made = 0;
const entered = (named: Partial<OnCallOverride> & Pick<OnCallOverride, 'kind' | 'person'>): OnCallOverride => {
  made += 1;
  const rotationOf = named.kind === 'override' ? 'mes' : null;
  return { id: made, rotation: rotationOf, from: T0, until: T0 + DAY, author: 'x', reason: null, ...named };
};

const rows = (overrides: OnCallOverride[], days = 2) =>
  calendarOf(settings, overrides, 'mes', { from: T0 + HOUR, to: T0 + HOUR + days * DAY }).map(
    ({ person, from, to, why, instead, override }) =>
      `${(from - T0) / HOUR}–${(to - T0) / HOUR} ${person} ${why}${instead ? ` for ${instead}` : ''}${override ? ` #${override.id}` : ''}`,
  );

test('shift after shift, without gaps, to the end asked for', () => {
  expect(rows([])).toEqual(['1–24 olga turn', '24–48 ivan turn', '48–49 boris turn']);
});

test('who stands in and who is away, when, and instead of whom', () => {
  const standIn = entered({ kind: 'override', person: 'boris', from: T0 + 3 * HOUR, until: T0 + 26 * HOUR });
  const away = entered({ kind: 'away', person: 'ivan', from: T0 + 20 * HOUR, until: T0 + 30 * HOUR });
  expect(rows([standIn, away])).toEqual([
    '1–3 olga turn',
    `3–24 boris standIn for olga #${standIn.id}`,
    `24–26 boris standIn for ivan #${standIn.id}`,
    `26–30 boris absence for ivan #${away.id}`,
    '30–48 ivan turn',
    '48–49 boris turn',
  ]);
});

test('what concerns others cuts no stretch, and nobody is nobody', () => {
  expect(rows([entered({ kind: 'away', person: 'ivan', from: T0, until: T0 + 5 * HOUR })], 1)[0]).toBe(
    '1–24 olga turn',
  );
  const all = ['olga', 'ivan', 'boris'].map(person => entered({ kind: 'away', person, until: T0 + 2 * HOUR }));
  expect(rows(all, 1)[0]).toMatch(/^1–2 null nobody for olga #/);
});

import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readConfiguration } from '../app/configuration/read.ts';
import { RIGHT } from '../app/configuration/refused-under-test.ts';
import { compilePeople } from './people-section.ts';

function compiled(text: string) {
  const verdict = readConfiguration(text, 'orderwatch.yaml');
  if (!verdict.ok) throw new Error(verdict.problems.map(({ sentence }) => sentence).join('\n'));
  const { declared } = verdict;
  return compilePeople(declared, { calendars: declared.calendars ?? {}, locale: 'ru', zone: 'Europe/Moscow' });
}

const at = (text: string) => Date.parse(text);

describe('of the jewellery maker', () => {
  const settings = compiled(readFileSync('app/configuration/reference.yaml', 'utf8'));

  test('somebody is told of everything critical, at any time', () => {
    for (const { critical } of Object.values(settings.routes)) {
      expect(settings.chains[critical!]!.calendar).toBeNull();
    }
  });

  test('warnings wait until the workshop opens, and their delays are working time', () => {
    const { calendar, steps } = settings.chains['working-hours']!;
    expect(calendar).not.toBeNull();
    const friday = at('2026-11-20T17:00:00+03:00');
    expect(steps[1]!.after!(friday, [])).toBe(at('2026-11-23T10:00:00+03:00'));
    expect(steps[2]!.after!(friday, [])).toBe(at('2026-11-23T17:00:00+03:00'));
  });

  test('two people take turns', () => {
    const { shiftAt, people } = settings.rotations.support!;
    expect(people).toEqual(['olga', 'ivan']);
    expect(shiftAt(at('2026-11-09T08:59:00+03:00')).index).toBe(0);
    expect(shiftAt(at('2026-11-09T09:00:00+03:00'))).toEqual({
      index: 1,
      from: at('2026-11-09T09:00:00+03:00'),
      to: at('2026-11-16T09:00:00+03:00'),
    });
  });

  test('managers get digests, and teams are people', () => {
    expect(settings.digests).toEqual([
      {
        name: 'every-morning',
        kind: 'daily',
        schedule: { cron: '0 9 * * 1-5', zone: 'Europe/Moscow' },
        people: ['elena'],
      },
      {
        name: 'every-week',
        kind: 'weekly',
        schedule: { cron: '0 9 * * 1', zone: 'Europe/Moscow' },
        people: ['elena', 'marina', 'pavel'],
      },
    ]);
  });
});

test('what is left out is as it is for everybody', () => {
  const { people, digests, chains, routes } = compiled(`${RIGHT}people: { olga: { email: olga@shop.example } }
chains: { one: { steps: [{ after: P1D, tell: { people: [olga], slack: true } }] } }
routes: { all: { critical: one } }
digests: { weekly: { kind: weekly, people: [olga] } }
`);
  expect(people.olga).toEqual({
    name: 'olga',
    email: 'olga@shop.example',
    phone: null,
    locale: 'ru',
    zone: 'Europe/Moscow',
    channels: {
      critical: ['sms', 'telegram', 'email'],
      warning: ['telegram', 'email', 'sms'],
      info: ['email', 'telegram'],
    },
  });
  expect(chains.one).toMatchObject({
    repeat: null,
    calendar: null,
    steps: [{ tell: [{ kind: 'person', person: 'olga' }, { kind: 'slack' }], channels: null }],
  });
  expect(routes.all).toEqual({ critical: 'one', warning: null, info: null });
  expect(digests).toMatchObject([{ schedule: { cron: '0 9 * * 1', zone: 'Europe/Moscow' }, people: ['olga'] }]);
});

test('a day of a chain is a day of its zone, the longer one as well', () => {
  const { chains } = compiled(
    `${RIGHT}chains: { one: { zone: Europe/Berlin, steps: [{ after: P1D, tell: { slack: true } }] } }\n`,
  );
  const after = chains.one!.steps[0]!.after!;
  expect(after(at('2026-10-24T12:00:00+02:00'), [])).toBe(at('2026-10-25T12:00:00+01:00'));
});

test('without these sections nobody is told of anything', () => {
  expect(compiled(RIGHT)).toEqual({ people: {}, teams: {}, rotations: {}, routes: {}, chains: {}, digests: [] });
});

import { type Mistake, meant, type Path, quoted, type Readable, type Refused } from '../platform/mistake.ts';
import { repeated } from '../tracker/calendar-section.ts';
import { isDuration, parseDuration } from '../tracker/iso-duration.ts';
import { NAME } from '../tracker/lifecycle-section.ts';
import { businessTimeMistake } from '../tracker/service-level.ts';
import { NOBODY } from './chain-schema.ts';
import type { ToldDeclaration } from './people-section.ts';
import { scheduleMistakes } from './schedule-mistakes.ts';
import { SEVERITIES } from './severity.ts';

type Stated = Readable<ToldDeclaration>;
type Of<Key extends keyof ToldDeclaration> = NonNullable<NonNullable<Stated[Key]>[string]>;

export type AroundTold = {
  /** Names of those that are declared; null: they can't be read. */
  calendars: readonly string[] | null;
  /** What the schema has refused, from the root of the document. */
  refused: Refused;
};

/** What may be named; null where nobody knows, because it can't be read. */
type Known = { [key in 'person' | 'team' | 'rotation' | 'chain' | 'calendar']: readonly string[] | null };

const SECTIONS = {
  person: 'people',
  team: 'teams',
  rotation: 'onCall',
  chain: 'chains',
  calendar: 'calendars',
} as const;

const SHORTEST_SHIFT_MS = 3_600_000;
const DAY_MS = 24 * 3_600_000;

/** What the schema can't see. Paths are from the root of the document. */
export function toldMistakes(declared: Stated, { calendars, refused }: AroundTold): Mistake[] {
  const { people = {}, teams = {}, onCall = {}, chains = {}, routes = {}, digests = {} } = declared;
  const namesOf = (key: keyof Stated, all: object) =>
    declared[key] === undefined && refused([key]) ? null : Object.keys(all);
  const known: Known = {
    person: namesOf('people', people),
    team: namesOf('teams', teams),
    rotation: namesOf('onCall', onCall),
    chain: namesOf('chains', chains),
    calendar: calendars,
  };
  return [
    ...names('people', people, 'person', ['slack']),
    ...names('teams', teams, 'team'),
    ...names('onCall', onCall, 'rotation'),
    ...names('chains', chains, 'chain', [NOBODY]),
    ...names('routes', routes, 'route'),
    ...names('digests', digests, 'digest'),
    ...each('people', people, (person, path) => personMistakes(person, path, refused)),
    ...each('teams', teams, (team, path) => listMistakes(path, team, 'person', known)),
    ...each('onCall', onCall, (rotation, path) => rotationMistakes(rotation, path, known)),
    ...each('chains', chains, (chain, path) => chainMistakes(chain, path, known, refused)),
    ...each('routes', routes, (route, path) => routeMistakes(route, path, known)),
    ...each('digests', digests, (digest, path) => digestMistakes(digest, path, known, refused)),
  ];
}

function each<T>(
  section: string,
  all: Readonly<Record<string, T | undefined>>,
  check: (one: NonNullable<T>, path: Path) => Mistake[],
): Mistake[] {
  return Object.entries(all).flatMap(([name, one]) => (one ? check(one, [section, name]) : []));
}

function names(section: string, all: object, kind: string, taken: readonly string[] = []): Mistake[] {
  return Object.keys(all).flatMap(name => {
    const path = [section, name];
    if (taken.includes(name)) return [{ path, sentence: `No ${kind} can be called ${name}: it means something else.` }];
    if (NAME.test(name)) return [];
    const form = 'a name has 1 to 64 letters of a to z, digits, hyphens and underscores, and begins with a letter.';
    return [{ path, sentence: `${quoted(name)} is no name for a ${kind}; ${form}` }];
  });
}

function personMistakes({ email, phone, channels = {} }: Of<'people'>, path: Path, refused: Refused): Mistake[] {
  const cannot = (key: string, value: string | undefined) => value === undefined && !refused([...path, key]);
  const [noEmail, noPhone] = [cannot('email', email), cannot('phone', phone)];
  if (noEmail && noPhone) {
    return [{ path, sentence: 'Nobody can reach this person; give `email`, `phone` or both.' }];
  }
  return SEVERITIES.flatMap(severity => {
    const wanted = channels[severity] ?? [];
    const at = [...path, 'channels', severity];
    const missing = wanted.flatMap((channel, index): Mistake[] => {
      const needs = channel === 'email' && noEmail ? 'email' : channel === 'sms' && noPhone ? 'phone' : null;
      const sentence = `The channel ${channel} is wanted, but there is no \`${needs}\` to which it could go.`;
      return needs === null ? [] : [{ path: [...at, index], sentence }];
    });
    return [...repeated(at, wanted), ...missing];
  });
}

function rotationMistakes({ shift, people = [] }: Of<'onCall'>, path: Path, known: Known): Mistake[] {
  return [...shiftMistakes(shift, [...path, 'shift']), ...listMistakes([...path, 'people'], people, 'person', known)];
}

function shiftMistakes(shift: string | undefined, path: Path): Mistake[] {
  if (shift === undefined || !isDuration(shift)) return [];
  const { months, days, ms } = parseDuration(shift);
  if (months > 0) return [{ path, sentence: 'Months are not equally long; count weeks (P4W) or days.' }];
  if (days * DAY_MS + ms >= SHORTEST_SHIFT_MS) return [];
  return [{ path, sentence: 'A shift is at least an hour long (PT1H).' }];
}

function chainMistakes(chain: Of<'chains'>, path: Path, known: Known, refused: Refused): Mistake[] {
  const { calendar, zone, steps = [], repeat } = chain;
  const found: Mistake[] = [];
  if (calendar !== undefined) found.push(...unknown([...path, 'calendar'], calendar, 'calendar', known));
  if (calendar !== undefined && zone !== undefined) {
    found.push({
      path: [...path, 'zone'],
      sentence: 'The chain goes by its calendar, which has a zone; leave `zone` out.',
    });
  }
  const inBusinessTime = (at: Path, iso: string | undefined) => {
    const mistake = calendar === undefined || iso === undefined ? null : businessTimeMistake(iso);
    if (mistake !== null) found.push({ path: at, sentence: mistake });
  };
  for (const [index, step] of steps.entries()) {
    const at = [...path, 'steps', index];
    inBusinessTime([...at, 'after'], step?.after);
    if (step?.tell) found.push(...targetMistakes(step.tell, [...at, 'tell'], known, refused));
    found.push(...repeated([...at, 'channels'], step?.channels ?? []));
  }
  inBusinessTime([...path, 'repeat', 'after'], repeat?.after);
  if (repeat?.from !== undefined && repeat.from > steps.length && !refused([...path, 'steps'])) {
    const sentence = `The chain has ${steps.length === 1 ? 'one step' : `${steps.length} steps`}; there is no step ${repeat.from} to go on from.`;
    found.push({ path: [...path, 'repeat', 'from'], sentence });
  }
  return found;
}

type Tell = NonNullable<NonNullable<NonNullable<Of<'chains'>['steps']>[number]>['tell']>;

function targetMistakes({ onCall, people, teams, slack }: Tell, path: Path, known: Known, refused: Refused): Mistake[] {
  if (!(onCall || people || teams || slack) && !refused(path)) {
    return [{ path, sentence: 'The step tells nobody; give `onCall`, `people`, `teams` or `slack: true`.' }];
  }
  return [
    ...listMistakes([...path, 'onCall'], onCall ?? [], 'rotation', known),
    ...listMistakes([...path, 'people'], people ?? [], 'person', known),
    ...listMistakes([...path, 'teams'], teams ?? [], 'team', known),
  ];
}

function routeMistakes(route: Of<'routes'>, path: Path, known: Known): Mistake[] {
  return SEVERITIES.flatMap(severity => {
    const chain = route[severity];
    return chain === undefined || chain === NOBODY ? [] : unknown([...path, severity], chain, 'chain', known);
  });
}

function digestMistakes({ cron, people, teams }: Of<'digests'>, path: Path, known: Known, refused: Refused): Mistake[] {
  const nobody = !(people || teams) && !refused(path);
  return [
    ...scheduleMistakes([...path, 'cron'], cron),
    ...(nobody ? [{ path, sentence: 'The digest goes to nobody; give `people`, `teams` or both.' }] : []),
    ...listMistakes([...path, 'people'], people ?? [], 'person', known),
    ...listMistakes([...path, 'teams'], teams ?? [], 'team', known),
  ];
}

function listMistakes(path: Path, list: readonly (string | undefined)[], kind: keyof Known, known: Known): Mistake[] {
  return [
    ...repeated(path, list),
    ...list.flatMap((name, index) => (name === undefined ? [] : unknown([...path, index], name, kind, known))),
  ];
}

function unknown(path: Path, name: string, kind: keyof Known, known: Known): Mistake[] {
  const all = known[kind];
  if (all === null || all.includes(name)) return [];
  const section = SECTIONS[kind];
  const which = all.length === 0 ? `none is declared in \`${section}\`` : `declared are ${all.join(', ')}`;
  return [{ path, sentence: `The ${kind} ${quoted(name)} is not known; ${which}.${meant(name, all)}` }];
}

import { capital, type Mistake, meant, type Path, quoted, type Readable, type Refused } from '../platform/mistake.ts';
import { nearMatch } from '../platform/near-match.ts';
import { workingDayMs } from './calendar.ts';
import { calendarMistakes, knownHours, repeated } from './calendar-section.ts';
import { OWN_SOURCE } from './event.ts';
import { type LifecycleSections, NAME, STATUS_NAME } from './lifecycle-section.ts';
import { businessTimeMistake, targetIsLonger } from './service-level.ts';

type Sections = Readable<LifecycleSections>;
type Lifecycle = NonNullable<NonNullable<Sections['lifecycles']>[string]>;
type Status = NonNullable<NonNullable<Lifecycle['statuses']>[string]>;

/**
 * What is wrong with the sections although each value for itself has the right form. `refused`: what has not, and is
 * missing from `sections` therefore.
 */
export function lifecycleMistakes(sections: Sections, refused: Refused = () => false): Mistake[] {
  const { systems = [], calendars = {}, lifecycles = {} } = sections;
  const workingDays = new Map(
    Object.entries(calendars).map(([name, calendar = {}]) => {
      const hours = knownHours(calendar, path => refused(['calendars', name, ...path]));
      return [name, hours && workingDayMs(hours)];
    }),
  );
  const hasCalendars = sections.calendars !== undefined || !refused(['calendars']);
  return [
    ...repeated(['systems'], systems),
    ...reservedSystems(systems),
    ...names(['calendars'], Object.keys(calendars), 'calendar', NAME, 'digits, hyphens and underscores'),
    ...Object.entries(calendars).flatMap(([name, calendar]) =>
      calendar === undefined ? [] : within(['calendars', name], calendar, refused, calendarMistakes),
    ),
    ...names(['lifecycles'], Object.keys(lifecycles), 'lifecycle', NAME, 'digits, hyphens and underscores'),
    ...choiceMistakes(lifecycles, refused),
    ...Object.entries(lifecycles).flatMap(([name, lifecycle]) =>
      lifecycle === undefined
        ? []
        : within(['lifecycles', name], lifecycle, refused, (declared, refused) => [
            ...(hasCalendars ? calendarOf(declared, calendars, refused) : []),
            ...statusMistakes(declared, workingDays.get(declared.calendar ?? '') ?? null, refused),
          ]),
    ),
    ...ownerMistakes(sections, refused),
  ];
}

function within<T>(root: Path, part: T, refused: Refused, check: (part: T, refused: Refused) => Mistake[]): Mistake[] {
  const found = check(part, path => refused([...root, ...path]));
  return found.map(({ path, sentence }) => ({ path: [...root, ...path], sentence }));
}

function names(root: Path, all: readonly string[], kind: string, form: RegExp, signs: string): Mistake[] {
  return all
    .filter(name => !form.test(name))
    .map(name => ({
      path: [...root, name],
      sentence:
        `${quoted(name)} is no name for a ${kind}; a name has 1 to 64 letters of a to z, ${signs}, and begins with ` +
        'a letter.',
    }));
}

/** Names that mean something else where systems are named: us, and a correlation id. */
function reservedSystems(systems: readonly (string | undefined)[]): Mistake[] {
  return systems.flatMap((system, index) =>
    system?.toLowerCase() === OWN_SOURCE || system === 'corr'
      ? [{ path: ['systems', index], sentence: `"${system}" is reserved; give the system another name.` }]
      : [],
  );
}

/** Which lifecycle an order has must be clear for every order. */
function choiceMistakes(lifecycles: NonNullable<Sections['lifecycles']>, refused: Refused): Mistake[] {
  if (refused(['lifecycles']) && Object.keys(lifecycles).length === 0) return [];
  const path = (name: string, ...rest: string[]) => ['lifecycles', name, ...rest];
  const all = Object.keys(lifecycles);
  const unclear = all.filter(name => lifecycles[name] === undefined || refused(path(name, 'match')));
  const general = all.filter(name => !unclear.includes(name) && lifecycles[name]?.match === undefined);
  const mistakes: Mistake[] = [];
  if (all.length === 0) {
    mistakes.push({ path: ['lifecycles'], sentence: 'No lifecycle is declared; there must be at least one.' });
  } else if (general.length === 0 && unclear.length === 0) {
    mistakes.push({
      path: ['lifecycles'],
      sentence: 'Every lifecycle has a `match`; exactly one must have none, for the orders that no other one is for.',
    });
  }
  for (const name of general.slice(1)) {
    mistakes.push({
      path: path(name),
      sentence:
        `The lifecycle ${name} has no \`match\`, and neither has ${general[0]}; exactly one is for the orders that no ` +
        'other one is for, so say here for which ones this is.',
    });
  }
  for (const name of all) {
    const match = lifecycles[name]?.match;
    if (match === undefined || refused(path(name, 'match'))) continue;
    if (match.partner === undefined && match.productClass === undefined) {
      mistakes.push({
        path: path(name, 'match'),
        sentence:
          '`match` names no trait; name `partner` or `productClass`, or leave it out where it is for all orders.',
      });
    }
    const sooner = all.slice(0, all.indexOf(name)).find(before => covers(lifecycles[before]?.match, match));
    if (sooner !== undefined && !refused(path(sooner, 'match'))) {
      mistakes.push({
        path: path(name, 'match'),
        sentence: `No order will have this lifecycle: ${sooner}, declared before it, is for all of these orders.`,
      });
    }
    mistakes.push(...repeated(path(name, 'match', 'partner'), match.partner ?? []));
    mistakes.push(...repeated(path(name, 'match', 'productClass'), match.productClass ?? []));
  }
  return mistakes;
}

/** Whether every order that `inner` is for is one that `outer` is for. */
function covers(outer: Lifecycle['match'], inner: NonNullable<Lifecycle['match']>): boolean {
  if (outer === undefined || (outer.partner ?? outer.productClass) === undefined) return false;
  return (['partner', 'productClass'] as const).every(
    trait => outer[trait] === undefined || inner[trait]?.every(value => outer[trait]?.includes(value)),
  );
}

function calendarOf({ calendar, statuses = {} }: Lifecycle, calendars: object, refused: Refused): Mistake[] {
  const known = Object.keys(calendars);
  if (calendar !== undefined) {
    if (known.includes(calendar)) return [];
    const which = known.length === 0 ? 'none is declared in `calendars`' : `declared are ${known.join(', ')}`;
    return [
      {
        path: ['calendar'],
        sentence: `The calendar ${quoted(calendar)} is not known; ${which}.${meant(calendar, known)}`,
      },
    ];
  }
  if (refused(['calendar'])) return [];
  return Object.entries(statuses)
    .filter(([, status]) => status?.serviceLevel?.time === 'business')
    .map(([name]) => ({
      path: ['statuses', name, 'serviceLevel', 'time'],
      sentence: `The limits of ${name} are in business time, but its lifecycle has no \`calendar\`; name one of \`calendars\`.`,
    }));
}

function statusMistakes({ statuses = {} }: Lifecycle, workingDay: number | null, refused: Refused): Mistake[] {
  if (refused(['statuses']) && Object.keys(statuses).length === 0) return [];
  const known = Object.keys(statuses);
  return [
    ...names(['statuses'], known, 'status', STATUS_NAME, 'digits and underscores'),
    ...known.flatMap(name =>
      within(['statuses', name], statuses[name] ?? {}, refused, (status, refused) => [
        ...nextMistakes(status, known, name),
        ...limitMistakes(status, name, workingDay, refused),
      ]),
    ),
    ...wayMistakes(statuses, refused),
  ];
}

function nextMistakes({ next = [] }: Status, known: readonly string[], name: string): Mistake[] {
  const unknown = next.flatMap((status, index) => {
    const path = ['next', index];
    if (status === undefined) return [];
    if (status === name) return [{ path, sentence: `${name} can't follow itself; leave it out of its \`next\`.` }];
    if (known.includes(status)) return [];
    return [
      {
        path,
        sentence: `The status ${quoted(status)} is not declared.${meant(status, known)} Declared are ${known.join(', ')}.`,
      },
    ];
  });
  return [...unknown, ...repeated(['next'], next)];
}

function limitMistakes(
  { next, serviceLevel, freeze }: Status,
  name: string,
  workingDay: number | null,
  refused: Refused,
): Mistake[] {
  if (next === undefined || refused(['next'])) return durationMistakes(serviceLevel, workingDay);
  if (next.length > 0) {
    if (serviceLevel !== undefined || refused(['serviceLevel'])) return durationMistakes(serviceLevel, workingDay);
    const sentence =
      `${name} has no \`serviceLevel\`; every status that an order must leave needs one, such as ` +
      'serviceLevel: { target: P1D, breach: P3D }.';
    return [{ path: [], sentence }];
  }
  const why = `an order ends in ${name} (its \`next\` is empty)`;
  return [
    ...(serviceLevel
      ? [{ path: ['serviceLevel'], sentence: capital(`${why}, so no limit can run; leave it out.`) }]
      : []),
    ...(freeze
      ? [{ path: ['freeze'], sentence: capital(`${why}, so there is nothing to freeze; leave it out.`) }]
      : []),
  ];
}

function durationMistakes(serviceLevel: Status['serviceLevel'], workingDay: number | null): Mistake[] {
  const { target, breach, time = 'calendar' } = serviceLevel ?? {};
  const wrong = Object.entries(time === 'business' ? { target, breach } : {}).flatMap(([name, limit]) => {
    const mistake = limit === undefined ? null : businessTimeMistake(limit);
    return mistake === null ? [] : [{ path: ['serviceLevel', name], sentence: `The ${name} ${mistake}` }];
  });
  if (wrong.length > 0 || target === undefined || breach === undefined) return wrong;
  if (!targetIsLonger({ target, breach, time }, workingDay)) return [];
  const sentence = `The target ${target} is longer than the breach ${breach}; an order is at risk before it is stuck.`;
  return [{ path: ['serviceLevel', 'target'], sentence }];
}

/** Every status must be one that some order can come to. */
function wayMistakes(statuses: NonNullable<Lifecycle['statuses']>, refused: Refused): Mistake[] {
  const known = Object.keys(statuses);
  if (known.length === 0) {
    return [{ path: ['statuses'], sentence: 'No status is declared; there must be at least one.' }];
  }
  const unclear = (field: string) =>
    known.some(name => statuses[name] === undefined || refused(['statuses', name, field]));
  const reached = new Set(known.filter(name => statuses[name]?.entry));
  if (reached.size === 0) {
    const sentence = 'No order can begin in this lifecycle; give at least one status entry: true.';
    return unclear('entry') ? [] : [{ path: ['statuses'], sentence }];
  }
  if (unclear('entry') || unclear('next')) return [];
  // A misspelt name is told once, where it stands, and not of all the statuses before and after it.
  const after = (name: string) => statuses[name]!.next!.map(it => (known.includes(it!) ? it! : nearMatch(it!, known)));
  for (const name of reached) {
    for (const next of after(name)) if (next !== null) reached.add(next);
  }
  // One that is like no other may be a status that is still to be written, and the end.
  const ending = new Set(known.filter(name => after(name).length === 0 || after(name).includes(null)));
  for (const name of ending) {
    for (const before of known) if (after(before).includes(name)) ending.add(before);
  }
  return known.flatMap(name => {
    const path = ['statuses', name];
    if (!reached.has(name)) {
      const advice = 'name it in the `next` of a status before it, or give it entry: true.';
      return [{ path, sentence: `No order can come to ${name}; ${advice}` }];
    }
    if (!ending.has(name)) {
      const advice = 'lead from it, over however many statuses, to one with next: [].';
      return [{ path, sentence: `An order that has come to ${name} can never end; ${advice}` }];
    }
    return [];
  });
}

function ownerMistakes({ systems = [], lifecycles = {} }: Sections, refused: Refused): Mistake[] {
  if (refused(['systems'])) return [];
  const known = systems.filter(system => system !== undefined);
  return Object.entries(lifecycles).flatMap(([lifecycle, declared]) =>
    Object.entries(declared?.statuses ?? {}).flatMap(([name, status]) =>
      status?.owner === undefined || known.includes(status.owner)
        ? []
        : [
            {
              path: ['lifecycles', lifecycle, 'statuses', name, 'owner'],
              sentence:
                `The owner ${quoted(status.owner)} is none of \`systems\`.${meant(status.owner, known)} ` +
                `They are ${known.join(', ')}.`,
            },
          ],
    ),
  );
}

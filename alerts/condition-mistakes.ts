import { type Mistake, meant, type Path, quoted, type Readable } from '../platform/mistake.ts';
import { repeated } from '../tracker/calendar-section.ts';
import { isDuration } from '../tracker/iso-duration.ts';
import type { LifecycleSections } from '../tracker/lifecycle-section.ts';
import { businessTimeMistake } from '../tracker/service-level.ts';
import { isServiceLevel } from './written-limits.ts';

export type DeclaredLifecycle = NonNullable<NonNullable<Readable<LifecycleSections>['lifecycles']>[string]>;

/** What else the document declares; null: it can't be read, and nothing follows from a name that is missing in it. */
export type Surroundings = {
  lifecycles: Readonly<Record<string, DeclaredLifecycle>> | null;
  calendars: readonly string[] | null;
  systems: readonly string[] | null;
  routes: readonly string[] | null;
  endpoints: readonly string[] | null;
};

/** As it can be read: any key may be missing, or belong to another kind. */
export type ReadableCondition = Readonly<Record<string, unknown>>;

/** What is wrong with the names in a condition; `lifecycles`: those that the rule is about. Paths are from the condition. */
export function conditionMistakes(
  condition: ReadableCondition,
  { lifecycles, calendars, systems, endpoints }: Surroundings,
): Mistake[] {
  const { kind, status, successor, source, calendar, between, without, except, endpoint } = condition;
  return [
    ...(lifecycles === null ? [] : statusMistakes(String(kind), status, Object.values(lifecycles))),
    ...(lifecycles === null ? [] : successorMistakes(status, successor, Object.values(lifecycles))),
    ...(lifecycles === null ? [] : unknownStatuses(['except'], except, statusesOf(Object.values(lifecycles)))),
    ...(lifecycles === null ? [] : timeMistakes(condition, lifecycles)),
    ...(source === '*' || source === 'any' ? [] : unknownNames('source', ['source'], source, systems, SYSTEMS)),
    ...(endpoint === '*' ? [] : unknownNames('endpoint', ['endpoint'], endpoint, endpoints, '`endpoints`')),
    ...unknownNames('calendar', ['calendar'], calendar, calendars, '`calendars`'),
    ...unknownNames('system', ['between'], between, systems, SYSTEMS),
    ...unknownNames('system', ['without'], without, systems, SYSTEMS),
    ...[status, between, without, except].flatMap((list, index) =>
      Array.isArray(list) ? repeated([['status', 'between', 'without', 'except'][index]!], list) : [],
    ),
  ];
}

export const SYSTEMS = '`systems` and `sources`';

/** Of one name or a list of them, those that nobody declares. */
export function unknownNames(
  what: string,
  path: Path,
  named: unknown,
  known: readonly string[] | null,
  where: string,
): Mistake[] {
  if (known === null) return [];
  const which = known.length === 0 ? `none is declared in ${where}` : `declared in ${where} are ${known.join(', ')}`;
  const names = Array.isArray(named)
    ? named.map((name, index) => ({ name, at: [...path, index] }))
    : [{ name: named, at: path }];
  return names.flatMap(({ name, at }) =>
    typeof name !== 'string' || known.includes(name)
      ? []
      : [{ path: at, sentence: `The ${what} ${quoted(name)} is not known; ${which}.${meant(name, known)}` }],
  );
}

/** Kinds that ask how long an order has stayed somewhere. */
const ABOUT_STAYS = ['dwell', 'missing', 'stalled'];

function statusMistakes(kind: string, named: unknown, lifecycles: readonly DeclaredLifecycle[]): Mistake[] {
  if (named === '*' && kind === 'dwell') return [];
  const known = statusesOf(lifecycles);
  const unknown = unknownStatuses(['status'], named, known);
  if (unknown.length > 0 || !ABOUT_STAYS.includes(kind)) return unknown;
  return (Array.isArray(named) ? named : [named]).flatMap((name, index) => {
    if (typeof name !== 'string' || lifecycles.some(({ statuses }) => !isEnd(statuses?.[name]))) return [];
    const sentence = `An order ends in ${name}, so it can't stay there for too long; name one that it must leave.`;
    return [{ path: Array.isArray(named) ? ['status', index] : ['status'], sentence }];
  });
}

function isEnd(status: NonNullable<DeclaredLifecycle['statuses']>[string] | undefined): boolean {
  return status === undefined || status.next?.length === 0;
}

function successorMistakes(status: unknown, successor: unknown, lifecycles: readonly DeclaredLifecycle[]): Mistake[] {
  if (successor === undefined) return [];
  const unknown = unknownStatuses(['successor'], successor, statusesOf(lifecycles));
  if (unknown.length > 0 || typeof status !== 'string' || !statusesOf(lifecycles).includes(status)) return unknown;
  const next = lifecycles.flatMap(({ statuses }) => statuses?.[status]?.next ?? []).filter(name => name !== undefined);
  if (next.includes(String(successor))) return [];
  const sentence = `${successor} can't follow ${status}; after it come ${next.join(', ') || 'none'}.`;
  return [{ path: ['successor'], sentence }];
}

function unknownStatuses(path: Path, named: unknown, known: readonly string[]): Mistake[] {
  return unknownNames('status', path, named, known, '`lifecycles`');
}

function statusesOf(lifecycles: readonly DeclaredLifecycle[]): string[] {
  return [...new Set(lifecycles.flatMap(({ statuses }) => Object.keys(statuses ?? {})))];
}

function timeMistakes(
  { status, over, time }: ReadableCondition,
  lifecycles: Readonly<Record<string, DeclaredLifecycle>>,
): Mistake[] {
  if (time === undefined || typeof over !== 'string') return [];
  if (isServiceLevel(over)) {
    return [{ path: ['time'], sentence: `The ${over} has the time of its service level; leave \`time\` out.` }];
  }
  if (time !== 'business' || !isDuration(over)) return [];
  const mistake = businessTimeMistake(over);
  if (mistake !== null) return [{ path: ['over'], sentence: mistake }];
  const named = Array.isArray(status) ? status : [status];
  const without = Object.keys(lifecycles).find(name => {
    const { calendar, statuses = {} } = lifecycles[name]!;
    return calendar === undefined && (named.includes('*') || named.some(one => Object.hasOwn(statuses, String(one))));
  });
  if (without === undefined) return [];
  return [{ path: ['time'], sentence: `The lifecycle ${without} has no \`calendar\`, so it has no business time.` }];
}

import { z } from 'zod';
import type { ChannelName } from '../notifier/message.ts';
import { type Calendar, type CalendarDefinition, calendar } from '../tracker/calendar.ts';
import { businessLimit, calendarLimit, type Limit } from '../tracker/service-level.ts';
import { chainSections, NOBODY } from './chain-schema.ts';
import { peopleSections, USUAL_CHANNELS } from './people-schema.ts';
import { rotation } from './rotation.ts';
import type { AlertSettings, Chain, Digest, Person, Route, Step, Target } from './settings.ts';

/** The keys at the top of the document that say who is told of incidents, and how. */
export const toldSections = z.strictObject({ ...peopleSections, ...chainSections });

export type ToldDeclaration = z.output<typeof toldSections>;
type Declared<Key extends keyof ToldDeclaration> = NonNullable<ToldDeclaration[Key]>[string];

/** What stands elsewhere in the document: of `calendars`, and of `notifications` for whoever has none. */
export type AroundPeople = {
  calendars: Readonly<Record<string, CalendarDefinition>>;
  locale: string;
  zone: string;
};

const EVERY_MORNING = { daily: '0 9 * * *', weekly: '0 9 * * 1' } as const;

/** Of sections without mistakes. */
export function compilePeople(
  declared: ToldDeclaration,
  around: AroundPeople,
): Pick<AlertSettings, 'people' | 'teams' | 'rotations' | 'routes' | 'chains' | 'digests'> {
  const { people = {}, teams = {}, onCall = {}, chains = {}, routes = {}, digests = {} } = declared;
  const calendars = mapped(around.calendars, definition => calendar(definition));
  return {
    people: mapped(people, (person, name) => compilePerson(person, name, around)),
    teams,
    rotations: mapped(onCall, rotation),
    chains: mapped(chains, chain => compileChain(chain, calendars, around.zone)),
    routes: mapped(routes, compileRoute),
    digests: Object.entries(digests).map(([name, digest]) => compileDigest(digest, name, teams, around.zone)),
  };
}

function compilePerson(declared: Declared<'people'>, short: string, { locale, zone }: AroundPeople): Person {
  const { name = short, email = null, phone = null, channels = {} } = declared;
  const preferred: Person['channels'] = { ...USUAL_CHANNELS, ...channels };
  return { name, email, phone, locale: declared.locale ?? locale, zone: declared.zone ?? zone, channels: preferred };
}

function compileChain(
  declared: Declared<'chains'>,
  calendars: Readonly<Record<string, Calendar>>,
  zone: string,
): Chain {
  const { steps, repeat } = declared;
  const hours = declared.calendar === undefined ? null : calendars[declared.calendar]!;
  const limit = (iso: string): Limit =>
    hours === null ? calendarLimit(iso, declared.zone ?? zone) : businessLimit(iso, hours);
  return {
    steps: steps.map(step => compileStep(step, limit)),
    repeat: repeat ? { from: (repeat.from ?? 1) - 1, times: repeat.times, after: limit(repeat.after) } : null,
    calendar: hours,
  };
}

function compileStep(
  { after, tell, channels }: Declared<'chains'>['steps'][number],
  limit: (iso: string) => Limit,
): Step {
  const { onCall = [], people = [], teams = [], slack = false } = tell;
  const targets: Target[] = [
    ...onCall.map(name => ({ kind: 'onCall', rotation: name }) as const),
    ...people.map(name => ({ kind: 'person', person: name }) as const),
    ...teams.map(name => ({ kind: 'team', team: name }) as const),
    ...(slack ? [{ kind: 'slack' } as const] : []),
  ];
  const only: readonly ChannelName[] | null = channels ?? null;
  return { after: after === undefined ? null : limit(after), tell: targets, channels: only };
}

function compileRoute({ critical = NOBODY, warning = NOBODY, info = NOBODY }: Declared<'routes'>): Route {
  const chain = (name: string) => (name === NOBODY ? null : name);
  return { critical: chain(critical), warning: chain(warning), info: chain(info) };
}

function compileDigest(
  { kind, cron = EVERY_MORNING[kind], zone: at, people = [], teams: of = [] }: Declared<'digests'>,
  name: string,
  teams: Readonly<Record<string, readonly string[]>>,
  zone: string,
): Digest {
  const all = new Set([...people, ...of.flatMap(team => teams[team] ?? [])]);
  return { name, kind, schedule: { cron, zone: at ?? zone }, people: [...all] };
}

function mapped<From, To>(
  all: Readonly<Record<string, From>>,
  compile: (one: From, name: string) => To,
): Record<string, To> {
  return Object.fromEntries(Object.entries(all).map(([name, one]) => [name, compile(one, name)]));
}

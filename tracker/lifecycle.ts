import type { Instant } from '../platform/clock.ts';
import { type CalendarDefinition, calendar } from './calendar.ts';
import { businessLimit, calendarLimit, type Limit, type Pause, type ServiceLevel } from './service-level.ts';

export type StatusName = string;

export type { Pause, ServiceLevel };

export type LocalizedText = { en: string; ru: string };

/** What a lifecycle is chosen by. */
export type Traits = { partner: string | null; productClass: string | null };

/** Which orders a lifecycle is for: those that have one of the values of every trait named. */
export type Match = { [trait in keyof Traits]?: readonly string[] };

export type StatusDefinition = {
  /** The system whose word makes this status confirmed. */
  owner: string;
  /** The statuses that may follow, rework included. */
  next: readonly StatusName[];
  /** An order may begin here without anything missing before it. */
  entry?: boolean;
  /** For people who work here; without it the status is shown by its name. */
  label?: LocalizedText;
  /** For customers, who are shown nothing of a status that has no words for them. */
  customerLabel?: LocalizedText;
  /** The step of the customer's page that it belongs to; neighbours with the same words are one step. */
  customerStep?: LocalizedText;
  /** Absent for a status in which an order may rest for ever. */
  serviceLevel?: ServiceLevel;
  /** An order that has been in this status for so long (calendar time) is frozen until it moves or somebody decides. */
  freeze?: { after: string };
  /** The notice that a customer gets when the order comes into this status. */
  notice?: string;
};

/** The statuses stand in the order in which an order usually walks through them: their rank. */
export type LifecycleDefinition = {
  name: string;
  /** IANA zone of the calendar time in service levels. */
  zone: string;
  /** Of the business time in service levels. */
  calendar?: CalendarDefinition;
  /** Absent for the one that every order has which no other is for. */
  match?: Match;
  statuses: Readonly<Record<StatusName, StatusDefinition>>;
};

export type Lifecycle = {
  name: string;
  /** Changes with the definition: a state folded under another one must be folded again. */
  hash: string;
  /** Null for the one that every order has which no other is for. */
  match: Match | null;
  zone: string;
  calendar: CalendarDefinition | null;
  /** As it was declared: owner, labels, notice, freeze. Null for one that is not (or no longer) declared. */
  status(name: StatusName): StatusDefinition | null;
  knows(status: StatusName): boolean;
  names: readonly StatusName[];
  rank(status: StatusName): number;
  /** Null for a status that is not (or no longer) declared. */
  owner(status: StatusName): string | null;
  isTerminal(status: StatusName): boolean;
  /**
   * The shortest declared way: the statuses after `from` up to and with `to`; null when there is none.
   * From null: the way from the nearest entry, which is left out when `to` is one.
   */
  path(from: StatusName | null, to: StatusName): readonly StatusName[] | null;
  /** When an order that came into this status at `since` should and must have left it; null: no limit. */
  deadlines(status: StatusName, since: Instant, pauses: readonly Pause[]): { targetAt: Instant; dueAt: Instant } | null;
  /** When an order that came into this status at `since` and is still there is to be frozen; null: never. */
  freezeAt(status: StatusName, since: Instant, pauses: readonly Pause[]): Instant | null;
};

/** All lifecycles that are declared, and which one an order has. */
export type Lifecycles = {
  /** Systems in the order in which their ids name an order that has no order id yet. */
  systems: readonly string[];
  all: readonly Lifecycle[];
  /** Null when it is not (or no longer) declared. */
  named(name: string): Lifecycle | null;
  /** The first whose match holds. The same traits give the same object. */
  choose(traits: Traits): Lifecycle;
  /** A status of any of them. */
  knows(status: StatusName): boolean;
  names: readonly StatusName[];
};

/** Works a definition out into what the fold asks for. Throws when it names a status, a zone or hours that don't exist. */
export function lifecycle(definition: LifecycleDefinition, hash: string): Lifecycle {
  const names = Object.keys(definition.statuses);
  const ranks = new Map(names.map((name, rank) => [name, rank]));
  const status = (name: StatusName): StatusDefinition => {
    const found = Object.hasOwn(definition.statuses, name) ? definition.statuses[name] : undefined;
    if (!found) throw new Error(`Lifecycle ${definition.name} has no status ${name}`);
    return found;
  };
  for (const name of names) for (const next of status(name).next) status(next);

  const paths = new Map(names.map(name => [name, shortestPaths(name, status)]));
  const fromStart = pathsFromStart(names, paths, status);
  const levels = serviceLevels(definition);
  const freezes = freezeRules(definition);

  return {
    name: definition.name,
    hash,
    match: definition.match ?? null,
    zone: definition.zone,
    calendar: definition.calendar ?? null,
    names,
    status: name => (ranks.has(name) ? status(name) : null),
    knows: name => ranks.has(name),
    rank: name => ranks.get(name) ?? names.length,
    owner: name => (ranks.has(name) ? status(name).owner : null),
    isTerminal: name => ranks.has(name) && status(name).next.length === 0,
    path: (from, to) => (from === null ? fromStart : paths.get(from))?.get(to) ?? null,
    deadlines: (name, since, pauses) => {
      const level = levels.get(name);
      return level ? { targetAt: level.target(since, pauses), dueAt: level.breach(since, pauses) } : null;
    },
    freezeAt: (name, since, pauses) => freezes.get(name)?.(since, pauses) ?? null,
  };
}

/** Throws when two have one name, or when not exactly one is without a match: every order must have a lifecycle. */
export function lifecycles(systems: readonly string[], all: readonly Lifecycle[]): Lifecycles {
  const names = [...new Set(all.flatMap(({ names }) => names))];
  const byName = new Map(all.map(one => [one.name, one]));
  if (byName.size < all.length) throw new Error('Two lifecycles have the same name');
  const [rest, ...others] = all.filter(({ match }) => match === null);
  if (!rest || others.length > 0) throw new Error('Exactly one lifecycle must be without a match');
  const matching = all.filter(({ match }) => match !== null);
  return {
    systems,
    all,
    names,
    named: name => byName.get(name) ?? null,
    choose: traits => matching.find(({ match }) => matches(match!, traits)) ?? rest,
    knows: status => names.includes(status),
  };
}

/** For whoever reads orders and does not know what is declared: any status may be, and none is known to be an end. */
export const unknownLifecycles: Lifecycles = {
  ...lifecycles([], [lifecycle({ name: 'unknown', zone: 'UTC', statuses: {} }, '')]),
  named: () => null,
  knows: () => true,
};

function matches(match: Match, traits: Traits): boolean {
  return isOneOf(match.partner, traits.partner) && isOneOf(match.productClass, traits.productClass);
}

function isOneOf(wanted: readonly string[] | undefined, value: string | null): boolean {
  return wanted === undefined || (value !== null && wanted.includes(value));
}

function serviceLevels(definition: LifecycleDefinition): Map<StatusName, { target: Limit; breach: Limit }> {
  const hours = definition.calendar && calendar(definition.calendar);
  const limit = (status: StatusName, iso: string, time: ServiceLevel['time']): Limit => {
    if (time !== 'business') return calendarLimit(iso, definition.zone);
    if (!hours) throw new Error(`Lifecycle ${definition.name} has no calendar for the business time of ${status}`);
    return businessLimit(iso, hours);
  };
  return new Map(
    Object.entries(definition.statuses).flatMap(([name, { serviceLevel: level }]) =>
      level
        ? [[name, { target: limit(name, level.target, level.time), breach: limit(name, level.breach, level.time) }]]
        : [],
    ),
  );
}

/** Who looks for orders to freeze walks along their limits (freeze-due.ts), so they must have one. */
function freezeRules({ name, zone, statuses }: LifecycleDefinition): Map<StatusName, Limit> {
  return new Map(
    Object.entries(statuses).flatMap(([status, { freeze, serviceLevel }]) => {
      if (freeze && !serviceLevel)
        throw new Error(`Lifecycle ${name} freezes in ${status}, which has no service level`);
      return freeze ? [[status, calendarLimit(freeze.after, zone)] as const] : [];
    }),
  );
}

type Paths = Map<StatusName, readonly StatusName[]>;

function shortestPaths(from: StatusName, status: (name: StatusName) => StatusDefinition): Paths {
  const found: Paths = new Map();
  let frontier: [StatusName, readonly StatusName[]][] = [[from, []]];
  while (frontier.length > 0) {
    const further: typeof frontier = [];
    for (const [name, way] of frontier) {
      for (const next of status(name).next) {
        if (next === from || found.has(next)) continue;
        found.set(next, [...way, next]);
        further.push([next, [...way, next]]);
      }
    }
    frontier = further;
  }
  return found;
}

/** An order that begins in a later status has skipped the entry that leads there on the shortest way, and all between. */
function pathsFromStart(
  names: readonly StatusName[],
  paths: Map<StatusName, Paths>,
  status: (name: StatusName) => StatusDefinition,
): Paths {
  const found: Paths = new Map();
  for (const entry of names.filter(name => status(name).entry)) {
    found.set(entry, [entry]);
  }
  for (const entry of [...found.keys()]) {
    for (const [to, way] of paths.get(entry) ?? []) {
      const known = found.get(to);
      if (!known || known.length > way.length + 1) found.set(to, [entry, ...way]);
    }
  }
  return found;
}

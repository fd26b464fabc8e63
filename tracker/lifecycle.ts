import { Temporal } from 'temporal-polyfill';
import type { Instant } from '../platform/clock.ts';
import type { CalendarDefinition } from './calendar.ts';

export type StatusName = string;

/** ISO 8601 durations: date parts (P1D, P3W) are calendar time in the lifecycle's zone, time parts (PT24H) are exact. */
export type ServiceLevel = { target: string; breach: string; time?: 'calendar' | 'business' };

export type LocalizedText = { en: string; ru: string };

/** A stretch of time in which an order was frozen and no limit ran. */
export type Pause = readonly [from: Instant, to: Instant];

/** What a lifecycle is chosen by. */
export type Traits = { partner: string | null; productClass: string | null };

export type StatusDefinition = {
  /** The system whose word makes this status confirmed. */
  owner: string;
  /** The statuses that may follow, rework included. */
  next: readonly StatusName[];
  /** An order may begin here without anything missing before it. */
  entry?: true;
  label?: LocalizedText;
  /** What the customer is told instead of the label. */
  customerLabel?: LocalizedText;
  /** Absent for a status in which an order may rest for ever. */
  serviceLevel?: ServiceLevel;
  /** The order is frozen when it has been in the status this long. */
  freeze?: { after: string };
  /** What the customer is sent when the order comes into the status. */
  notice?: string;
};

/** The statuses stand in the order in which an order usually walks through them: their rank. */
export type LifecycleDefinition = {
  name: string;
  /** IANA zone of the calendar time in service levels. */
  zone: string;
  /** Of business time. */
  calendar?: CalendarDefinition;
  /** The orders that it is for; absent for the one that all others have. */
  match?: { partner?: readonly string[]; productClass?: readonly string[] };
  statuses: Readonly<Record<StatusName, StatusDefinition>>;
};

export type Lifecycle = {
  name: string;
  /** Changes with the definition: a state folded under another one must be folded again. */
  hash: string;
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
};

/** All lifecycles that are declared, and which one an order has. */
export type Lifecycles = {
  /** Systems in the order in which their ids name an order that has no order id yet. */
  systems: readonly string[];
  all: readonly Lifecycle[];
  /** Null when it is not (or no longer) declared. */
  named(name: string): Lifecycle | null;
  choose(traits: Traits): Lifecycle;
  /** A status of any of them. */
  knows(status: StatusName): boolean;
  names: readonly StatusName[];
};

/** Works a definition out into what the fold asks for. Throws when a status names another that does not exist. */
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
  const limits = new Map(names.map(name => [name, status(name).serviceLevel]));

  return {
    name: definition.name,
    hash,
    names,
    knows: name => ranks.has(name),
    rank: name => ranks.get(name) ?? names.length,
    owner: name => (ranks.has(name) ? status(name).owner : null),
    isTerminal: name => ranks.has(name) && status(name).next.length === 0,
    path: (from, to) => (from === null ? fromStart : paths.get(from))?.get(to) ?? null,
    deadlines: (name, since, pauses) => {
      const limit = limits.get(name);
      if (!limit) return null;
      const start = pauses.reduce((at, [from, to]) => at + (to - from), since);
      return {
        targetAt: addDuration(start, limit.target, definition.zone),
        dueAt: addDuration(start, limit.breach, definition.zone),
      };
    },
  };
}

/** The first lifecycle is that of every order that no other one is for. */
export function lifecycles(systems: readonly string[], all: readonly [Lifecycle, ...Lifecycle[]]): Lifecycles {
  const names = [...new Set(all.flatMap(({ names }) => names))];
  return {
    systems,
    all,
    names,
    named: name => all.find(one => one.name === name) ?? null,
    choose: () => all[0],
    knows: status => names.includes(status),
  };
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

const exactDurations = new Map<string, number | null>();

/** Adds an ISO 8601 duration: exact when it has time parts only, by the calendar of `zone` otherwise. */
export function addDuration(since: Instant, iso: string, zone: string): Instant {
  const exact = exactMilliseconds(iso);
  if (exact !== null) return since + exact;
  return Temporal.Instant.fromEpochMilliseconds(since).toZonedDateTimeISO(zone).add(iso).epochMilliseconds;
}

function exactMilliseconds(iso: string): number | null {
  const known = exactDurations.get(iso);
  if (known !== undefined) return known;
  const duration = Temporal.Duration.from(iso);
  const calendar = duration.years || duration.months || duration.weeks || duration.days;
  const exact = calendar ? null : duration.total('milliseconds');
  exactDurations.set(iso, exact);
  return exact;
}

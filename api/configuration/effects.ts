import type { z } from 'zod';
import type { Lifecycles } from '../../tracker/lifecycle.ts';
import type { contract } from '../contract.ts';
import type { Change } from './configuration-desk.ts';

export type Effect = NonNullable<z.infer<typeof contract.ConfigurationCheck>['changes'][number]['effect']>;

/** How many orders stand in each status now. */
export type Standing = readonly { lifecycle: string; status: string; orders: number }[];

type Around = { before: Lifecycles; after: Lifecycles; standing: Standing };

/** What a change does to what is under way; null: nothing that can be counted. */
export function effectOf(change: Change, around: Around): Effect | null {
  const [section, name, ...rest] = change.path.map(String);
  if (section === undefined || name === undefined) return null;
  switch (section) {
    case 'rules':
      return { kind: kindOf(change, rest, ['ruleAdded', 'ruleRemoved', 'ruleChanged']), rule: name };
    case 'sources': {
      const kind = kindOf(change, rest, ['sourceBound', 'sourceUnbound', 'sourceChanged']);
      return { kind, source: name, exchange: exchangeOf(change, rest) };
    }
    case 'lifecycles':
      return deadlines(name, rest, around);
    case 'calendars':
      return ofCalendar(name, around);
    default:
      return null;
  }
}

function kindOf<const Kind extends string>(
  { before, after }: Change,
  rest: readonly string[],
  [added, removed, changed]: [Kind, Kind, Kind],
) {
  if (rest.length > 0) return changed;
  if (before === undefined) return added;
  return after === undefined ? removed : changed;
}

function exchangeOf({ before, after }: Change, rest: readonly string[]): string | null {
  const declared = (after ?? before) as { exchange?: unknown } | string | undefined;
  const exchange = rest.length === 0 ? (declared as { exchange?: unknown })?.exchange : null;
  return typeof exchange === 'string' ? exchange : null;
}

/** What deadlines go by: the limits and the freeze of a status, and the zone and calendar of the whole lifecycle. */
function deadlines(lifecycle: string, rest: readonly string[], { before, after, standing }: Around): Effect | null {
  const of = (status: string | null) => ({
    ...{ kind: 'deadlines' as const, lifecycle, status },
    orders: sum(standing.filter(one => one.lifecycle === lifecycle && (status === null || one.status === status))),
  });
  const [key, status, part] = rest;
  if (key === undefined) return of(null);
  if (key === 'zone' || key === 'calendar' || key === 'match') return of(null);
  if (key !== 'statuses') return null;
  if (status === undefined) return of(null);
  if (part !== undefined && part !== 'serviceLevel' && part !== 'freeze' && part !== 'next') return null;
  const isKnown = [before, after].some(lifecycles => lifecycles.named(lifecycle)?.knows(status));
  return isKnown ? of(status) : null;
}

function ofCalendar(_calendar: string, { before, standing }: Around): Effect | null {
  const [first, ...others] = before.all.filter(({ calendar }) => calendar !== null);
  if (!first) return null;
  const names = [first, ...others].flatMap(one =>
    one.names.filter(name => one.status(name)?.serviceLevel?.time === 'business').map(name => `${one.name} ${name}`),
  );
  const touched = standing.filter(({ lifecycle, status }) => names.includes(`${lifecycle} ${status}`));
  return { kind: 'deadlines', lifecycle: first.name, status: null, orders: sum(touched) };
}

function sum(standing: Standing): number {
  return standing.reduce((total, { orders }) => total + orders, 0);
}

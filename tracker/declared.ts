import { createHash } from 'node:crypto';
import type { CalendarDefinition } from './calendar.ts';
import { type LifecycleDefinition, type Lifecycles, lifecycle, lifecycles } from './lifecycle.ts';

/**
 * To be raised when fold.ts, or what it asks, makes something else of the same events under the same definition: then
 * every order is folded again by `renew`, as after a changed definition.
 */
const FOLD_VERSION = 1;

/** The lifecycles of a configuration that was checked. Throws when it was not. */
export function declaredLifecycles(
  systems: readonly string[],
  definitions: readonly LifecycleDefinition[],
): Lifecycles {
  // Which lifecycle an order has follows from all matches together and from their order.
  const choice = definitions.flatMap(({ name, match }) => (match ? [[name, match.partner, match.productClass]] : []));
  return lifecycles(
    systems,
    definitions.map(definition => lifecycle(definition, hash([FOLD_VERSION, choice, whatFoldingAsks(definition)]))),
  );
}

/** All of a definition on which the state of an order depends: not what it is called, nor what people are told. */
function whatFoldingAsks({ zone, calendar, statuses }: LifecycleDefinition) {
  const all = Object.entries(statuses);
  const inBusinessTime = all.some(([, { serviceLevel }]) => serviceLevel?.time === 'business');
  return [
    zone,
    calendar && inBusinessTime ? openHours(calendar) : null,
    all.map(([name, { owner, next, entry = false, serviceLevel: level }]) => [
      name,
      owner,
      next,
      entry,
      level ? [level.target, level.breach, level.time ?? 'calendar'] : null,
    ]),
  ];
}

function openHours({ zone, hours, holidays = [], closures = [] }: CalendarDefinition) {
  const { mon, tue, wed, thu, fri, sat, sun } = hours;
  return [zone, [mon, tue, wed, thu, fri, sat, sun], holidays, closures.map(({ from, to }) => [from, to])];
}

function hash(content: unknown): string {
  return createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, 16);
}

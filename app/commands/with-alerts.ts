import { userInfo } from 'node:os';
import type { IncidentDeps } from '../../api/incident-in-full.ts';
import { systemClock } from '../../platform/clock.ts';
import { meant, quoted } from '../../platform/mistake.ts';
import { EXIT, Failure } from '../exit.ts';
import { configurationOf, type Terminal } from '../terminal.ts';
import { withOrders } from './with-database.ts';

/** For commands about incidents and those who are told: with the rules, people and chains that the configuration declares. */
export function withAlerts<T>(terminal: Terminal, work: (deps: IncidentDeps) => Promise<T>): Promise<T> {
  return withOrders(terminal, async (pool, vault) => {
    const { alerts } = await configurationOf(terminal);
    return work({ pool, vault, clock: systemClock, alerts: () => alerts });
  });
}

/** A name that nobody bears would have an incident, and nobody would know whom to ask. */
export function mustBeKnown({ alerts }: Pick<IncidentDeps, 'alerts'>, by: string | undefined): void {
  const people = Object.keys(alerts().people);
  if (by === undefined || people.includes(by)) return;
  throw new Failure(`--by: there is nobody called ${quoted(by)} in the configuration.${meant(by, people)}`, EXIT.usage);
}

/** Who does something, where nobody is named. */
export function atATerminal(): string {
  return `${userInfo().username}, at a terminal`;
}

import { userInfo } from 'node:os';
import type { IncidentDeps } from '../../api/incident-in-full.ts';
import { systemClock } from '../../platform/clock.ts';
import { configurationOf, type Terminal } from '../terminal.ts';
import { withOrders } from './with-database.ts';

/** For commands about incidents and those who are told: with the rules, people and chains that the configuration declares. */
export function withAlerts<T>(terminal: Terminal, work: (deps: IncidentDeps) => Promise<T>): Promise<T> {
  return withOrders(terminal, async (pool, vault) => {
    const { alerts } = await configurationOf(terminal);
    return work({ pool, vault, clock: systemClock, alerts: () => alerts });
  });
}

/** Who does something, where nobody is named. */
export function atATerminal(): string {
  return `${userInfo().username}, at a terminal`;
}

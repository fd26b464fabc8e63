import type { Pool } from '../platform/postgres.ts';
import type { Hands } from '../tracker/audit/by-hand.ts';
import { type Commanded, command, isOver, type On } from './incident-commands.ts';
import { noteEvents } from './incident-events.ts';
import { askedAboutCustomers } from './incident-life.ts';
import { findMatter } from './incident-rows.ts';
import { saveIncidents } from './save-incidents.ts';

/**
 * A person says whether customers are told of delays of its orders; until then those of a storm are not. The last word
 * counts, and the same again is done already.
 */
export async function tellCustomers(
  pool: Pool,
  id: number,
  { by, actor, tell }: Hands & { tell: boolean },
  { now, demand }: Pick<On, 'now' | 'demand'>,
): Promise<Commanded> {
  const did = { by, actor, now, demand, action: tell ? 'incident.customers_released' : 'incident.customers_refused' };
  return command(pool, await findMatter(pool, id), did, async (tx, incident) => {
    if (incident.state === 'resolved') return isOver(incident);
    const customers = tell ? 'released' : 'refused';
    if (incident.customers === customers) return null;
    await saveIncidents(tx, [askedAboutCustomers(incident, { by, customers }, now)]);
    await noteEvents(tx, [{ incidentId: incident.id, at: now, kind: 'customers', by, detail: { customers } }]);
    return null;
  });
}

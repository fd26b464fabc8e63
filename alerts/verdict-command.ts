import type { Pool } from '../platform/postgres.ts';
import type { Hands } from '../tracker/audit/by-hand.ts';
import { type Commanded, command, type On } from './incident-commands.ts';
import { findMatter } from './incident-rows.ts';
import { keepVerdict, type Said } from './keep-verdict.ts';

/** Somebody who has looked at it says whether it was real; also when it is over, and again when they know better. */
export async function sayVerdict(
  pool: Pool,
  id: number,
  { actor, ...said }: Said & Hands,
  { now, demand }: Pick<On, 'now' | 'demand'>,
): Promise<Commanded> {
  const did = { by: said.by, actor, now, demand, action: 'incident.judged', reason: said.note };
  return command(pool, await findMatter(pool, id), did, async (tx, incident) => {
    await keepVerdict(tx, incident, said, now);
    return null;
  });
}

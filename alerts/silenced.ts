import type { Instant } from '../platform/clock.ts';
import type { Db } from '../platform/postgres.ts';
import type { Incident } from './incident.ts';
import { asksForContents, matches, type Silence } from './silence.ts';
import { readContents, readHolding } from './silence-rows.ts';

/**
 * Of those that a silence holds now, by which. Of several it is the one that ends last: nobody is told before. `keep`:
 * it is not ended before the transaction is.
 */
export async function findSilenced(
  db: Db,
  incidents: readonly Pick<Incident, 'id' | 'rule' | 'severity' | 'about'>[],
  now: Instant,
  { keep = false }: { keep?: boolean } = {},
): Promise<ReadonlyMap<number, Silence>> {
  const holding = await readHolding(db, now, { keep });
  const ids = incidents.map(({ id }) => id);
  const asked = holding.some(({ match }) => asksForContents(match));
  const contents = await readContents(db, asked ? ids : []);
  return new Map(
    incidents.flatMap((incident): [number, Silence][] => {
      const silence = holding.find(({ match }) => matches(match, incident, contents.get(incident.id) ?? []));
      return silence ? [[incident.id, silence]] : [];
    }),
  );
}

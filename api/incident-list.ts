import { z } from 'zod';
import type { Incident } from '../alerts/incident.ts';
import { type IncidentSort, listIncidents } from '../alerts/incident-list.ts';
import { namedInList, readOrdersOf } from '../alerts/incident-orders.ts';
import { findSilenced } from '../alerts/silenced.ts';
import { readSuspicions } from '../alerts/suspicions.ts';
import type { Instant } from '../platform/clock.ts';
import type { Db } from '../platform/postgres.ts';
import { readKeys } from '../tracker/timeline.ts';
import type { contract } from './contract.ts';
import { decodeCursor, encodeCursor, instantForm } from './cursor.ts';
import { readQuery } from './parameters.ts';
import { presentIncident } from './present-incident.ts';
import { badParameter, Refused } from './problem.ts';
import { query } from './requests.ts';

const position = (sort: IncidentSort) =>
  z.tuple([z.literal(`incidents:${sort}`), z.int().min(0).max(10), instantForm, z.int().min(1)]);

/** The page of incidents that a query asks for, also for those on the command line. Throws Refused. */
export async function incidentPage(
  db: Db,
  asked: unknown,
  now: Instant,
): Promise<z.infer<typeof contract.IncidentPage>> {
  const { order, cursor, limit, sort, ...filter } = readQuery(query.incidents, asked);
  if (sort === 'acknowledged' && filter.state !== undefined && filter.state !== 'acknowledged') {
    throw new Refused(badParameter('state', 'state: must be acknowledged, or be left out, with sort=acknowledged.'));
  }
  const orders = order === undefined ? undefined : await readKeys(db, order);
  const place = cursor === undefined ? null : decodeCursor(position(sort), cursor);
  const after = place && { rank: place[1], at: place[2], id: place[3] };
  const { incidents, next } = await listIncidents(db, { ...filter, orders }, { sort, after, limit });
  return {
    items: await presentIncidents(db, incidents, now),
    nextCursor: next && encodeCursor([`incidents:${sort}`, next.rank, next.at, next.id]),
  };
}

async function presentIncidents(
  db: Db,
  incidents: readonly Incident[],
  now: Instant,
): Promise<z.infer<typeof contract.Incident>[]> {
  const ordersOf = await readOrdersOf(
    db,
    incidents.map(({ id }) => id),
    namedInList(incidents.length),
  );
  const suspicions = await readSuspicions(
    db,
    incidents.map(({ id }) => id),
  );
  const silenced = await findSilenced(db, incidents, now);
  return incidents.map(incident =>
    presentIncident(incident, {
      orders: ordersOf(incident.id),
      silencedUntil: silenced.get(incident.id)?.until ?? null,
      suspectBecause: suspicions.get(incident.id) ?? null,
    }),
  );
}

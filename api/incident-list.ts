import { z } from 'zod';
import type { Incident } from '../alerts/incident.ts';
import { countIncidentsNow } from '../alerts/incident-counts.ts';
import { type IncidentFilter, type IncidentSort, listIncidents } from '../alerts/incident-list.ts';
import { NAMED_ORDERS, namedInList, readOrdersOf } from '../alerts/incident-orders.ts';
import { namesOf } from '../alerts/person-called.ts';
import type { AlertSettings } from '../alerts/settings.ts';
import { findSilenced } from '../alerts/silenced.ts';
import { readSuspicions } from '../alerts/suspicions.ts';
import { toldByTeam } from '../alerts/told-by-team.ts';
import { type Instant, toIso } from '../platform/clock.ts';
import type { Db } from '../platform/postgres.ts';
import { readKeys } from '../tracker/timeline.ts';
import type { contract } from './contract.ts';
import { decodeCursor, encodeCursor, instantForm } from './cursor.ts';
import { readQuery } from './parameters.ts';
import { presentIncident } from './present-incident.ts';
import { badField, Refused } from './problem.ts';
import { query } from './requests.ts';

const position = (sort: IncidentSort) =>
  z.tuple([z.literal(`incidents:${sort}`), z.int().min(0).max(10), instantForm, z.int().min(1)]);

/** Where incidents are read, and who asks for them. */
export type Asking = { db: Db; settings: AlertSettings; who: string };

/** The page of incidents that a query asks for, also for those on the command line. Throws Refused. */
export async function incidentPage(
  asking: Asking,
  asked: unknown,
  now: Instant,
): Promise<z.infer<typeof contract.IncidentPage>> {
  const { db, settings, who } = asking;
  const { cursor, limit, sort, orders: named, ...filter } = readQuery(query.incidents, asked);
  if (sort === 'acknowledged' && filter.state !== undefined && filter.state !== 'acknowledged') {
    throw new Refused(badField('state', 'must be acknowledged, or be left out, with sort=acknowledged'));
  }
  const place = cursor === undefined ? null : decodeCursor(position(sort), cursor);
  const after = place && { rank: place[1], at: place[2], id: place[3] };
  const { incidents, next } = await listIncidents(db, await filterAsked(asking, filter), { sort, after, limit });
  const { oldestOpenAt, ...counts } = await countIncidentsNow(db, namesOf(settings, who));
  return {
    items: await presentIncidents(asking, incidents, now, named),
    nextCursor: next && encodeCursor([`incidents:${sort}`, next.rank, next.at, next.id]),
    counts: { ...counts, oldestOpenAt: oldestOpenAt === null ? null : toIso(oldestOpenAt) },
  };
}

type FilterAsked = Omit<z.infer<typeof query.incidents>, 'cursor' | 'limit' | 'sort' | 'orders'>;

/** Which incidents are meant. */
export async function filterAsked(
  { db, settings, who }: Asking,
  { order, mine, team, q, ...filter }: FilterAsked,
): Promise<IncidentFilter> {
  return {
    ...filter,
    orders: order === undefined ? undefined : await readKeys(db, order),
    heldBy: mine ? namesOf(settings, who) : undefined,
    routed: team === undefined ? undefined : toldByTeam(settings, team),
    typed: q === undefined ? undefined : { text: q.trim(), orders: await readKeys(db, q.trim()) },
  };
}

async function presentIncidents(
  { db, settings, who }: Asking,
  incidents: readonly Incident[],
  now: Instant,
  named: number = NAMED_ORDERS,
): Promise<z.infer<typeof contract.Incident>[]> {
  const ordersOf = await readOrdersOf(
    db,
    incidents.map(({ id }) => id),
    Math.min(named, namedInList(incidents.length)),
  );
  const suspicions = await readSuspicions(
    db,
    incidents.map(({ id }) => id),
  );
  const silenced = await findSilenced(db, incidents, now);
  return incidents.map(incident =>
    presentIncident(
      incident,
      {
        orders: ordersOf(incident.id),
        silencedUntil: silenced.get(incident.id)?.until ?? null,
        suspectBecause: suspicions.get(incident.id) ?? null,
      },
      { settings, who },
    ),
  );
}

import { type Instant, toIso } from '../platform/clock.ts';
import type { Db } from '../platform/postgres.ts';
import type { OrderKey } from '../tracker/event.ts';
import { isShared, stopsLine } from './cause-keys.ts';
import type { Found, Subject } from './finding.ts';
import { type Earlier, readEarlier } from './finding-rows.ts';
import type { Incident } from './incident.ts';
import type { RuleFacts } from './incident-life.ts';
import { type Around, aboutOf, type Holder, type Judged } from './join-findings.ts';
import { mayJoin } from './may-join.ts';
import type { Routing } from './route-of.ts';
import type { IncidentSettings } from './settings.ts';

/**
 * One at a time puts findings into incidents, or takes them from one to another; before orders and incidents are held.
 * Two rules that find what the same cause has stopped would each open an incident of it otherwise.
 */
export async function holdPlaces(tx: Db): Promise<void> {
  await tx.query(`select pg_advisory_xact_lock(hashtextextended('alerts.places', 0))`);
}

export type Wanted = {
  rule: Pick<RuleFacts, 'name' | 'shadow'>;
  news: readonly Judged[];
  earlier: ReadonlyMap<Subject, readonly Earlier[]>;
};

/**
 * The incidents of the rule, those in which it has something open, and those that what is new may belong to; they are to be
 * held, all at once. Under `holdPlaces` nobody opens another one meanwhile.
 */
export async function findAround(
  tx: Db,
  { rule, news, earlier }: Wanted,
  { now, reopenWithinMs }: { now: Instant; reopenWithinMs: number },
): Promise<number[]> {
  const causes = [...new Set(news.flatMap(({ judgement: { cause } }) => cause?.key ?? []))].filter(isShared);
  const orders = news.flatMap(({ orderId }) => orderId ?? []);
  const abouts = [...new Set(news.filter(({ judgement }) => judgement.cause === null).map(aboutOf))];
  const past = [...earlier.values()].flat().map(({ incidentId }) => incidentId);
  const { rows } = await tx.query<{ id: number }>(
    `select i.id from alerts.incident i where i.rule = $1 and i.state <> 'resolved'
     union select f.incident_id from alerts.finding f where f.rule = $1 and f.resolved_at is null
     union select f.incident_id from alerts.finding f where f.order_id = any ($2) and f.resolved_at is null
     union select i.id from alerts.incident i where i.cause_key = any ($3) and i.state <> 'resolved'
     union select i.id from alerts.incident i
            where i.cause_key = any ($3) and i.state = 'resolved' and i.resolved_at >= $5 and i.merged_into is null
     union select i.id from alerts.incident i
            where i.id = any ($4) and i.shadow = $6 and i.resolved_at >= $5 and i.merged_into is null
     union select i.id from alerts.incident i
            where $7 and i.cause_key is not null and i.state <> 'resolved'
     union select i.id from alerts.incident i
            where i.about = any ($8) and i.cause_key is null and i.state <> 'resolved'`,
    [rule.name, orders, causes, past, toIso(now - reopenWithinMs), rule.shadow, news.some(mayBeBehind), abouts],
  );
  return rows.map(({ id }) => id);
}

/** What is known of the incidents that are held. */
export async function readAround(
  tx: Db,
  { rule, news, earlier }: Wanted,
  on: {
    held: readonly Incident[];
    known: ReadonlyMap<Subject, number>;
    routing: Routing;
    now: Instant;
    settings: IncidentSettings;
  },
): Promise<Around & { settings: IncidentSettings }> {
  const { now, settings, routing, known } = on;
  const ours = on.held.filter(({ shadow }) => shadow === rule.shadow);
  const standing = ours.filter(({ state }) => state !== 'resolved');
  const since = now - settings.reopenWithinMs;
  return {
    rule: rule.name,
    standing,
    reopenable: ours.filter(one => one.state === 'resolved' && one.mergedInto === null && one.resolvedAt! >= since),
    holders: await readHolders(
      tx,
      news.flatMap(({ orderId }) => orderId ?? []),
    ),
    behind: news.some(mayBeBehind) ? await readBehind(tx, standing) : [],
    known,
    earlier,
    mayJoin: (incident, found) =>
      mayJoin(routing, incident, {
        rule: rule.name,
        about: aboutOf(found),
        severity: found.severity,
        shadow: rule.shadow,
      }),
    now,
    settings,
  };
}

export async function readEarlierBySubject(
  tx: Db,
  rule: string,
  found: readonly Found[],
): Promise<Map<Subject, readonly Earlier[]>> {
  if (found.length === 0) return new Map();
  const subjects = found.map(({ subject }) => subject);
  return Map.groupBy(await readEarlier(tx, rule, subjects), ({ subject }) => subject);
}

function mayBeBehind({ orderId, judgement: { cause } }: Judged): boolean {
  return orderId !== null && !isShared(cause?.key);
}

async function readHolders(tx: Db, orders: readonly OrderKey[]): Promise<Map<OrderKey, Holder[]>> {
  if (orders.length === 0) return new Map();
  const { rows } = await tx.query<Holder & { orderId: OrderKey }>(
    `select held.order_id as "orderId", held.incident_id as "incidentId", held.since, not exists (
              select from alerts.finding other
               where other.incident_id = held.incident_id and other.resolved_at is null
                 and other.order_id is distinct from held.order_id) as alone
       from (select distinct f.order_id, f.incident_id, f.since from alerts.finding f
              where f.order_id = any ($1) and f.resolved_at is null) held`,
    [orders],
  );
  return Map.groupBy(rows, ({ orderId }) => orderId);
}

async function readBehind(tx: Db, standing: readonly Incident[]): Promise<Around['behind']> {
  const caused = standing.filter(({ causeKey }) => stopsLine(causeKey)).map(({ id }) => id);
  if (caused.length === 0) return [];
  const { rows } = await tx.query<Around['behind'][number]>(
    `select distinct f.incident_id as "incidentId", f.owner, f.status from alerts.finding f
      where f.incident_id = any ($1) and f.resolved_at is null and f.order_id is not null`,
    [caused],
  );
  return rows;
}

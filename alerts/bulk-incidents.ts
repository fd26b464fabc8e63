import { type Instant, toIso } from '../platform/clock.ts';
import { type Db, type Pool, transaction } from '../platform/postgres.ts';
import { doneBy } from '../tracker/audit/by-hand.ts';
import { recordAudits } from '../tracker/audit/record.ts';
import { findBrokenPromises } from '../tracker/broken-promises.ts';
import type { OrderKey } from '../tracker/event.ts';
import { type BulkVerdict, type BulkWish, judgeBulk } from './bulk-verdict.ts';
import { readAllOpenFindings } from './finding-rows.ts';
import { type ForeseenStep, foreseeSteps } from './foresee.ts';
import type { Incident, IncidentEvent } from './incident.ts';
import { shownIn } from './incident-commands.ts';
import { noteEvents } from './incident-events.ts';
import { acknowledged, snoozed } from './incident-life.ts';
import { lockIncidents, readIncidents } from './incident-rows.ts';
import { nameOf } from './join-incidents.ts';
import { endFindings } from './published-findings.ts';
import type { Reaching } from './reach.ts';
import { saveIncidents } from './save-incidents.ts';
import { settleIncidents } from './settle-incidents.ts';

/** What becomes of one incident, and of whatever hangs on it. */
export type BulkItem = BulkVerdict & {
  incident: Incident;
  /** Steps of its escalation that would be told, and then are not; up to `STEPS`. */
  stops: readonly ForeseenStep[];
  /** For which it still holds. */
  orders: number;
  /**
   * Orders past what their customers were promised, who are told of it only when somebody says so; null: they are told as
   * usual. When the incident is resolved and nobody has said that they are not to be, they are told.
   */
  waitingCustomers: number | null;
};

export type BulkDeps = Reaching & { pool: Pool };

export type BulkDone = {
  items: readonly BulkItem[];
  /** Ids that there is no incident of. */
  missing: readonly number[];
  /** When what is acknowledged or put off opens again; null: it does not. */
  until: Instant | null;
};

const STEPS = 12;

const AUDITED = {
  acknowledge: 'incident.acknowledged',
  snooze: 'incident.snoozed',
  resolve: 'incident.resolved',
} as const;

/** What would happen if it were done now, with nothing done. */
export function previewBulk(on: BulkDeps, ids: readonly number[], wish: BulkWish, now: Instant): Promise<BulkDone> {
  return transaction(on.pool, async tx => foretell(tx, on, await readIncidents(tx, ids), ids, wish, now));
}

/**
 * Does it with all of them in one transaction: what can't be done of one is said of that one and holds up no other. The
 * audit log has an entry for each, and that they belong together: `group`. `demand` throws when they are not any more as
 * they were seen: then nothing is done.
 */
export function doBulk(
  on: BulkDeps,
  ids: readonly number[],
  wish: BulkWish,
  { group, now, demand }: { group: string; now: Instant; demand?: (found: ReadonlyMap<number, Incident>) => void },
): Promise<BulkDone> {
  return transaction(on.pool, async tx => {
    const found = await lockIncidents(tx, ids);
    demand?.(found);
    const done = await foretell(tx, on, found, ids, wish, now);
    const these = done.items.filter(({ outcome }) => outcome === 'done').map(({ incident }) => incident);
    await carryOut(tx, these, { ...wish, until: done.until }, now);
    const after = await readIncidents(
      tx,
      these.map(({ id }) => id),
    );
    await recordAudits(
      tx,
      these.map(before => {
        const { id } = before;
        const subject = { kind: 'incident', id: String(id) } as const;
        const change = {
          before: shownIn(before),
          after: { ...shownIn(after.get(id)!), group, together: these.length },
        };
        return doneBy(wish, now, { action: AUDITED[wish.action], subject, reason: wish.note, ...change });
      }),
    );
    return {
      ...done,
      items: done.items.map(item => ({ ...item, incident: after.get(item.incident.id) ?? item.incident })),
    };
  });
}

async function foretell(
  tx: Db,
  on: BulkDeps,
  found: ReadonlyMap<number, Incident>,
  ids: readonly number[],
  wish: BulkWish,
  now: Instant,
): Promise<BulkDone> {
  const incidents = ids.flatMap(id => found.get(id) ?? []);
  const until = endOf(on, wish, now);
  const judged = incidents.map(incident => ({ incident, ...judgeBulk(incident, wish, on.settings(), now) }));
  const steps = await foreseeSteps(tx, incidents, on, { now, limit: STEPS });
  const open = await readAllOpenFindings(
    tx,
    incidents.map(({ id }) => id),
  );
  const ordersOf = (id: number) => new Set((open.get(id) ?? []).flatMap(({ orderId }) => orderId ?? []));
  const held = incidents.filter(({ customers }) => customers === 'held');
  const late = await findBrokenPromises(tx, [...new Set(held.flatMap(({ id }) => [...ordersOf(id)]))], now);
  return {
    until,
    missing: ids.filter(id => !found.has(id)),
    items: judged.map(item => {
      const { id, customers } = item.incident;
      const orders = ordersOf(id);
      const stops = item.outcome === 'done' ? stopped(steps.get(id) ?? [], until) : [];
      return {
        ...item,
        stops,
        orders: orders.size,
        waitingCustomers: customers === 'held' ? countIn(orders, late) : null,
      };
    }),
  };
}

function endOf(on: BulkDeps, { action, until }: BulkWish, now: Instant): Instant | null {
  if (action === 'resolve') return null;
  return until ?? on.settings().incidents.acknowledgeFor(now, []);
}

/** Those that do not come before it opens again. */
function stopped(steps: readonly ForeseenStep[], until: Instant | null): ForeseenStep[] {
  return steps.filter(({ at }) => until === null || at < until);
}

function countIn(orders: ReadonlySet<OrderKey>, late: ReadonlySet<OrderKey>): number {
  return [...orders].filter(order => late.has(order)).length;
}

async function carryOut(tx: Db, incidents: readonly Incident[], wish: BulkWish, now: Instant): Promise<void> {
  const { action, by, note } = wish;
  if (action === 'resolve') return resolveAll(tx, incidents, { by, reason: note ?? '' }, now);
  const until = wish.until!;
  const changed = incidents.map(incident =>
    action === 'acknowledge' ? acknowledged(incident, { by, until }, now) : snoozed(incident, until),
  );
  await saveIncidents(tx, changed);
  const said = action === 'acknowledge' ? { ...(note !== null && { note }) } : { reason: note ?? '' };
  const kind = action === 'acknowledge' ? 'acknowledged' : 'snoozed';
  await noteEvents(
    tx,
    incidents.map(
      ({ id }): IncidentEvent => ({ incidentId: id, at: now, kind, by, detail: { until: toIso(until), ...said } }),
    ),
  );
}

async function resolveAll(
  tx: Db,
  incidents: readonly Incident[],
  { by, reason }: { by: string; reason: string },
  now: Instant,
): Promise<void> {
  const open = await readAllOpenFindings(
    tx,
    incidents.map(({ id }) => id),
  );
  const changed = [];
  for (const incident of incidents) {
    const closed = await endFindings(tx, open.get(incident.id) ?? [], 'by_hand', now);
    changed.push({ incident, isNew: false, left: closed.map(nameOf) });
  }
  await settleIncidents(tx, changed, { by, resolution: 'by_hand', reason }, now);
}

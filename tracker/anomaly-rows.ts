import type { Instant } from '../platform/clock.ts';
import { toIso } from '../platform/clock.ts';
import type { Db } from '../platform/postgres.ts';
import type { OrderKey } from './event.ts';
import type { Anomaly, AnomalyKind } from './state.ts';

export type OrderAnomaly = Anomaly & { orderId: OrderKey };

/** What changes about the anomalies of a batch's orders: nothing at all when nothing is wrong. */
export type AnomalyChange = { opened: OrderAnomaly[]; cleared: OrderAnomaly[] };

/**
 * The anomalies that a fold finds anew each time, and so also finds gone. An event id conflict stays for ever (the
 * event that lost is not in the ledger), an identity conflict until the identity is clear.
 */
const FOLDED_KINDS: AnomalyKind[] = [
  'gap',
  'illegal_transition',
  'divergence',
  'future_dated',
  'past_dated',
  'member_id_conflict',
];

function anomalyName(anomaly: OrderAnomaly): string {
  return JSON.stringify([anomaly.orderId, anomaly.kind, anomaly.eventId]);
}

/** The difference between the open anomalies and those that a full fold has found. */
export function difference(open: readonly OrderAnomaly[], found: readonly OrderAnomaly[]): AnomalyChange {
  const known = new Map(open.map(anomaly => [anomalyName(anomaly), anomaly]));
  const holds = new Set(found.map(anomalyName));
  return {
    opened: found.filter(anomaly => {
      const was = known.get(anomalyName(anomaly));
      return was?.detail !== anomaly.detail || was.at !== anomaly.at;
    }),
    cleared: open.filter(anomaly => !holds.has(anomalyName(anomaly))),
  };
}

/** The open anomalies of these orders that a fold finds. */
export async function readFoldedAnomalies(tx: Db, orderIds: readonly OrderKey[]): Promise<OrderAnomaly[]> {
  const { rows } = await tx.query<OrderAnomaly>(
    `select a.order_id as "orderId", a.kind, a.event_id as "eventId", a.at, a.detail
       from unnest($1::text[]) as wanted (order_id)
       join tracker.order_anomaly a on a.order_id = wanted.order_id
      where a.kind = any($2) and a.cleared_at is null`,
    [orderIds, FOLDED_KINDS],
  );
  return rows;
}

/** The open identity conflicts about these provisional orders, on whomever they are told. */
export async function readIdentityConflicts(tx: Db, provisional: readonly OrderKey[]): Promise<OrderAnomaly[]> {
  const { rows } = await tx.query<OrderAnomaly>(
    `select a.order_id as "orderId", a.kind, a.event_id as "eventId", a.at, a.detail
       from unnest($1::text[]) as wanted (event_id)
       join tracker.order_anomaly a on a.event_id = wanted.event_id
      where a.kind = 'identity_conflict' and a.cleared_at is null`,
    [provisional],
  );
  return rows;
}

/** Writes the change and returns those anomalies that were not open before. */
export async function saveAnomalies(tx: Db, change: AnomalyChange, now: Instant): Promise<OrderAnomaly[]> {
  await clear(tx, change.cleared, now);
  return open(tx, change.opened, now);
}

async function clear(tx: Db, cleared: readonly OrderAnomaly[], now: Instant): Promise<void> {
  if (cleared.length === 0) return;
  await tx.query(
    `update tracker.order_anomaly a set cleared_at = $4
       from unnest($1::text[], $2::text[], $3::text[]) as gone (order_id, kind, event_id)
      where a.order_id = gone.order_id and a.kind = gone.kind and a.event_id = gone.event_id`,
    [
      cleared.map(anomaly => anomaly.orderId),
      cleared.map(anomaly => anomaly.kind),
      cleared.map(anomaly => anomaly.eventId),
      toIso(now),
    ],
  );
}

async function open(tx: Db, opened: readonly OrderAnomaly[], now: Instant): Promise<OrderAnomaly[]> {
  if (opened.length === 0) return [];
  const unique = [...new Map(opened.map(anomaly => [anomalyName(anomaly), anomaly])).values()];
  const { rows } = await tx.query<{ place: number }>(
    // `was` is read from the snapshot before this statement: what was open there is only being told in other words.
    `with told as (
       select * from unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[], $5::text[])
         with ordinality as t (order_id, kind, event_id, at, detail, place)
     ), was as (
       select told.place from told
         join tracker.order_anomaly a on a.order_id = told.order_id and a.kind = told.kind
                                     and a.event_id = told.event_id
        where a.cleared_at is null
     ), saved as (
       insert into tracker.order_anomaly (order_id, kind, event_id, at, noted_at, detail)
       select order_id, kind, event_id, at, $6, detail from told order by order_id, kind, event_id
       on conflict (order_id, kind, event_id) do update
         set at = excluded.at, detail = excluded.detail, cleared_at = null
     )
     select told.place from told where told.place not in (select place from was) order by told.place`,
    [
      unique.map(anomaly => anomaly.orderId),
      unique.map(anomaly => anomaly.kind),
      unique.map(anomaly => anomaly.eventId),
      unique.map(anomaly => toIso(anomaly.at)),
      unique.map(anomaly => anomaly.detail),
      toIso(now),
    ],
  );
  return rows.map(row => unique[row.place - 1]!);
}

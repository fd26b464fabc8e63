import { type Instant, toIso } from '../platform/clock.ts';
import type { Db } from '../platform/postgres.ts';
import type { OrderKey } from '../tracker/event.ts';
import type { Incident, IncidentState } from './incident.ts';
import { fromIncidentRow, INCIDENT_COLUMNS, type IncidentRow } from './incident-rows.ts';
import type { Severity } from './severity.ts';

export type IncidentFilter = {
  state?: IncidentState | 'unresolved' | undefined;
  severity?: Severity | undefined;
  rule?: string | undefined;
  about?: string | undefined;
  acknowledgedBy?: string | undefined;
  /** It is or was about an order that stands under one of these keys. */
  orders?: readonly OrderKey[] | undefined;
  /** Taken on under one of these names. */
  heldBy?: readonly string[] | undefined;
  /** Opened at or after this instant. */
  since?: Instant | undefined;
  /** Of one of these rules at this severity. */
  routed?: readonly { rule: string; severity: Severity }[] | undefined;
  /** What somebody typed: its id, or a part of its title, its cause, its rule or what it is about; or an order under these keys. */
  typed?: { text: string; orders: readonly OrderKey[] } | undefined;
};

/**
 * `opened`: newest first. `acknowledged`: only those that somebody has taken on, longest first. `severity`: worst first,
 * newest first among the same.
 */
export const INCIDENT_SORTS = ['opened', 'acknowledged', 'severity'] as const;
export type IncidentSort = (typeof INCIDENT_SORTS)[number];

/** The place after which a page begins: the instant by which it is sorted, or that and the rank before it. */
export type IncidentPosition = { rank: number; at: Instant; id: number };

type Page = { sort: IncidentSort; after: IncidentPosition | null; limit: number };

// As SEVERITIES has them, from the least to the most urgent.
const RANK = `array_position(array['info', 'warning', 'critical'], i.severity)`;

/** What the sorts go by; each ends in the id, so that no two have the same place. */
const SORTS: Record<IncidentSort, { rank: string | null; at: string; direction: 'asc' | 'desc'; only: string }> = {
  opened: { rank: null, at: 'i.opened_at', direction: 'desc', only: 'true' },
  acknowledged: { rank: null, at: 'i.acknowledged_at', direction: 'asc', only: `i.state = 'acknowledged'` },
  severity: { rank: RANK, at: 'i.opened_at', direction: 'desc', only: 'true' },
};

/** One page, and where the next one begins (null: this was the last). */
export async function listIncidents(
  db: Db,
  filter: IncidentFilter,
  { sort, after, limit }: Page,
): Promise<{ incidents: Incident[]; next: IncidentPosition | null }> {
  const { rank, at, direction, only } = SORTS[sort];
  const { sql, values } = conditions(filter);
  const param = (value: unknown) => `$${values.push(value)}`;
  const by = rank === null ? [at, 'i.id'] : [rank, at, 'i.id'];
  if (after !== null) {
    const place = [
      ...(rank === null ? [] : [`${param(after.rank)}::int`]),
      ...[`${param(toIso(after.at))}::timestamptz`, `${param(after.id)}::bigint`],
    ];
    sql.push(`(${by.join(', ')}) ${direction === 'asc' ? '>' : '<'} (${place.join(', ')})`);
  }
  const { rows } = await db.query<IncidentRow & { rank: number; at: Instant }>(
    `select ${INCIDENT_COLUMNS}, ${rank ?? '0'} as rank, ${at} as at from alerts.incident i
      where ${[only, ...sql].join(' and ')}
      order by ${by.map(key => `${key} ${direction}`).join(', ')}
      limit ${param(limit + 1)}`,
    values,
  );
  const shown = rows.slice(0, limit);
  const last = rows.length > limit ? shown.at(-1)! : null;
  return { incidents: shown.map(fromIncidentRow), next: last && { rank: last.rank, at: last.at, id: last.id } };
}

function conditions(filter: IncidentFilter): { sql: string[]; values: unknown[] } {
  const values: unknown[] = [];
  const sql: string[] = [];
  const where = (condition: string, value: unknown) => {
    if (value !== undefined) sql.push(condition.replace('?', `$${values.push(value)}`));
  };
  if (filter.state === 'unresolved') sql.push(`i.state <> 'resolved'`);
  else where('i.state = ?', filter.state);
  where('i.severity = ?', filter.severity);
  where('i.rule = ?', filter.rule);
  where('i.about = ?', filter.about);
  where('i.acknowledged_by = ?', filter.acknowledgedBy);
  where('i.id in (select f.incident_id from alerts.finding f where f.order_id = any (?::text[]))', filter.orders);
  where(`i.state = 'acknowledged' and i.acknowledged_by = any (?::text[])`, filter.heldBy);
  where('i.opened_at >= ?', filter.since === undefined ? undefined : toIso(filter.since));
  where(
    `(i.rule, i.severity) in (select r.rule, r.severity from jsonb_to_recordset(?) as r (rule text, severity text))`,
    filter.routed && JSON.stringify(filter.routed),
  );
  if (filter.typed) sql.push(isTyped(filter.typed, value => `$${values.push(value)}`));
  return { sql, values };
}

/** There are some thousands of incidents, whose texts are read; an order is looked up. */
function isTyped({ text, orders }: NonNullable<IncidentFilter['typed']>, param: (value: unknown) => string): string {
  const [part, keys] = [param(text), param(orders)];
  return `(i.id::text = ltrim(${part}, '#')
    or position(lower(${part}) in lower(concat_ws(' ', i.title ->> 'en', i.title ->> 'ru', i.cause ->> 'en', i.cause ->> 'ru', i.rule, i.about))) > 0
    or i.id in (select f.incident_id from alerts.finding f where f.order_id = any (${keys}::text[])))`;
}

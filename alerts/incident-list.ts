import { type Instant, toIso } from '../platform/clock.ts';
import type { Db } from '../platform/postgres.ts';
import type { OrderKey } from '../tracker/event.ts';
import type { Incident, IncidentState } from './incident.ts';
import type { Severity } from './severity.ts';

export type IncidentFilter = {
  state?: IncidentState | undefined;
  severity?: Severity | undefined;
  rule?: string | undefined;
  about?: string | undefined;
  acknowledgedBy?: string | undefined;
  /** It is or was about an order that stands under one of these keys. */
  orders?: readonly OrderKey[] | undefined;
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

const COLUMNS = `i.id, i.rule, i.rule_hash, i.about, i.severity, i.state, i.shadow, i.title, i."limit", i.cause, i.suspect,
  i.opened_at, i.last_joined_at, i.last_seen_at, i.seen, i.reopened, i.flapping, i.acknowledged_by, i.acknowledged_at,
  i.until, i.resolved_at, i.resolved_by, i.resolution, i.step, i.round, i.next_step_at, i.version`;

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
    `select ${COLUMNS}, ${rank ?? '0'} as rank, ${at} as at from alerts.incident i
      where ${[only, ...sql].join(' and ')}
      order by ${by.map(key => `${key} ${direction}`).join(', ')}
      limit ${param(limit + 1)}`,
    values,
  );
  const shown = rows.slice(0, limit);
  const last = rows.length > limit ? shown.at(-1)! : null;
  return { incidents: shown.map(fromRow), next: last && { rank: last.rank, at: last.at, id: last.id } };
}

/** Null for an id that there is none of. */
export async function findListedIncident(db: Db, id: number): Promise<Incident | null> {
  const { rows } = await db.query<IncidentRow>(`select ${COLUMNS} from alerts.incident i where i.id = $1`, [id]);
  return rows[0] ? fromRow(rows[0]) : null;
}

function conditions(filter: IncidentFilter): { sql: string[]; values: unknown[] } {
  const values: unknown[] = [];
  const sql: string[] = [];
  const where = (condition: string, value: unknown) => {
    if (value !== undefined) sql.push(condition.replace('?', `$${values.push(value)}`));
  };
  where('i.state = ?', filter.state);
  where('i.severity = ?', filter.severity);
  where('i.rule = ?', filter.rule);
  where('i.about = ?', filter.about);
  where('i.acknowledged_by = ?', filter.acknowledgedBy);
  where('i.id in (select f.incident_id from alerts.finding f where f.order_id = any (?::text[]))', filter.orders);
  return { sql, values };
}

type IncidentRow = {
  id: number;
  rule: string;
  rule_hash: string;
  about: string;
  severity: Severity;
  state: IncidentState;
  shadow: boolean;
  title: Incident['title'];
  limit: string | null;
  cause: string | null;
  suspect: boolean;
  opened_at: Instant;
  last_joined_at: Instant;
  last_seen_at: Instant;
  seen: number;
  reopened: number;
  flapping: boolean;
  acknowledged_by: string | null;
  acknowledged_at: Instant | null;
  until: Instant | null;
  resolved_at: Instant | null;
  resolved_by: string | null;
  resolution: string | null;
  step: number;
  round: number;
  next_step_at: Instant | null;
  version: number;
};

function fromRow(row: IncidentRow): Incident {
  const { id, rule, about, severity, state, shadow, title, limit, cause, suspect, seen, reopened, flapping } = row;
  const { until, resolution, step, round, version } = row;
  return {
    ...{ id, rule, about, severity, state, shadow, title, limit, cause, suspect, seen, reopened, flapping },
    ...{ until, resolution, step, round, version },
    ruleHash: row.rule_hash,
    openedAt: row.opened_at,
    lastJoinedAt: row.last_joined_at,
    lastSeenAt: row.last_seen_at,
    acknowledgedBy: row.acknowledged_by,
    acknowledgedAt: row.acknowledged_at,
    resolvedAt: row.resolved_at,
    resolvedBy: row.resolved_by,
    nextStepAt: row.next_step_at,
  };
}

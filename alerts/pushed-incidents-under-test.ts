import { type Instant, toIso } from '../platform/clock.ts';
import type { Db } from '../platform/postgres.ts';
import { HOUR, T0 } from '../test/support/factory.ts';
import type { OpenFinding } from './finding.ts';
import { stayOf } from './finding.ts';
import type { Incident } from './incident.ts';

/** Puts an incident into the database; a test names what matters to it. Returns its id. */
export async function putIncident(db: Db, named: Partial<Incident> = {}): Promise<number> {
  const state = named.state ?? 'open';
  const isTaken = state === 'acknowledged' || state === 'snoozed';
  const openedAt = named.openedAt ?? T0;
  const { rows } = await db.query<{ id: number }>(
    `insert into alerts.incident
       (rule, rule_hash, about, severity, state, shadow, title, "limit", opened_at, last_joined_at, last_seen_at,
        acknowledged_by, acknowledged_at, until, resolved_at, version)
     values ($1, 'h1', $2, $3, $4, $5, $6, $7, $8, $8, $8, $9, $10, $11, $12, $13) returning id`,
    [
      named.rule ?? 'price-missing',
      named.about ?? 'mes',
      named.severity ?? 'warning',
      state,
      named.shadow ?? false,
      named.title ?? { en: 'Orders wait for their price', ru: 'Заказы ждут цены' },
      named.limit ?? 'PT24H',
      toIso(openedAt),
      named.acknowledgedBy ?? (isTaken ? 'olga' : null),
      timeOf(named.acknowledgedAt ?? (isTaken ? openedAt : null)),
      timeOf(named.until ?? (isTaken ? openedAt + 8 * HOUR : null)),
      timeOf(named.resolvedAt ?? (state === 'resolved' ? openedAt + HOUR : null)),
      named.version ?? 1,
    ],
  );
  return rows[0]!.id;
}

/** The same for a finding: an order that waits for its price. */
export async function putFinding(db: Db, named: Partial<OpenFinding> & { incidentId: number }): Promise<OpenFinding> {
  const finding = { ...aFinding(), ...named };
  await db.query(
    `insert into alerts.finding
       (rule, subject, stay, origin, order_id, incident_id, severity, status, since, limit_at, owner, detail, first_seen_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
    [
      finding.rule,
      finding.subject,
      finding.stay,
      finding.origin,
      finding.orderId,
      finding.incidentId,
      finding.severity,
      finding.status,
      timeOf(finding.since),
      timeOf(finding.limitAt),
      finding.owner,
      finding.detail,
      timeOf(finding.firstSeenAt),
    ],
  );
  return finding;
}

export function aFinding(named: Partial<OpenFinding> = {}): OpenFinding {
  const since = T0 - 25 * HOUR;
  return {
    rule: 'price-missing',
    subject: 'order:ORD-1',
    stay: stayOf('SUBMITTED', since),
    origin: 'rule',
    orderId: 'ORD-1',
    incidentId: 1,
    severity: 'warning',
    status: 'SUBMITTED',
    since,
    limitAt: since + 24 * HOUR,
    owner: 'mes',
    detail: null,
    firstSeenAt: T0,
    ...named,
  };
}

function timeOf(at: Instant | null): string | null {
  return at === null ? null : toIso(at);
}

import { toIso } from '../platform/clock.ts';
import type { Db } from '../platform/postgres.ts';
import { HOUR, T0 } from '../test/support/factory.ts';
import { orderSubject, stayOf } from './finding.ts';
import type { Incident, IncidentEvent } from './incident.ts';
import type { ListedFinding } from './incident-orders.ts';
import type { Person } from './settings.ts';

/** A plausible incident: orders that wait for their price since T0. A test names what matters; its id is given back. */
export async function putIncident(db: Db, named: Partial<Incident> = {}): Promise<number> {
  const incident = {
    rule: 'price-missing',
    ruleHash: 'h1',
    about: 'mes',
    severity: 'warning',
    state: 'open',
    shadow: false,
    title: { en: 'Orders wait for their price', ru: 'Заказы ждут цены' },
    limit: 'PT24H',
    openedAt: T0,
    ...named,
  };
  const at = (instant: number | null | undefined) => (instant == null ? null : toIso(instant));
  const { rows } = await db.query<{ id: number }>(
    `insert into alerts.incident
       (rule, rule_hash, about, severity, state, shadow, title, "limit", opened_at, last_joined_at, last_seen_at,
        acknowledged_by, acknowledged_at, until, resolved_at, resolved_by, resolution, step, round, next_step_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18) returning id`,
    [
      ...[incident.rule, incident.ruleHash, incident.about, incident.severity, incident.state, incident.shadow],
      ...[JSON.stringify(incident.title), incident.limit, at(incident.openedAt), incident.acknowledgedBy ?? null],
      ...[at(incident.acknowledgedAt), at(incident.until), at(incident.resolvedAt), incident.resolvedBy ?? null],
      ...[incident.resolution ?? null, incident.step ?? 0, incident.round ?? 0, at(incident.nextStepAt)],
    ],
  );
  return rows[0]!.id;
}

/** An order in SUBMITTED since an hour before T0, found at T0; without an order id, a queue. */
export async function putFinding(db: Db, incident: number, named: Partial<ListedFinding> = {}): Promise<void> {
  const { orderId = null, since = T0 - HOUR, status = orderId === null ? null : 'SUBMITTED' } = named;
  const finding = {
    subject: orderId === null ? 'queue:mes.calc' : orderSubject(orderId),
    stay: status === null ? '' : stayOf(status, since!),
    severity: 'warning',
    owner: 'mes',
    firstSeenAt: T0,
    ...named,
  };
  await db.query(
    `insert into alerts.finding (rule, subject, stay, origin, order_id, incident_id, severity, status, since, owner, detail,
                                 first_seen_at, resolved_at, resolution)
     select i.rule, $2, $3, 'rule', $4, i.id, $5, $6, $7, $8, $9, $10, $11, $12 from alerts.incident i where i.id = $1`,
    [
      ...[incident, finding.subject, finding.stay, orderId, finding.severity, status, since && toIso(since)],
      ...[finding.owner, finding.detail ? JSON.stringify(finding.detail) : null, toIso(finding.firstSeenAt)],
      ...[finding.resolvedAt ? toIso(finding.resolvedAt) : null, finding.resolution ?? null],
    ],
  );
}

export async function putEvent(db: Db, incident: number, event: Partial<IncidentEvent> & Pick<IncidentEvent, 'kind'>) {
  await db.query('insert into alerts.incident_event (incident_id, at, kind, by, detail) values ($1, $2, $3, $4, $5)', [
    incident,
    toIso(event.at ?? T0),
    event.kind,
    event.by ?? null,
    JSON.stringify(event.detail ?? {}),
  ]);
}

export function aPerson(named: Partial<Person> = {}): Person {
  return {
    name: 'Olga',
    email: 'olga@example.com',
    phone: null,
    locale: 'en',
    zone: 'Europe/Moscow',
    channels: { info: ['email'], warning: ['email'], critical: ['email'] },
    ...named,
  };
}

import { toIso } from '../platform/clock.ts';
import type { Db } from '../platform/postgres.ts';
import { HOUR, T0 } from '../test/support/factory.ts';
import { NO_THOUGHT, type OpenFinding, orderSubject, stayOf } from './finding.ts';
import type { Incident, IncidentEvent, Told } from './incident.ts';
import { noteEvents } from './incident-events.ts';
import type { ListedFinding } from './incident-orders.ts';
import { PEOPLE } from './settings-under-test.ts';

export const ALERT_TABLES = `alerts.run, alerts.incident, alerts.finding, alerts.incident_event, alerts.push,
  alerts.publication, alerts.silence, alerts.on_call_override`;

const json = (value: object | null) => value && JSON.stringify(value);
const at = (instant: number | null | undefined) => (instant == null ? null : toIso(instant));

/**
 * A plausible incident: orders that wait for their price since T0, taken on or over when its state says so. A test names
 * what matters; its id is given back.
 */
export async function putIncident(db: Db, named: Partial<Incident> = {}): Promise<number> {
  const { state = 'open', openedAt = T0 } = named;
  const isTaken = state === 'acknowledged' || state === 'snoozed';
  const incident = {
    rule: 'price-missing',
    ruleHash: 'h1',
    about: 'mes',
    severity: 'warning',
    shadow: false,
    title: { en: 'Orders wait for their price', ru: 'Заказы ждут цены' },
    limit: 'PT24H',
    cause: null,
    acknowledgedBy: isTaken ? 'olga' : null,
    acknowledgedAt: isTaken ? openedAt : null,
    until: isTaken ? openedAt + 8 * HOUR : null,
    resolvedAt: state === 'resolved' ? openedAt + HOUR : null,
    resolvedBy: null,
    resolution: null,
    step: 0,
    round: 0,
    nextStepAt: null,
    version: 1,
    ...named,
  };
  const { rows } = await db.query<{ id: number }>(
    `insert into alerts.incident
       (rule, rule_hash, about, severity, state, shadow, title, "limit", cause, opened_at, last_joined_at, last_seen_at,
        acknowledged_by, acknowledged_at, until, resolved_at, resolved_by, resolution, step, round, next_step_at, version)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)
     returning id`,
    [
      ...[incident.rule, incident.ruleHash, incident.about, incident.severity, state, incident.shadow],
      ...[
        JSON.stringify(incident.title),
        incident.limit,
        JSON.stringify(incident.cause),
        at(openedAt),
        incident.acknowledgedBy,
      ],
      ...[at(incident.acknowledgedAt), at(incident.until), at(incident.resolvedAt), incident.resolvedBy],
      ...[incident.resolution, incident.step, incident.round, at(incident.nextStepAt), incident.version],
    ],
  );
  await saySoOf(db, rows[0]!.id, named);
  return rows[0]!.id;
}

/** What is known of its cause, and what people have said of it. */
async function saySoOf(db: Db, id: number, named: Partial<Incident>): Promise<void> {
  const { customers = 'usual', customersBy = null, verdict = null, verdictBy = null, mergedInto = null } = named;
  const { causeKey = null, suspect = false, storm = false, traceparent = null } = named;
  const verdictAt = verdict === null ? null : (named.verdictAt ?? T0);
  await db.query(
    `update alerts.incident i set cause_key = $2, suspect = $3, storm = $4, customers = $5, customers_by = $6,
            customers_at = $7, verdict = $8, verdict_by = $9, verdict_at = $10, merged_into = $11, traceparent = $12
      where i.id = $1`,
    [
      ...[id, causeKey, suspect, storm, customers, customersBy, at(named.customersAt)],
      ...[verdict, verdictBy, at(verdictAt), mergedInto, traceparent],
    ],
  );
}

/** An order in SUBMITTED since an hour before T0, found at T0; without an order id, a queue. */
export function aFinding(named: Partial<OpenFinding> = {}): OpenFinding {
  const { orderId = null, since = T0 - HOUR, status = orderId === null ? null : 'SUBMITTED' } = named;
  return {
    rule: 'price-missing',
    subject: orderId === null ? 'queue:mes.calc' : orderSubject(orderId),
    stay: status === null ? '' : stayOf(status, since!),
    origin: 'rule',
    orderId,
    incidentId: 1,
    severity: 'warning',
    status,
    since,
    limitAt: null,
    owner: 'mes',
    detail: null,
    firstSeenAt: T0,
    ...NO_THOUGHT,
    ...named,
  };
}

/** The same as a row, of the incident's rule. */
export async function putFinding(
  db: Db,
  incidentId: number,
  named: Partial<OpenFinding & Pick<ListedFinding, 'resolvedAt' | 'resolution'>> = {},
): Promise<void> {
  const { resolvedAt, resolution = null, ...open } = named;
  const finding = aFinding(open);
  await db.query(
    `insert into alerts.finding (rule, subject, stay, origin, order_id, incident_id, severity, status, since, limit_at, owner,
                                 detail, first_seen_at, resolved_at, resolution, cause_key, suspect, usual)
     select i.rule, $2, $3, $4, $5, i.id, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17
       from alerts.incident i where i.id = $1`,
    [
      ...[incidentId, finding.subject, finding.stay, finding.origin, finding.orderId, finding.severity],
      ...[finding.status, at(finding.since), at(finding.limitAt), finding.owner],
      ...[finding.detail && JSON.stringify(finding.detail), at(finding.firstSeenAt), at(resolvedAt), resolution],
      ...[finding.causeKey, json(finding.suspect), json(finding.usual)],
    ],
  );
}

export async function putEvent(
  db: Db,
  incidentId: number,
  event: Partial<IncidentEvent> & Pick<IncidentEvent, 'kind'>,
) {
  await noteEvents(db, [{ incidentId, at: T0, by: null, detail: {}, ...event }]);
}

/** Of an event `told`, by e-mail. */
export const toldTo = (...names: string[]): Told['people'] =>
  names.map(name => ({
    recipient: `staff:${name}`,
    name: PEOPLE[name]?.name ?? name,
    channel: 'email',
    messageId: `message-${name}`,
  }));

import type { Instant } from '../platform/clock.ts';
import { type Pool, transaction } from '../platform/postgres.ts';
import { HOUR, T0 } from '../test/support/factory.ts';
import { type Apply, applyFindings } from './apply-findings.ts';
import type { Judge } from './evidence.ts';
import { type Found, orderSubject, stayOf } from './finding.ts';
import type { Incident } from './incident.ts';
import { readEvents } from './incident-events.ts';
import { fromIncidentRow, INCIDENT_COLUMNS } from './incident-rows.ts';
import type { Rule } from './settings.ts';
import { alertSettings, ruleThatSees } from './settings-under-test.ts';

/** An order that has been waiting for its price since T0. */
export function aFoundOrder(orderId: string, named: Partial<Found> = {}): Found {
  const { status = 'SUBMITTED', since = T0 } = named;
  return {
    subject: orderSubject(orderId),
    orderId,
    stay: stayOf(status ?? '', since ?? T0),
    severity: 'warning',
    status,
    since,
    limitAt: (since ?? T0) + HOUR,
    limit: 'PT1H',
    owner: 'mes',
    detail: null,
    ...named,
  };
}

export function aFoundQueue(name: string, named: Partial<Found> = {}): Found {
  return {
    subject: `queue:${name}`,
    orderId: null,
    stay: '',
    severity: 'warning',
    status: null,
    since: null,
    limitAt: null,
    limit: null,
    owner: null,
    detail: { en: `${name} is full`, ru: `${name} полна` },
    ...named,
  };
}

/** Applies what a rule sees at this instant. */
export function apply(
  pool: Pool,
  seen: readonly Found[],
  now: Instant,
  named: Partial<Apply> & { rule?: Partial<Rule> } = {},
) {
  const { rule, ...options } = named;
  return transaction(pool, tx =>
    applyFindings(tx, ruleThatSees({ now: seen }, rule), seen, {
      origin: 'rule',
      now,
      settings: alertSettings(),
      ...options,
    }),
  );
}

export async function readIncidents(pool: Pool): Promise<Incident[]> {
  const { rows } = await pool.query(`select ${INCIDENT_COLUMNS} from alerts.incident i order by i.id`);
  return rows.map(fromIncidentRow);
}

/** Of a rule by this name, with what is thought of it. */
export async function applyAs(rule: string, pool: Pool, judge: Judge, seen: readonly Found[], now: Instant) {
  return apply(pool, seen, now, { rule: { name: rule }, judgements: await judge.judge(seen, now) });
}

/** Its history, each event in one text: `left first=ORD-1 orders=2`. */
export async function readHistory(pool: Pool, id: number): Promise<string[]> {
  const events = await readEvents(pool, [id]);
  return events.map(({ kind, by, detail }) => {
    const said = Object.entries(detail).map(([key, value]) => `${key}=${value}`);
    return [kind, ...(by === null ? [] : [by]), ...said].join(' ');
  });
}

/** What is open, as `rule subject incident`. */
export async function readOpen(pool: Pool): Promise<string[]> {
  const { rows } = await pool.query<{ text: string }>(
    `select concat_ws(' ', f.subject, f.incident_id) as text from alerts.finding f
      where f.resolved_at is null order by f.subject, f.rule, f.origin`,
  );
  return rows.map(({ text }) => text);
}

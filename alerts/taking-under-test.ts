import type { Instant } from '../platform/clock.ts';
import type { Pool } from '../platform/postgres.ts';
import { HOUR, T0 } from '../test/support/factory.ts';
import type { Incident, Told } from './incident.ts';
import type { Commanded, IncidentActions } from './incident-actions.ts';
import type { Person } from './settings.ts';

export const USUALLY_MS = 24 * HOUR;

/** What the commands about incidents do, as far as whoever calls them can see: by statements of its own. */
export function actionsUnderTest(pool: Pool): IncidentActions {
  async function change(id: number, set: string, values: readonly unknown[]): Promise<Commanded> {
    const { rows: known } = await pool.query('select i.state from alerts.incident i where i.id = $1', [id]);
    if (known.length === 0) return { kind: 'missing' };
    if (known[0].state === 'resolved') return { kind: 'refused', why: `Incident ${id} is resolved.` };
    const { rows } = await pool.query(`update alerts.incident i set ${set} where i.id = $1 returning i.*`, [
      id,
      ...values,
    ]);
    return { kind: 'done', incident: toIncident(rows[0]) };
  }
  const at = (instant: Instant) => new Date(instant);
  return {
    acknowledge: (id, { by, until }, now) =>
      change(
        id,
        `state = 'acknowledged', acknowledged_by = $2, acknowledged_at = $3, until = $4, next_step_at = null`,
        [by, at(now), at(until ?? now + USUALLY_MS)],
      ),
    unacknowledge: id => change(id, `state = 'open', acknowledged_by = null, acknowledged_at = null, until = null`, []),
    snooze: (id, { until }) => change(id, `state = 'snoozed', until = $2, next_step_at = null`, [at(until)]),
    resolve: (id, { by, reason }, now) =>
      change(
        id,
        `state = 'resolved', resolved_by = $2, resolution = $3, resolved_at = $4, until = null, next_step_at = null`,
        [by, reason, at(now)],
      ),
  };
}

type Put = {
  severity?: string;
  title?: { en: string; ru: string };
  about?: string;
  openedAt?: Instant;
  cause?: string | null;
  orders?: readonly { id: string; status: string; since: Instant }[];
  detail?: { en: string; ru: string };
  told?: readonly { at: Instant; people: Told['people'] }[];
};

/** An open incident with what belongs to it; its id. */
export async function putIncident(pool: Pool, named: Put = {}): Promise<number> {
  const {
    severity = 'critical',
    title = { en: 'Orders wait for their price', ru: 'Заказы ждут цены' },
    about = 'mes',
    openedAt = T0 - HOUR,
    cause = null,
    orders = [],
    told = [],
  } = named;
  const { rows } = await pool.query<{ id: number }>(
    `insert into alerts.incident (rule, rule_hash, about, severity, state, shadow, title, cause, opened_at, last_joined_at,
                                  last_seen_at, next_step_at)
     values ('price-missing', 'h1', $1, $2, 'open', false, $3, $4, $5, $5, $5, $5) returning id`,
    [about, severity, JSON.stringify(title), cause, new Date(openedAt)],
  );
  const { id } = rows[0]!;
  for (const { id: order, status, since } of orders) {
    await pool.query(
      `insert into alerts.finding (rule, subject, stay, origin, order_id, incident_id, severity, status, since, owner,
                                   first_seen_at)
       values ('price-missing', 'order:' || $1, $2, 'rule', $1, $3, $4, $2, $5, 'mes', $6)`,
      [order, status, id, severity, new Date(since), new Date(openedAt)],
    );
  }
  if (named.detail) {
    await pool.query(
      `insert into alerts.finding (rule, subject, stay, origin, incident_id, severity, since, detail, first_seen_at)
       values ('price-missing', $1, '', 'rule', $2, $3, $4, $5, $4)`,
      [about, id, severity, new Date(openedAt), JSON.stringify(named.detail)],
    );
  }
  for (const { at, people } of told) {
    await pool.query(`insert into alerts.incident_event (incident_id, at, kind, detail) values ($1, $2, 'told', $3)`, [
      id,
      new Date(at),
      JSON.stringify({ step: 0, round: 0, people }),
    ]);
  }
  return id;
}

export async function readIncident(pool: Pool, id: number) {
  const { rows } = await pool.query('select i.* from alerts.incident i where i.id = $1', [id]);
  return toIncident(rows[0]);
}

function toIncident(row: Record<string, unknown>): Incident {
  const inCamels = Object.entries(row).map(([name, value]) => [
    name.replace(/_(.)/g, (_, l) => l.toUpperCase()),
    value,
  ]);
  return Object.fromEntries(inCamels) as Incident;
}

export const PEOPLE: Readonly<Record<string, Person>> = {
  olga: aPerson('Olga', { phone: '+79161234567', locale: 'en' }),
  boris: aPerson('Борис', { phone: '+79167654321', locale: 'ru' }),
};

function aPerson(name: string, named: Partial<Person>): Person {
  return {
    name,
    email: `${name.toLowerCase()}@shop.example`,
    phone: null,
    locale: 'en',
    zone: 'Europe/Moscow',
    channels: { info: ['email'], warning: ['email'], critical: ['sms', 'email'] },
    ...named,
  };
}

export const toldTo = (...names: string[]): Told['people'] =>
  names.map(name => ({
    recipient: `staff:${name}`,
    name: PEOPLE[name]?.name ?? name,
    channel: 'email',
    messageId: `message-${name}`,
  }));

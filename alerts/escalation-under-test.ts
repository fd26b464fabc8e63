import { notifierSettings } from '../notifier/channels/outgoing-under-test.ts';
import type { ChannelName } from '../notifier/message.ts';
import { type Instant, toIso } from '../platform/clock.ts';
import { createLog } from '../platform/log.ts';
import type { Db, Pool } from '../platform/postgres.ts';
import { T0 } from '../test/support/factory.ts';
import { plainVault } from '../tracker/personal-data.ts';
import { createEscalator, type EscalatorDeps } from './escalator.ts';
import type { IncidentEvent } from './incident.ts';
import type { AlertSettings, Chain, Person, Step } from './settings.ts';
import { alertSettings, ruleThatSees } from './settings-under-test.ts';

export const ALERT_TABLES = `alerts.incident_event, alerts.finding, alerts.push, alerts.incident, alerts.silence,
  alerts.on_call_override`;

export function aPerson(name: string, overrides: Partial<Person> = {}): Person {
  return {
    name,
    email: `${name.toLowerCase()}@shop.example`,
    phone: null,
    locale: 'en',
    zone: 'Europe/Moscow',
    channels: { critical: ['sms', 'telegram', 'email'], warning: ['telegram', 'email'], info: ['email'] },
    ...overrides,
  };
}

export function aStep(tell: Step['tell'], overrides: Partial<Step> = {}): Step {
  return { after: null, tell, channels: null, ...overrides };
}

export function aChain(steps: readonly Step[], overrides: Partial<Chain> = {}): Chain {
  return { steps, repeat: null, calendar: null, ...overrides };
}

/** The chain is the one of everything that is found by `price-missing`. */
export function settingsWith(chain: Chain, overrides: Partial<AlertSettings> = {}): AlertSettings {
  return alertSettings({
    chains: { chain },
    routes: { workshop: { critical: 'chain', warning: 'chain', info: null } },
    people: { olga: aPerson('Olga'), ivan: aPerson('Ivan'), boss: aPerson('Boss') },
    rules: [RULE],
    ...overrides,
  });
}

const RULE = ruleThatSees({ now: [] });

export function escalatorOf(
  pool: Pool,
  settings: AlertSettings | (() => AlertSettings),
  overrides: Partial<EscalatorDeps> = {},
) {
  return createEscalator({ ...escalatorDeps(pool, settings), ...overrides });
}

export function escalatorDeps(pool: Pool, settings: AlertSettings | (() => AlertSettings)): EscalatorDeps {
  const channels = new Set<ChannelName>(['email', 'sms', 'telegram', 'slack']);
  return {
    pool,
    vault: plainVault,
    settings: typeof settings === 'function' ? settings : () => settings,
    notifications: () => notifierSettings({}),
    channels,
    findChats: async () => new Map(),
    links: {
      acknowledge: ({ incident, person }) => `https://orders.example/ack/${incident}/${person}`,
      open: incident => `https://orders.example/incidents/${incident}`,
    },
    noteEvents,
    onTold: () => {},
    log: createLog('silent'),
  };
}

/** As rows have them, and as the rest of the room writes them. */
export async function noteEvents(tx: Db, events: readonly IncidentEvent[]): Promise<void> {
  for (const { incidentId, at, kind, by, detail } of events) {
    await tx.query(
      'insert into alerts.incident_event (incident_id, at, kind, by, detail) values ($1, $2, $3, $4, $5)',
      [incidentId, toIso(at), kind, by, JSON.stringify(detail)],
    );
  }
}

type Put = {
  at?: Instant;
  rule?: string;
  about?: string;
  severity?: 'info' | 'warning' | 'critical';
  shadow?: boolean;
  orders?: readonly string[];
  subjects?: readonly string[];
};

/** An incident that has just opened, with its findings; returns its id. */
export async function putIncident(db: Db, named: Put = {}): Promise<number> {
  const { at = T0, rule = 'price-missing', about = 'mes', severity = 'critical', shadow = false } = named;
  const { orders = ['ORD-1'], subjects = [] } = named;
  const { rows } = await db.query<{ id: number }>(
    `insert into alerts.incident
       (rule, rule_hash, about, severity, state, shadow, title, "limit", opened_at, last_joined_at, last_seen_at, next_step_at)
     values ($1, 'h1', $2, $3, 'open', $4, $5, 'PT24H', $6, $6, $6, case when $4 then null else $6::timestamptz end)
     returning id`,
    [rule, about, severity, shadow, JSON.stringify(RULE.title), toIso(at)],
  );
  const { id } = rows[0]!;
  await noteEvents(db, [{ incidentId: id, at, kind: 'opened', by: null, detail: {} }]);
  await db.query(
    `insert into alerts.finding (rule, subject, stay, origin, order_id, incident_id, severity, status, since, first_seen_at)
     select $1, subject, $2::bigint::text, 'rule', nullif(substr(subject, 7), ''), $2::bigint, $3, 'SUBMITTED', $4, $4
       from unnest($5::text[]) as subject`,
    [rule, id, severity, toIso(at), orders.map(order => `order:${order}`)],
  );
  await db.query(
    `insert into alerts.finding (rule, subject, stay, origin, incident_id, severity, since, detail, first_seen_at)
     select $1, subject, $2::bigint::text, 'rule', $2::bigint, $3, $4, $6, $4 from unnest($5::text[]) as subject`,
    [rule, id, severity, toIso(at), subjects, JSON.stringify({ en: 'It is full.', ru: 'Она полна.' })],
  );
  return id;
}

export async function acknowledgeNow(db: Db, id: number, at: Instant, by = 'Olga'): Promise<void> {
  await db.query(
    `update alerts.incident set state = 'acknowledged', acknowledged_by = $3, acknowledged_at = $2,
            until = $2::timestamptz + interval '1 day', next_step_at = null where id = $1`,
    [id, toIso(at), by],
  );
  await noteEvents(db, [{ incidentId: id, at, kind: 'acknowledged', by, detail: {} }]);
}

export async function resolveNow(db: Db, id: number, at: Instant): Promise<void> {
  await db.query(
    `update alerts.incident set state = 'resolved', resolved_at = $2, resolution = 'moved_on', until = null,
            next_step_at = null, farewell = true where id = $1`,
    [id, toIso(at)],
  );
  await db.query(`update alerts.finding set resolved_at = $2, resolution = 'moved_on' where incident_id = $1`, [
    id,
    toIso(at),
  ]);
  await noteEvents(db, [{ incidentId: id, at, kind: 'resolved', by: null, detail: {} }]);
}

/** Each message in one text, in the order in which they were queued: `09:00 olga sms`. */
export async function readTold(db: Db, template = 'incident'): Promise<string[]> {
  const { rows } = await db.query<{ at: Instant; recipient: string; channel: string }>(
    `select m.queued_at as at, m.recipient, m.channel from notifier.message m
      where m.template = $1 order by m.queued_at, m.recipient`,
    [template],
  );
  return rows.map(({ at, recipient, channel }) => `${toIso(at).slice(0, 16)} ${recipient} ${channel}`);
}

export async function readPosition(db: Db, id: number) {
  const { rows } = await db.query(
    'select step, round, next_step_at as "nextStepAt" from alerts.incident where id = $1',
    [id],
  );
  return rows[0] as { step: number; round: number; nextStepAt: Instant | null };
}

export async function readKinds(db: Db, id: number): Promise<string[]> {
  const { rows } = await db.query<{ kind: string }>(
    'select kind from alerts.incident_event where incident_id = $1 order by id',
    [id],
  );
  return rows.map(({ kind }) => kind);
}

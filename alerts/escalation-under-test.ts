import { notifierSettings } from '../notifier/channels/outgoing-under-test.ts';
import type { ChannelName } from '../notifier/message.ts';
import { type Instant, toIso } from '../platform/clock.ts';
import { createLog } from '../platform/log.ts';
import { type Db, type Pool, transaction } from '../platform/postgres.ts';
import { T0 } from '../test/support/factory.ts';
import { plainVault } from '../tracker/personal-data.ts';
import { resolveFindings } from './apply-findings.ts';
import { createEscalator, type EscalatorDeps } from './escalator.ts';
import { readOpenFindingsIn } from './finding-rows.ts';
import { acknowledge } from './incident-commands.ts';
import { putEvent, putFinding, putIncident } from './incident-rows-under-test.ts';
import type { AlertSettings, Chain, Step } from './settings.ts';
import { alertSettings, aPerson, ruleThatSees } from './settings-under-test.ts';
import type { Severity } from './severity.ts';

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
    onTold: () => {},
    log: createLog('silent'),
  };
}

type Opened = {
  at?: Instant;
  rule?: string;
  about?: string;
  severity?: Severity;
  shadow?: boolean;
  orders?: readonly string[];
  subjects?: readonly string[];
};

/** An incident that has just opened, with its findings, whose first step is due; returns its id. */
export async function putOpened(db: Db, named: Opened = {}): Promise<number> {
  const { at = T0, orders = ['ORD-1'], subjects = [], severity = 'critical', shadow = false, ...rest } = named;
  const row = { ...rest, severity, shadow, openedAt: at, nextStepAt: shadow ? null : at };
  const id = await putIncident(db, row);
  await putEvent(db, id, { kind: 'opened', at });
  const found = { severity, since: at, firstSeenAt: at };
  for (const orderId of orders) await putFinding(db, id, { ...found, orderId });
  const detail = { en: 'It is full.', ru: 'Она полна.' };
  for (const subject of subjects) await putFinding(db, id, { ...found, subject, detail });
  return id;
}

/** Somebody takes it on. */
export async function acknowledgeNow(pool: Pool, id: number, now: Instant, by = 'Olga'): Promise<void> {
  await acknowledge(pool, id, { by, until: null, note: null }, { now, settings: alertSettings() });
}

/** All of it has moved on. */
export async function resolveNow(pool: Pool, id: number, now: Instant): Promise<void> {
  await transaction(pool, async tx => resolveFindings(tx, await readOpenFindingsIn(tx, id), 'moved_on', now));
}

/** The pool of an escalator to which `instead` happens whenever it writes into the history of an incident. */
export function whereItNotes(pool: Pool, instead: (note: () => Promise<unknown>, tx: Db) => Promise<unknown>): Pool {
  return replaced(pool, 'connect', async () => {
    const client = await pool.connect();
    return replaced(client, 'query', (text: string, values?: unknown[]) => {
      const note = () => client.query(text, values);
      return /insert into alerts.incident_event/.test(text) ? instead(note, client) : note();
    });
  });
}

export function replaced<T extends object>(target: T, name: keyof T, instead: unknown): T {
  return new Proxy(target, {
    get: (_, key) => {
      if (key === name) return instead;
      const value = Reflect.get(target, key);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
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

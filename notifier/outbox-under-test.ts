import { findSettled } from '../alerts/still-wanted.ts';
import type { Clock, Instant } from '../platform/clock.ts';
import { createLog, type Log } from '../platform/log.ts';
import { createMetrics } from '../platform/metrics.ts';
import type { Pool } from '../platform/postgres.ts';
import { DAY, T0 } from '../test/support/factory.ts';
import { referenceLifecycles } from '../test/support/reference.ts';
import type { Lifecycles } from '../tracker/lifecycle.ts';
import { plainVault, type Vault } from '../tracker/personal-data.ts';
import { createLedger } from '../tracker/record.ts';
import type { Channel, Content, Handed, LookedUp, Outgoing } from './channel.ts';
import { notifierSettings } from './channels/outgoing-under-test.ts';
import { createDispatcher, type DispatcherDeps } from './dispatcher.ts';
import { createNoticeListener } from './listener.ts';
import type { ChannelName, NewMessage, Recipient } from './message.ts';
import { CHANNELS } from './message.ts';
import { fromMessageRow, MESSAGE_COLUMNS } from './message-rows.ts';
import { createNotificationMetrics } from './notification-metrics.ts';
import type { People } from './people.ts';
import { createPlanner } from './planner.ts';
import type { NoticeSettings, NotifierSettings } from './settings.ts';
import type { Templates } from './template.ts';

export const SETTLE_MS = 60_000;

export function aNotice(template: string, named: Partial<NoticeSettings> = {}): NoticeSettings {
  return { template, channels: ['email', 'sms'], expiresAfterMs: 3 * DAY, urgent: false, reminder: null, ...named };
}

export const settingsUnderTest: NotifierSettings = notifierSettings({
  settleMs: SETTLE_MS,
  locale: 'ru',
  zone: 'Europe/Moscow',
  notices: Object.fromEntries(
    ['order-received', 'price-ready', 'manufacturing-started', 'order-shipped', 'order-cancelled'].map(name => [
      name,
      aNotice(name),
    ]),
  ),
  bodyRetentionMs: 30 * DAY,
  orderUrl: 'https://shop.example/orders/{orderId}',
  carriers: { cdek: 'https://www.cdek.ru/ru/tracking?order_id={number}' },
});

/** Words for every template on every channel: what it is called, and what it was filled with. */
export const templatesUnderTest: Templates = {
  names: () => [],
  channelsOf: () => CHANNELS,
  render: (template, channel, variables): Content => {
    if ('unfillable' in variables) throw new Error('undefined variable: order.promised');
    const text = `${template} ${JSON.stringify(variables)}`;
    switch (channel) {
      case 'email':
        return { channel, subject: template, text, html: `<p>${template}</p>` };
      case 'sms':
        return { channel, text };
      case 'telegram':
        return { channel, html: text, buttons: [] };
      case 'slack':
        return { channel, text, title: template, paragraphs: [], buttons: [] };
      case 'webhook':
        return { channel, body: JSON.stringify(variables) };
      default:
        return channel satisfies never;
    }
  },
};

/** Nobody has linked a chat or got too much, unless a test says so. */
export function peopleUnderTest(named: { chats?: Map<Recipient, string>; limitedUntil?: Instant | null } = {}): People {
  const { chats = new Map(), limitedUntil = null } = named;
  return {
    findChats: async (_, recipients) => new Map([...chats].filter(([recipient]) => recipients.includes(recipient))),
    readSentLately: async () => new Map(),
    limitedUntil: () => limitedUntil,
    telegramUrl: () => null,
    pressesOf: () => ({}),
    trackingUrl: ({ order }) => `https://orders.example/track/${order}`,
    unsubscribeUrl: ({ recipient }) => `https://orders.example/unsubscribe/${recipient}`,
  };
}

/** A provider in memory: keeps what it took, in the order in which it came. `answer` says what it makes of a message. */
export type MemoryChannel = Channel & {
  taken: Outgoing[];
  /** Every attempt, also those that it did not take. */
  asked: Outgoing[];
  answer: (message: Outgoing, signal: AbortSignal) => Handed | Promise<Handed>;
  lookedUp: (message: Outgoing, at: Instant) => LookedUp;
};

export const TAKEN: Handed = { kind: 'sent', providerId: null, said: null };
export const DOWN: Handed = { kind: 'transient', reason: 'provider_down', said: 'ECONNREFUSED', retryAfterMs: null };

export function memoryChannel(name: ChannelName, named: Partial<MemoryChannel> = {}): MemoryChannel {
  const channel: MemoryChannel = {
    name,
    provider: `memory-${name}`,
    concurrency: 4,
    whenUnknown: name === 'sms' ? 'lookUp' : 'sendAgain',
    taken: [],
    asked: [],
    answer: () => TAKEN,
    lookedUp: () => ({ kind: 'absent' }),
    send: async (message, signal) => {
      channel.asked.push(message);
      const handed = await channel.answer(message, signal);
      if (handed.kind === 'sent') channel.taken.push(message);
      return handed;
    },
    lookUp: async (message, at) => channel.lookedUp(message, at),
    stop: async () => {},
    ...named,
  };
  return channel;
}

/** Tracker, planner and dispatcher on one database, as app/compose.ts makes them. */
export function outboxUnderTest(named: {
  pool: Pool;
  clock: Clock;
  channels?: readonly Channel[];
  settings?: Partial<NotifierSettings>;
  people?: People;
  vault?: Vault;
  lifecycles?: Lifecycles;
  log?: Log;
}) {
  const { pool, clock, people = peopleUnderTest(), vault = plainVault } = named;
  const settings = (): NotifierSettings => ({ ...settingsUnderTest, ...named.settings });
  const lifecycles = () => named.lifecycles ?? referenceLifecycles;
  const channels = new Map((named.channels ?? []).map(channel => [channel.name, channel]));
  const registry = createMetrics();
  const deps: DispatcherDeps = {
    pool,
    clock,
    vault,
    lifecycles,
    settings,
    templates: () => templatesUnderTest,
    people,
    findSettled,
    channels,
    log: named.log ?? createLog('silent'),
    metrics: createNotificationMetrics(registry),
    random: () => 0.5,
  };
  const listener = createNoticeListener({ lifecycles, settings, vault, clock });
  return {
    ledger: createLedger({ pool, lifecycles, clock, listeners: [listener], vault }),
    planner: createPlanner(deps),
    dispatcher: createDispatcher(deps),
    registry,
    deps,
  };
}

let made = 0;

/** A message about something that is no order, to somebody of its own. */
export function aMessage(named: Partial<NewMessage> = {}): NewMessage {
  made += 1;
  return {
    about: `incident:${made}`,
    kind: 'customer',
    template: 'order-received',
    occasion: 'SUBMITTED',
    status: null,
    eventId: null,
    channel: 'email',
    recipient: `customer:C-${made}`,
    address: `c${made}@example.com`,
    locale: 'en',
    zone: 'UTC',
    urgent: false,
    variables: {},
    factAt: T0,
    notBefore: T0,
    expiresAt: T0 + 3 * DAY,
    traceparent: null,
    ...named,
  };
}

export async function readMessages(pool: Pool, vault: Vault = plainVault) {
  const { rows } = await pool.query(
    `select ${MESSAGE_COLUMNS}, m.claimed_by, m.claimed_until from notifier.message m order by m.queued_at, m.about`,
  );
  return rows.map(row => ({
    ...fromMessageRow(row, vault),
    claimedBy: row.claimed_by,
    claimedUntil: row.claimed_until,
  }));
}

export async function readMessageEvents(pool: Pool, vault: Vault = plainVault) {
  const { rows } = await pool.query(
    'select key, kind, state, reason, detail from notifier.message_event order by at, key',
  );
  return rows.map(row => ({ ...row, detail: row.detail && vault.openText(row.detail) }));
}

/** Each in one text: `dropped: expired`. */
export async function readStates(pool: Pool): Promise<string[]> {
  const { rows } = await pool.query<{ text: string }>(
    `select concat_ws(': ', m.state, m.reason) as text from notifier.message m order by m.queued_at, m.about`,
  );
  return rows.map(({ text }) => text);
}

export const OUTBOX_TABLES = `tracker.order_event, tracker.order_state, tracker.order_alias, tracker.order_search,
  tracker.order_anomaly, notifier.notice, notifier.message, notifier.message_event, notifier.suppression,
  notifier.preference, notifier.partner_endpoint, notifier.receipt, notifier.telegram_chat`;

import { pressesOf } from '../alerts/press.ts';
import { createStaffEars } from '../alerts/staff-ears.ts';
import { findSettled } from '../alerts/still-wanted.ts';
import { openChannels } from '../notifier/channels/all.ts';
import { createDispatcher } from '../notifier/dispatcher.ts';
import { createHousekeeping } from '../notifier/housekeeping.ts';
import type { ChannelName } from '../notifier/message.ts';
import { createNotificationMetrics } from '../notifier/notification-metrics.ts';
import { gaugeOutbox } from '../notifier/outbox-gauges.ts';
import type { People } from '../notifier/people.ts';
import { createPlanner } from '../notifier/planner.ts';
import { createReceiptWorker } from '../notifier/receipts/worker.ts';
import { limitedUntil, readSentLately } from '../notifier/recipient-limit.ts';
import type { NotifierAccess } from '../notifier/settings.ts';
import { createTelegramBot, type TelegramBot } from '../notifier/telegram/bot.ts';
import { createBotApi } from '../notifier/telegram/bot-api.ts';
import { findChats } from '../notifier/telegram-chats.ts';
import { trackingUrl } from '../notifier/tracking-link.ts';
import { unsubscribeUrl } from '../notifier/unsubscribe.ts';
import type { Clock } from '../platform/clock.ts';
import type { Log } from '../platform/log.ts';
import type { Metrics } from '../platform/metrics.ts';
import type { Pool } from '../platform/postgres.ts';
import type { Vault } from '../tracker/personal-data.ts';
import type { LiveConfiguration } from './configuration/live.ts';
import { every } from './every.ts';
import type { Teardown } from './teardown.ts';
import { openTemplates } from './templates.ts';

const LOOK_MS = 1_000;
const HOUSEKEEPING_MS = 3_600_000;
// What is being handed over may still be: a mail that is cut off is sent twice.
const DISPATCHER_STOP_MS = 5_000;

export type Notifying = { health(): { channel: ChannelName; state: 'up' | 'down' | 'dry' }[] };

/** Everything that makes messages of notices and hands them over; any number of processes may. Stops with `teardown`. */
export function startNotifying(
  on: {
    pool: Pool;
    configuration: LiveConfiguration;
    access: NotifierAccess;
    vault: Vault;
    clock: Clock;
    log: Log;
    registry: Metrics;
  },
  teardown: Teardown,
): Notifying {
  const { pool, configuration, access, vault, clock, log, registry } = on;
  const settings = () => configuration.current().notifications;
  const lifecycles = () => configuration.current().lifecycles;
  const live = openTemplates(settings(), { log });
  configuration.onChange(({ notifications }) => live.adopt(notifications));
  const loop = (name: string, periodMs: number, work: Parameters<typeof every>[1]['work']) => {
    const running = every(periodMs, { name, work, clock, log });
    teardown.add(name, () => running.stop());
  };

  const alerts = () => configuration.current().alerts;
  const ears = createStaffEars({ pool, alerts, access, notifications: settings, templates: live.current, vault });
  const channels = openChannels(access, settings, { clock });
  for (const channel of channels.values()) teardown.add(`channel ${channel.name}`, () => channel.stop());
  const bot =
    access.telegram && createTelegramBot({ ...on, ears, settings, lifecycles, api: createBotApi(access.telegram) });
  const deps = {
    pool,
    lifecycles,
    settings,
    templates: live.current,
    channels,
    people: peopleOf(access, bot, vault),
    findSettled,
    vault,
    clock,
    log,
    metrics: createNotificationMetrics(registry),
    random: Math.random,
  };
  gaugeOutbox(registry, pool, clock);
  const dispatcher = createDispatcher(deps);
  teardown.add('dispatcher of messages', () => dispatcher.stop(), DISPATCHER_STOP_MS);
  dispatcher.start();
  loop('planner of messages', LOOK_MS, createPlanner({ ...deps, onPlanned: dispatcher.wake }).runOnce);
  loop('receipts', LOOK_MS, createReceiptWorker({ pool, vault, ears, log }).runOnce);
  loop('housekeeping of messages', HOUSEKEEPING_MS, createHousekeeping({ pool, settings }).runOnce);
  if (bot) {
    loop('Telegram bot', LOOK_MS, bot.runOnce);
    // First of all: what waits for news from Telegram waits long.
    teardown.add('line to Telegram', () => bot.stop());
  }
  return dispatcher;
}

function peopleOf(access: NotifierAccess, bot: TelegramBot | null, vault: Vault): People {
  return {
    findChats: (db, recipients) => findChats(db, recipients, vault),
    readSentLately,
    limitedUntil,
    trackingUrl: what => trackingUrl(access, what),
    unsubscribeUrl: what => unsubscribeUrl(access, what),
    pressesOf: message => pressesOf(access, message),
    telegramUrl: recipient => bot?.linkFor(recipient) ?? null,
  };
}

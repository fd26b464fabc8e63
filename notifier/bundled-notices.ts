import type { ChannelName } from './message.ts';
import type { NoticeSettings } from './settings.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

const CHANNELS: readonly ChannelName[] = ['telegram', 'email', 'sms'];

/** Of a notice that is declared and not bundled. */
export const USUAL: Omit<NoticeSettings, 'template'> = {
  channels: CHANNELS,
  expiresAfterMs: 2 * DAY_MS,
  urgent: false,
  reminder: null,
};

function notice(template: string, expiresAfterMs: number): NoticeSettings {
  return { ...USUAL, template, expiresAfterMs };
}

/** Those that there are templates for. When they are of no use any more follows from what happens next. */
export const BUNDLED_NOTICES: Readonly<Record<string, NoticeSettings>> = {
  'order-received': notice('order-received', DAY_MS),
  'price-ready': {
    ...notice('price-ready', 3 * DAY_MS),
    reminder: { notice: 'price-reminder', afterMs: 2 * DAY_MS },
  },
  'manufacturing-started': notice('manufacturing-started', 3 * DAY_MS),
  'order-shipped': notice('order-shipped', 3 * DAY_MS),
  'order-delayed': notice('order-delayed', DAY_MS),
  'order-cancelled': notice('order-cancelled', 7 * DAY_MS),
  'price-reminder': notice('price-reminder', DAY_MS),
  'order-message': notice('order-message', 2 * DAY_MS),
};

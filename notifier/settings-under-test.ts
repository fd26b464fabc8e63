import { DAY, HOUR } from '../test/support/factory.ts';
import type { NotifierSettings } from './settings.ts';

/** Plausible settings of a shop in Moscow, live, that tells of three statuses. A test names what matters. */
export function aSettings(named: Partial<NotifierSettings> = {}): NotifierSettings {
  const notice = (template: string) => ({
    template,
    channels: ['email', 'sms'] as const,
    expiresAfterMs: 3 * DAY,
    urgent: false,
  });
  return {
    mode: 'live',
    settleMs: 30_000,
    brand: {
      name: 'Shop',
      color: '#8a6d3b',
      logoUrl: null,
      contact: { email: 'help@shop.example', phone: null, url: null },
      imprint: {},
    },
    from: 'Shop <orders@shop.example>',
    replyTo: null,
    locale: 'ru',
    zone: 'Europe/Moscow',
    fallbacks: {},
    notices: {
      'order-received': notice('order-received'),
      'price-ready': notice('price-ready'),
      'order-shipped': notice('order-shipped'),
    },
    quietHours: null,
    limits: { recipient: { messages: 10, withinMs: HOUR }, perSecond: {} },
    allowList: null,
    bodyRetentionMs: 90 * DAY,
    orderUrl: null,
    carriers: {},
    partners: {},
    templates: null,
    ...named,
  };
}

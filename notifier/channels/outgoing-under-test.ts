import type { Content, Outgoing } from '../channel.ts';
import type { NotifierAccess, NotifierSettings } from '../settings.ts';

const MAIL: Content = {
  channel: 'email',
  subject: 'Ваша цена готова · ORD-1042 💍',
  text: 'Здравствуйте, Анна!\n\nЦена готова: 45 900 ₽.',
  html: '<p>Здравствуйте, <b>Анна</b>!</p><p>Цена готова: 45&nbsp;900 ₽.</p>',
};

/** A message about to be handed over, plausible in all that a test does not name. */
export function outgoing(given: Partial<Outgoing> = {}): Outgoing {
  return {
    about: 'ORD-1042',
    id: '0123456789abcdef0123456789abcdef',
    recipient: 'customer:C-7',
    address: 'anna@example.com',
    locale: 'ru',
    content: MAIL,
    unsubscribeUrl: 'https://shop.example/unsubscribe/token',
    attempt: 1,
    ...given,
  };
}

export function sms(given: Partial<Outgoing> = {}): Outgoing {
  const content: Content = { channel: 'sms', text: 'Your price is ready: https://shop.example/orders/ORD-1042' };
  return outgoing({ address: '+15558675310', content, unsubscribeUrl: null, ...given });
}

/** Settings of a shop that sends mail, with nothing declared beyond what is needed. */
export function notifierSettings(given: Partial<NotifierSettings> = {}): NotifierSettings {
  return {
    mode: 'live',
    settleMs: 0,
    brand: {
      name: 'Shop',
      color: '#1a1a1a',
      logoUrl: null,
      contact: { email: null, phone: null, url: null },
      imprint: {},
    },
    from: 'Shop <orders@shop.example>',
    replyTo: null,
    locale: 'en',
    zone: 'UTC',
    country: null,
    fallbacks: {},
    notices: {},
    quietHours: null,
    limits: { recipient: { messages: 100, withinMs: 3_600_000 }, perSecond: {} },
    allowList: null,
    bodyRetentionMs: 0,
    orderUrl: null,
    carriers: {},
    partners: {},
    templates: null,
    ...given,
  };
}

/** An environment in which nothing is set up. */
export function notifierAccess(given: Partial<NotifierAccess> = {}): NotifierAccess {
  return {
    smtpUrl: null,
    twilio: null,
    sendgrid: { apiKey: null, webhookKey: null },
    telegram: null,
    slackWebhookUrl: null,
    slackSigningSecret: null,
    publicUrl: 'https://orders.shop.example',
    signingKey: Buffer.alloc(32, 1),
    ...given,
  };
}

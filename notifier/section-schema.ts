import { z } from 'zod';
import { mustBe, zone } from '../tracker/calendar-section.ts';
import { A_DURATION, isDuration } from '../tracker/iso-duration.ts';
import { isCountry } from './address.ts';
import { partner } from './partner-schema.ts';
import { allowed, email, emailWithName, isWebUrl, locale, phone, text, webUrl } from './written.ts';

/** What the configuration declares of the notifier: `notifications`. */

export const NOTICE_ID = /^[a-z0-9][a-z0-9._-]{0,63}$/;
export const TIME_OF_DAY = /^([01]\d|2[0-3]):[0-5]\d$/;

const duration = (description: string, byDefault: string) =>
  z
    .string()
    .refine(isDuration, mustBe(A_DURATION))
    .exactOptional()
    .meta({ description, format: 'duration', default: byDefault, examples: [byDefault] });

/** Those that customers can be reached on. */
export const CUSTOMER_CHANNELS = ['email', 'sms', 'telegram'] as const;

const channels = z.array(z.enum(CUSTOMER_CHANNELS));

const reminder = z
  .union([
    z.enum(['none']),
    z.strictObject({
      notice: z.string().meta({ description: 'The notice that is told then.', examples: ['price-reminder'] }),
      after: z
        .string()
        .refine(isDuration, mustBe(A_DURATION))
        .meta({ description: 'How long after this one.', format: 'duration', examples: ['P2D'] }),
    }),
  ])
  .meta({
    description:
      'What is told some time later, once, if the order is still in the same status by then. `none`: nothing. ' +
      'price-ready has price-reminder after P2D.',
    examples: [{ notice: 'price-reminder', after: 'P2D' }],
  });

const notice = z
  .strictObject({
    template: z
      .string()
      .regex(NOTICE_ID, mustBe('the name of a template, in small letters, such as order-received'))
      .exactOptional()
      .meta({ description: 'Name of its template; if left out, that of the notice.', examples: ['order-received'] }),
    channels: channels.exactOptional().meta({
      description:
        'The channels that it may go out on, the preferred one first: the next one is taken where somebody has no ' +
        'address for one, or it fails. An empty list: nobody is told.',
      default: ['telegram', 'email', 'sms'],
      examples: [['email', 'sms']],
    }),
    expiresAfter: duration(
      'So long after it happened it is of no use and is not sent any more, however late we hear of it.',
      'P2D',
    ),
    urgent: z
      .boolean()
      .exactOptional()
      .meta({ description: 'It goes out in quiet hours, too, and is not held back by limits.', default: false }),
    reminder: reminder.exactOptional(),
  })
  .meta({
    description: 'Something that customers are told. What is left out is as in the bundled notice of that name.',
  });

const timeOfDay = (description: string, example: string) =>
  z
    .string()
    .regex(TIME_OF_DAY, mustBe('a time of day such as 21:00'))
    .meta({ description, examples: [example] });

const quietHours = z
  .union([
    z.enum(['none']),
    z.strictObject({
      from: timeOfDay('When they begin.', '20:00'),
      to: timeOfDay('When they end; earlier than `from` means the next day.', '08:00'),
      channels: channels
        .min(1)
        .exactOptional()
        .meta({ description: 'On which channels it is quiet.', default: ['sms', 'telegram'], examples: [['sms']] }),
    }),
  ])
  .meta({
    description:
      "When nothing goes out that is not urgent, by the recipient's clock; `none`: never. People may choose their own.",
    default: { from: '20:00', to: '08:00', channels: ['sms', 'telegram'] },
    examples: [{ from: '21:00', to: '09:00' }],
  });

const rate = (example: number) =>
  z
    .number()
    .refine(count => count > 0 && count <= 1_000, mustBe('a number above 0 and at most 1000 such as 10'))
    .exactOptional()
    .meta({ description: 'Messages a second.', examples: [example] });

const limits = z
  .strictObject({
    recipient: z
      .strictObject({
        messages: z
          .int()
          .refine(count => count >= 1 && count <= 10_000, mustBe('a whole number from 1 to 10000 such as 10'))
          .meta({ description: 'How many messages.', examples: [10] }),
        within: z
          .string()
          .refine(isDuration, mustBe(A_DURATION))
          .meta({ description: 'Within how long.', format: 'duration', examples: ['P1D'] }),
      })
      .exactOptional()
      .meta({
        description: 'What one customer gets at most; the next message waits. Urgent ones do not.',
        default: { messages: 10, within: 'P1D' },
        examples: [{ messages: 5, within: 'PT12H' }],
      }),
    perSecond: z
      .strictObject({ email: rate(20), sms: rate(1), telegram: rate(25), slack: rate(1), webhook: rate(50) })
      .exactOptional()
      .meta({
        description: 'What a provider is given at most by one process; a channel left out: as much as it takes.',
        default: { telegram: 25, slack: 1 },
        examples: [{ email: 20, sms: 1 }],
      }),
  })
  .meta({ description: 'How much is too much.' });

const brand = z
  .strictObject({
    name: text()
      .exactOptional()
      .meta({ description: 'Of the shop, as customers know it.', default: 'Orderwatch', examples: ['Lunaria'] }),
    color: z
      .string()
      .regex(/^#[0-9A-Fa-f]{6}$/, mustBe('a colour such as "#7a5c2e", in quotes'))
      .exactOptional()
      .meta({ description: 'Of buttons and links: `#rrggbb`.', default: '#1f4e79', examples: ['#7a5c2e'] }),
    logoUrl: webUrl('https://shop.example/logo.png')
      .exactOptional()
      .meta({ description: 'Picture above mails, at most 200 pixels wide.' }),
    contact: z
      .strictObject({
        email: email().exactOptional().meta({ description: 'E-mail address.' }),
        phone: phone().exactOptional().meta({ description: 'Phone number with its country.' }),
        url: webUrl('https://shop.example/contact').exactOptional().meta({ description: 'Page.' }),
      })
      .exactOptional()
      .meta({
        description: 'How customers reach a person.',
        examples: [{ email: 'hello@shop.example', phone: '+7 495 123-45-67' }],
      }),
    imprint: z
      .record(z.string(), text())
      .exactOptional()
      .meta({
        description: 'Postal address, or whatever the law wants below a mail, by language.',
        examples: [{ en: 'Lunaria LLC, Moscow', ru: 'ООО «Лунария», Москва' }],
      }),
  })
  .meta({ description: 'Whose messages they are.' });

const placeholder = (name: string, description: string, example: string) =>
  z
    .string()
    .refine(
      url => url.includes(name) && isWebUrl(url.replaceAll(name, '1')),
      mustBe(`a web address with ${name} in it, such as ${example}`),
    )
    .meta({ description, examples: [example] });

export const notificationsSection = z
  .strictObject({
    mode: z
      .enum(['live', 'dryRun'])
      .exactOptional()
      .meta({
        description:
          '`dryRun`: nothing leaves, and what would have gone is shown. A channel for which no credentials are set is ' +
          'a dry run in any case.',
        default: 'live',
      }),
    settle: duration(
      'What follows a change of status within this time takes its place, and one message goes out.',
      'PT1M',
    ),
    brand: brand.exactOptional(),
    from: emailWithName()
      .exactOptional()
      .meta({
        description: 'Sender of e-mail. Without one, e-mail is a dry run.',
        examples: ['Lunaria <orders@shop.example>'],
      }),
    replyTo: emailWithName().exactOptional().meta({ description: 'Where answers to e-mails go.' }),
    locale: locale()
      .exactOptional()
      .meta({ description: 'Language for whoever has told none.', default: 'en', examples: ['ru'] }),
    zone: zone
      .exactOptional()
      .meta({ description: 'IANA time zone for whoever has told none.', default: 'UTC', examples: ['Europe/Moscow'] }),
    country: z
      .string()
      .refine(isCountry, mustBe('a country in two capital letters, such as RU'))
      .exactOptional()
      .meta({
        description:
          'Country of phone numbers that are written without one (ISO 3166). If left out, only numbers such as ' +
          '+7 916 123-45-67 are texted to.',
        examples: ['RU'],
      }),
    fallbacks: z
      .record(z.string(), locale())
      .exactOptional()
      .meta({
        description: 'Language → the one to take where a template has no words in it. Then `locale` is taken, then en.',
        examples: [{ uk: 'ru' }],
      }),
    notices: z
      .record(z.string(), notice)
      .exactOptional()
      .meta({
        description:
          'What customers are told, by the name that statuses give under `notice`. Added to the bundled ones: ' +
          'order-received, price-ready, manufacturing-started, order-shipped, order-delayed, order-cancelled, ' +
          'price-reminder and order-message.',
        propertyNames: { type: 'string', pattern: NOTICE_ID.source },
        examples: [{ 'order-shipped': { channels: ['sms', 'email'], expiresAfter: 'P1D' } }],
      }),
    quietHours: quietHours.exactOptional(),
    limits: limits.exactOptional(),
    allowList: z
      .array(
        z
          .string()
          .refine(
            allowed,
            mustBe(
              'an e-mail address, a domain such as "@shop.example", a number such as "+79161234567", a Telegram chat or a URL',
            ),
          ),
      )
      .exactOptional()
      .meta({
        description: 'For test environments: nobody else is written to. An empty list: nobody at all.',
        examples: [['@shop.example', '+79161234567']],
      }),
    bodyRetention: duration('How long the texts of messages are kept.', 'P90D'),
    orderUrl: placeholder(
      '{orderId}',
      'Where customers see their order.',
      'https://shop.example/orders/{orderId}',
    ).exactOptional(),
    carriers: z
      .record(z.string(), placeholder('{number}', 'Of a parcel.', 'https://carrier.example/{number}'))
      .exactOptional()
      .meta({
        description: 'Carrier, as events say it in `data.carrier` → where its parcels are tracked.',
        examples: [{ cdek: 'https://www.cdek.ru/ru/tracking?order_id={number}' }],
      }),
    partners: z
      .record(z.string(), partner)
      .exactOptional()
      .meta({
        description: 'Partners, as events name them in `partner`, who want to hear of their orders.',
        examples: [{ acme: { email: 'orders@acme.example' } }],
      }),
    templates: text()
      .exactOptional()
      .meta({
        description: 'Folder with templates of your own, which come before the bundled ones; relative to this file.',
        examples: ['templates'],
      }),
  })
  .exactOptional()
  .meta({
    description:
      'Messages to customers and partners: who is told what, when, and on which channel. Credentials of the channels ' +
      'stand in the environment.',
    examples: [{ from: 'Lunaria <orders@shop.example>', locale: 'ru', zone: 'Europe/Moscow' }],
  });

export type NotificationsDeclaration = z.output<typeof notificationsSection>;

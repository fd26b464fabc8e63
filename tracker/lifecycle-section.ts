import { z } from 'zod';
import { calendar, mustBe, zone } from './calendar-section.ts';
import { A_DURATION, isDuration } from './iso-duration.ts';
import type { LifecycleDefinition, LocalizedText, StatusDefinition } from './lifecycle.ts';

/** What the configuration declares of the tracker: `systems`, `calendars` and `lifecycles`. */

export const SYSTEM_NAME = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/;
/** Of calendars and lifecycles. */
export const NAME = /^[A-Za-z][A-Za-z0-9_-]{0,63}$/;
export const STATUS_NAME = /^[A-Za-z][A-Za-z0-9_]{0,63}$/;

const text = () => z.string().regex(/\S/, mustBe('text that people can read'));
const statusName = z.string();

const duration = (description: string, example: string) =>
  z
    .string()
    .refine(isDuration, mustBe(A_DURATION))
    .meta({ description, format: 'duration', examples: [example] });

const localized = (description: string, example: { en: string; ru: string }) =>
  z
    .strictObject({
      en: text()
        .exactOptional()
        .meta({ description: 'In English. Left out: as in Russian.', examples: [example.en] }),
      ru: text()
        .exactOptional()
        .meta({ description: 'In Russian. Left out: as in English.', examples: [example.ru] }),
    })
    .refine(({ en, ru }) => (en ?? ru) !== undefined, mustBe('one with `en`, `ru` or both'))
    .exactOptional()
    .meta({ description, examples: [example], minProperties: 1 });

const serviceLevel = z
  .strictObject({
    target: duration(
      'After this long in the status the order should have left it; from then on it is at risk.',
      'PT1H',
    ),
    breach: duration('After this long the order must have left it; from then on it is stuck.', 'PT24H'),
    time: z
      .enum(['calendar', 'business'])
      .exactOptional()
      .meta({
        description:
          "`calendar`: hours are exact, days and weeks go by the lifecycle's zone. `business`: only time counts in " +
          "which the lifecycle's calendar is open, and a day is a working day.",
        default: 'calendar',
        examples: ['business'],
      }),
  })
  .meta({
    description: 'How long an order may stay in the status. Every status needs one but those where orders end.',
    examples: [{ target: 'PT1H', breach: 'PT24H' }],
  });

const freeze = z
  .strictObject({
    after: duration('After this long in the status, in calendar time.', 'P14D'),
  })
  .meta({
    description: 'Freezes an order that stays too long, so that no limit runs on while nobody works on it.',
    examples: [{ after: 'P14D' }],
  });

const status = z
  .strictObject({
    owner: z.string().meta({
      description: 'The system, one of `systems`, whose word makes this status confirmed.',
      examples: ['shop'],
    }),
    entry: z
      .boolean()
      .exactOptional()
      .meta({ description: 'An order may begin here without anything missing before it.', default: false }),
    next: z.array(statusName, mustBe('a list such as [PRICE_CALCULATED, CANCELLED], or [] where an order ends')).meta({
      description: 'The statuses that may follow, rework included. An empty list: the order ends here.',
      examples: [['PRICE_CALCULATED', 'CANCELLED']],
    }),
    label: localized('What people of the company read.', { en: 'Submitted', ru: 'Оформлен' }),
    customerLabel: localized('What the customer reads.', { en: 'We have your order', ru: 'Мы получили ваш заказ' }),
    customerStep: localized(
      'The step that customers see on the page of their order. Statuses one after the other with the same words are one ' +
        'step; four or five are enough.',
      { en: 'Making', ru: 'Изготовление' },
    ),
    serviceLevel: serviceLevel.exactOptional(),
    freeze: freeze.exactOptional(),
    notice: z
      .string()
      .regex(/^[a-z0-9][a-z0-9._-]{0,63}$/, mustBe('the id of a notice, in small letters, such as order-received'))
      .exactOptional()
      .meta({
        description: 'The notice that the customer gets when the order comes into the status.',
        examples: ['order-received'],
      }),
  })
  .meta({ description: 'A status of an order.' });

const trait = (description: string, example: string) =>
  z
    .array(text())
    .min(1)
    .exactOptional()
    .meta({ description, examples: [[example]] });

const match = z
  .strictObject({
    partner: trait('Orders of one of these partners.', 'acme'),
    productClass: trait('Orders of one of these product classes, as events say it in `data.productClass`.', 'ring'),
  })
  .meta({
    description:
      'The orders that it is for: all traits named must match, each by one of its values. The first lifecycle that ' +
      'matches is taken. Exactly one lifecycle has no `match`: it is for all orders that no other one is for.',
    examples: [{ partner: ['acme'], productClass: ['ring'] }],
  });

const lifecycle = z
  .strictObject({
    zone: zone.meta({ description: 'IANA time zone of days and weeks in calendar time.', examples: ['Europe/Moscow'] }),
    calendar: z
      .string()
      .exactOptional()
      .meta({
        description: 'Name of the calendar of business time; needed where a status uses that.',
        examples: ['workshop'],
      }),
    match: match.exactOptional(),
    statuses: z.record(z.string(), status).meta({
      description:
        'The statuses by name, in the order in which an order usually walks through them. A name has letters, digits ' +
        'and underscores, upper-case by custom.',
      propertyNames: { type: 'string', pattern: STATUS_NAME.source },
    }),
  })
  .meta({ description: 'The way of an order: its statuses, who owns them, and how long each may take.' });

export const lifecycleSections = z.strictObject({
  systems: z
    .array(z.string().regex(SYSTEM_NAME, mustBe('1 to 64 letters, digits, dots, underscores or hyphens')))
    .min(1)
    .meta({
      description:
        'The systems of the company, in the order in which their ids name an order that has no order id yet.',
      examples: [['shop', 'crm', 'mes']],
    }),
  calendars: z
    .record(z.string(), calendar)
    .exactOptional()
    .meta({
      description: 'Calendars by name, for service levels in business time.',
      propertyNames: { type: 'string', pattern: NAME.source },
    }),
  lifecycles: z.record(z.string(), lifecycle).meta({
    description: 'Lifecycles by name. An order has the first that matches.',
    propertyNames: { type: 'string', pattern: NAME.source },
  }),
});

export type LifecycleSections = z.infer<typeof lifecycleSections>;

/** After `lifecycleMistakes` found none: every calendar that is named exists. */
export function lifecycleDefinitions({ calendars = {}, lifecycles }: LifecycleSections): LifecycleDefinition[] {
  return Object.entries(lifecycles).map(([name, { calendar, statuses, ...declared }]) => ({
    name,
    ...declared,
    ...(calendar !== undefined && { calendar: calendars[calendar]! }),
    statuses: Object.fromEntries(Object.entries(statuses).map(([status, said]) => [status, statusDefinition(said)])),
  }));
}

function statusDefinition({
  label,
  customerLabel,
  customerStep,
  ...declared
}: z.infer<typeof status>): StatusDefinition {
  return {
    ...declared,
    ...(label && { label: inBothLanguages(label) }),
    ...(customerLabel && { customerLabel: inBothLanguages(customerLabel) }),
    ...(customerStep && { customerStep: inBothLanguages(customerStep) }),
  };
}

/** Words in the other language say more than none. */
function inBothLanguages({ en, ru }: { en?: string; ru?: string }): LocalizedText {
  const said = (en ?? ru)!;
  return { en: en ?? said, ru: ru ?? said };
}

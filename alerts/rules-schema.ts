import { z } from 'zod';
import { mustBe, zone } from '../tracker/calendar-section.ts';
import { condition } from './condition-kinds.ts';
import { SEVERITIES } from './severity.ts';
import { duration, name } from './written-limits.ts';

/** What the configuration declares of what is watched: `rules` and `incidents`. */

export const RULE_NAME = /^[a-z0-9][a-z0-9-]{0,63}$/;

const text = () => z.string().regex(/\S/, mustBe('text that people can read'));

const names = (description: string, example: string) =>
  z
    .array(text())
    .min(1)
    .exactOptional()
    .meta({ description, examples: [[example]] });

const severity = z.enum(SEVERITIES);

const where = z
  .strictObject({
    partner: names('Orders of one of these partners.', 'acme'),
    lifecycle: names('Orders of one of these lifecycles.', 'jewellery'),
    source: names('Orders of which one of these systems has said something.', 'shop'),
    value: z
      .strictObject({
        atLeast: z
          .number()
          .exactOptional()
          .meta({ description: 'So much or more.', examples: [100_000] }),
        atMost: z
          .number()
          .exactOptional()
          .meta({ description: 'So much or less.', examples: [5_000] }),
      })
      .exactOptional()
      .meta({
        description:
          'What the order is worth: the number that its events said last in `data.value`, `data.total` or `data.price`.',
        examples: [{ atLeast: 100_000 }],
      }),
  })
  .meta({ description: 'Of which orders it is; all that is named must hold. For conditions about orders.' });

const raise = z
  .strictObject({
    over: z
      .union([z.string(), z.number()])
      .meta({ description: 'The second limit, in the words of the first one.', examples: ['PT24H', 5_000] }),
    severity: severity.meta({ description: 'How urgent it is then.', examples: ['critical'] }),
  })
  .meta({ description: 'Past a second limit the same thing becomes more urgent: still one incident.' });

const rule = z
  .strictObject({
    title: z
      .strictObject({
        en: text()
          .exactOptional()
          .meta({ description: 'In English. Left out: as in Russian.', examples: ['Orders wait for their price'] }),
        ru: text()
          .exactOptional()
          .meta({ description: 'In Russian. Left out: as in English.', examples: ['Заказы ждут цены'] }),
      })
      .refine(({ en, ru }) => (en ?? ru) !== undefined, mustBe('one with `en`, `ru` or both'))
      .meta({
        description: 'What is wrong when the rule finds something, in a few words.',
        examples: [{ en: 'Orders wait for their price', ru: 'Заказы ждут цены' }],
        minProperties: 1,
      }),
    condition,
    severity: severity.meta({ description: 'How urgent it is.', examples: ['warning'] }),
    raise: raise.exactOptional(),
    schedule: z
      .string()
      .exactOptional()
      .meta({
        description: 'When it looks: a cron expression of five fields (minute, hour, day, month, weekday).',
        default: '* * * * *',
        examples: ['0 9 * * 1-5'],
      }),
    zone: zone.exactOptional().meta({
      description: 'IANA time zone of the schedule. Left out: that of `incidents`.',
      examples: ['Europe/Moscow'],
    }),
    where: where.exactOptional(),
    route: name('The route by which people are told. Left out: nobody is told.', 'workshop').exactOptional(),
    mode: z
      .enum(['live', 'shadow'])
      .exactOptional()
      .meta({
        description: '`shadow`: a rule on trial. It opens incidents, and nobody and nothing outside is told.',
        default: 'live',
        examples: ['shadow'],
      }),
  })
  .meta({ description: 'Something that is watched: what is looked for, when, and how urgent it is.' });

export const rulesSection = z
  .record(z.string(), rule)
  .exactOptional()
  .meta({
    description:
      'Rules by name: what is looked for in orders, systems and queues. Without this section a set of general ones counts; ' +
      'with it exactly what stands here.',
    propertyNames: { type: 'string', pattern: RULE_NAME.source },
    examples: [
      {
        'price-missing': {
          title: { en: 'Orders wait for their price' },
          condition: { kind: 'dwell', status: 'SUBMITTED', over: 'breach' },
          severity: 'critical',
        },
      },
    ],
  });

const wholeNumber = (description: string, value: number) =>
  z
    .int()
    .refine(count => count >= 1 && count <= 100_000, mustBe(`a whole number from 1 to 100000 such as ${value}`))
    .exactOptional()
    .meta({ description, default: value, examples: [value] });

const byDefault = (description: string, value: string) =>
  duration(description, value).exactOptional().meta({ default: value });

export const incidentsSection = z
  .strictObject({
    zone: zone.exactOptional().meta({
      description: 'IANA time zone of all schedules that name none. Left out: that of the lifecycle without a match.',
      examples: ['Europe/Moscow'],
    }),
    groupWithin: byDefault(
      'Orders that wait for the same system join the incident of the rule as long as the last one joined it within this time.',
      'PT10M',
    ),
    reopenWithin: byDefault('What comes back within this time opens its incident again.', 'PT1H'),
    flapsAfter: z
      .int()
      .refine(count => count >= 1 && count <= 100, mustBe('a whole number from 1 to 100 such as 3'))
      .exactOptional()
      .meta({
        description: 'An incident that was opened again so often is called flapping, and nobody is told any more.',
        default: 3,
        examples: [3],
      }),
    storm: z
      .union([
        z.literal('off'),
        z.strictObject({
          incidents: wholeNumber('So many incidents of one rule within the time are still several matters.', 5),
          within: byDefault('That time. A storm goes on as long as something joins it within it.', 'PT30M'),
          share: z
            .number()
            .refine(share => share > 0 && share <= 1, mustBe('a number above 0 and up to 1 such as 0.2'))
            .exactOptional()
            .meta({
              description: 'Such a part of all orders in one status, found by one rule, is one matter, too.',
              default: 0.2,
              examples: [0.2],
            }),
          atLeast: wholeNumber(
            'If there are so many of them. An incident of a shared cause with so many orders waits for the same word.',
            20,
          ),
        }),
      ])
      .exactOptional()
      .meta({
        description:
          'When so much is found at once that it becomes one incident, and customers are told of its delays only when somebody says so. `off`: never.',
        examples: [{ incidents: 5, within: 'PT30M', share: 0.2, atLeast: 20 }],
      }),
    acknowledgeFor: byDefault(
      'How long an acknowledgement holds that names no end; by working days where there is a calendar.',
      'P1D',
    ),
    calendar: name('The calendar of those working days. Left out: that of the lifecycle.', 'workshop').exactOptional(),
  })
  .exactOptional()
  .meta({
    description: 'How findings become incidents, and how long they rest.',
    examples: [{ zone: 'Europe/Moscow', groupWithin: 'PT10M', acknowledgeFor: 'P1D' }],
  });

export type RulesDeclaration = z.output<typeof rulesSection>;
export type RuleDeclaration = z.output<typeof rule>;
export type IncidentsDeclaration = z.output<typeof incidentsSection>;

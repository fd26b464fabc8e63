import { z } from 'zod';
import { DEPLOY_KINDS, DEPLOY_RESULTS } from '../collector/deploys.ts';
import { CHANNELS, MESSAGE_STATES } from '../notifier/message.ts';
import { CUSTOMER_CHANNELS, TIME_OF_DAY } from '../notifier/section-schema.ts';
import { isLocale } from '../notifier/written.ts';
import { ANOMALY_TITLES } from '../tracker/timeline.ts';
import { isZone } from '../tracker/zone.ts';
import { keyBody, keyQuery } from './access/key-requests.ts';
import { sessionBody, sessionQuery } from './access/session-requests.ts';
import { alertBody, alertQuery } from './alert-requests.ts';
import { auditQuery } from './audit/audit-requests.ts';
import { correctionsBody, correctionsQuery } from './corrections/corrections-requests.ts';
import { customerTokenBody } from './customer-tokens/customer-token-requests.ts';
import { handoverQuery } from './handover/handover-requests.ts';
import { handsBody, handsQuery } from './hands/hands-requests.ts';
import { incidentBody } from './incidents/incident-requests.ts';
import { insightsQuery } from './insights/insights-requests.ts';
import { notificationBody, notificationQuery } from './notifications/notification-requests.ts';
import { calendarBody, calendarQuery } from './on-call/calendar-requests.ts';
import { orderBody, orderQuery } from './order/order-requests.ts';
import { quarantineBody, quarantineQuery } from './quarantine/quarantine-requests.ts';
import { flag, instant, paging, text } from './request-parts.ts';
import { csvContacts, included, searchBody, searchFilters } from './search/search-requests.ts';
import { streamQuery } from './stream/stream-requests.ts';
import { templateBody, templateQuery } from './templates/template-requests.ts';
import { trackBody } from './track/track-requests.ts';

/** What comes in over HTTP: requests are parsed by it, and the OpenAPI document is made from it. */

const ANOMALIES = Object.keys(ANOMALY_TITLES) as (keyof typeof ANOMALY_TITLES)[];

const MESSAGE_KINDS = ['customer', 'partner', 'staff'] as const;

const deployName = text.max(200, 'must have at most 200 characters');
const deployKind = z.enum(DEPLOY_KINDS, `must be one of ${DEPLOY_KINDS.join(', ')}`);

const COUNT = 'must be a whole number from 0 to 1,000,000,000';
const count = z.int(COUNT).min(0, COUNT).max(1_000_000_000, COUNT);

export const query = {
  ...correctionsQuery,
  ...handsQuery,
  ...auditQuery,
  orders: z.strictObject({
    q: text
      .max(200, 'must have at most 200 characters')
      .refine(typed => typed.trim() !== '', 'must not be blank')
      .optional()
      .meta({
        description:
          'What a person types. An order id, an id of any system (`M-77`, `mes:M-77`) or a correlation id that is ' +
          'this wins; else the beginning of an order id, the end of any id (`1042` for `ORD-1042`), a partner, a ' +
          'customer id, or parts of the customer’s name, e-mail address and phone number, words in any order, numbers ' +
          'written in any way, before or behind a partner if need be. Parts have 3 characters or more. Where personal data is sealed, the whole address or number or its ' +
          'last four digits. Ids and partners are tried as typed, in capitals and in small letters. The id of a message and ' +
          'the trace id of an order are found as well. Words such as `status:SUBMITTED`, `age:>24h`, `is:stuck` and ' +
          '`assigned:me` are filters; the answer says how they were understood. Whoever is shown contacts masked finds ' +
          'them by whole names, addresses and numbers only.',
      }),
    status: text.optional(),
    source: text.optional().meta({ description: 'Orders of which this system has said something.' }),
    partner: text.optional(),
    customer: text.optional().meta({ description: 'Id of the customer.' }),
    correlationId: text.optional(),
    from: instant.meta({ description: 'Last event at or after this time; a date is its midnight in UTC.' }),
    to: instant.meta({ description: 'Last event before this time.' }),
    stuck: flag,
    atRisk: flag,
    overdue: flag,
    anomaly: z
      .enum([...ANOMALIES, 'true', 'false'], `must be true, false or one of ${ANOMALIES.join(', ')}`)
      .transform(value => (value === 'true' || value === 'false' ? value === 'true' : value))
      .optional()
      .meta({ description: 'With an open anomaly of this kind, or of any.' }),
    provisional: flag,
    ...searchFilters,
    sort: z
      .enum(['lastEvent', 'deadline', 'age'], 'must be lastEvent, deadline or age')
      .default('lastEvent')
      .meta({
        description:
          'lastEvent: newest news first. deadline: earliest dueAt first. age: longest in its status first. By deadline ' +
          'and age, orders without a limit (at their end, or frozen) come at the end.',
      }),
    count: flag.meta({ description: 'Also say how many orders pass the filters, up to 10,000.' }),
    include: included,
    format: z
      .enum(['json', 'csv'], 'must be json or csv')
      .optional()
      .meta({ description: 'csv: all that pass the filters, in one file; the same as to accept text/csv.' }),
    contacts: csvContacts,
    ...paging,
  }),
  ci: z.strictObject({
    service: deployName.optional(),
    environment: deployName.optional(),
    kind: deployKind.optional(),
  }),
  deploys: z.strictObject({
    kind: deployKind.optional().meta({ description: 'Only deploys, or only runs of tests.' }),
    service: text.optional().meta({ description: 'Only those of this system.' }),
    from: instant.meta({ description: 'At or after this time.' }),
    to: instant.meta({ description: 'Before this time.' }),
    ...paging,
  }),
  notifications: z.strictObject({
    order: text.optional().meta({ description: 'About this order, by its order id.' }),
    customer: text.optional().meta({ description: 'To the customer of this id.' }),
    recipient: text
      .optional()
      .meta({ description: 'As the messages have it: `customer:C-7`, `partner:acme`, `staff:olga`.' }),
    kind: z.enum(MESSAGE_KINDS, `must be one of ${MESSAGE_KINDS.join(', ')}`).optional(),
    channel: z.enum(CHANNELS, `must be one of ${CHANNELS.join(', ')}`).optional(),
    template: text.optional(),
    state: z.enum(MESSAGE_STATES, `must be one of ${MESSAGE_STATES.join(', ')}`).optional(),
    reason: text.optional().meta({ description: 'Why they stand so, in one word, such as `quiet_hours`.' }),
    incident: z
      .string()
      .regex(/^\d{1,18}$/, 'must be the id of an incident')
      .optional()
      .meta({ description: 'About this incident.' }),
    troubled: flag.meta({ description: 'Those that a person has to look at: unknown, dead or failed.' }),
    from: instant.meta({ description: 'Queued at or after this time.' }),
    to: instant.meta({ description: 'Queued before this time.' }),
    ...paging,
  }),
  ...alertQuery,
  ...keyQuery,
  stream: streamQuery,
  ...insightsQuery,
  ...calendarQuery,
  ...handoverQuery,
  ...quarantineQuery,
  ...notificationQuery,
  ...templateQuery,
  ...sessionQuery,
  ...orderQuery,
  page: z.strictObject(paging),
  none: z.strictObject({}),
};

const amqpText = z.string('must be text').optional();

const timeOfDay = z.string('must be text').regex(TIME_OF_DAY, 'must be a time of day such as 21:00');
const CHANNEL = `must be one of ${CUSTOMER_CHANNELS.join(', ')}`;

export const customerId = text.max(256, 'must have at most 256 characters');

const forLater = z
  .string('must be text')
  .max(500, 'must have at most 500 characters')
  .optional()
  .meta({ description: 'For whoever looks at the message later.' });

export const requestBody = {
  ...correctionsBody,
  ...handsBody,
  ...alertBody,
  ...keyBody,
  ...searchBody,
  ...incidentBody,
  ...calendarBody,
  ...quarantineBody,
  ...notificationBody,
  ...templateBody,
  ...sessionBody,
  ...orderBody,
  ...trackBody,
  ...customerTokenBody,
  deploy: z
    .strictObject({
      service: deployName.meta({ description: 'The system, as events name it.', examples: ['mes'] }),
      version: deployName.meta({ examples: ['2.14.0'] }),
      environment: deployName.optional().meta({ examples: ['production'] }),
      result: z
        .enum(DEPLOY_RESULTS, `must be one of ${DEPLOY_RESULTS.join(', ')}`)
        .optional()
        .meta({
          description:
            'What failed may have changed something as well. Left out: `failed` where tests failed, else `succeeded`.',
        }),
      kind: deployKind.optional().meta({ description: 'Left out: `tests` where there are `tests`, else `deploy`.' }),
      tests: z
        .strictObject({
          suite: deployName.optional().meta({ description: 'Which ones.', examples: ['e2e'] }),
          passed: count.optional(),
          failed: count.optional(),
          skipped: count.optional(),
          durationMs: count.optional(),
        })
        .optional()
        .meta({
          description: 'What became of tests.',
          examples: [{ passed: 118, failed: 2, skipped: 0, durationMs: 91_000 }],
        }),
      at: instant.meta({ description: 'When it went live, or the tests ended; left out: now.' }),
      by: deployName.optional().meta({ description: 'Who did it; left out: the name of the key.' }),
      url: z
        .url({ protocol: /^https?$/, error: 'must be an address such as https://ci.example/builds/77' })
        .max(1_000, 'must have at most 1,000 characters')
        .optional()
        .meta({ description: 'Where to read more of it: the build, the release notes.' }),
    })
    .refine(({ kind, tests }) => tests === undefined || kind !== 'deploy', {
      path: ['tests'],
      error: 'must be left out of a deploy',
    }),
  dismiss: z.strictObject({ reason: forLater }),
  preferences: z.strictObject({
    channels: z
      .record(z.string(), z.array(z.enum(CUSTOMER_CHANNELS, CHANNEL), 'must be a list of channels'))
      .nullable()
      .default(null)
      .meta({
        description:
          'By notice, `*` for those not named: the channels in the order of preference, an empty list for nothing of ' +
          'that. A channel that is named here is wanted: an opt-out of the customer on it ends.',
        examples: [{ 'order-shipped': ['sms', 'email'], '*': ['email'] }],
      }),
    locale: z
      .string('must be text')
      .refine(isLocale, 'must be a language such as ru or en-GB')
      .nullable()
      .default(null),
    zone: z
      .string('must be text')
      .refine(isZone, 'must be an IANA time zone such as Europe/Moscow')
      .nullable()
      .default(null),
    quietHours: z
      .union(
        [
          z.enum(['none']),
          z
            .strictObject({ from: timeOfDay, to: timeOfDay })
            .refine(({ from, to }) => from !== to, 'must end at another time than they begin'),
        ],
        'must be none, or two times of day such as { "from": "21:00", "to": "08:00" }',
      )
      .nullable()
      .default(null)
      .meta({ description: 'When nothing goes out that is not urgent, in `zone`; `none`: never.' }),
  }),
  sample: z
    .strictObject({
      exchange: amqpText.meta({ description: 'Where it was published; left out: posted over HTTP.' }),
      routingKey: amqpText,
      headers: z.record(z.string(), z.unknown(), 'must be an object').optional(),
      properties: z
        .strictObject({
          messageId: amqpText,
          correlationId: amqpText,
          timestamp: instant,
          appId: amqpText,
          type: amqpText,
          contentType: amqpText,
          contentEncoding: amqpText,
        })
        .optional()
        .meta({ description: 'AMQP properties.' }),
      body: z.unknown().optional().meta({ description: 'A body that is JSON.' }),
      bodyText: z
        .string('must be text')
        .optional()
        .meta({ description: 'A body that is text: XML, a form, JSON as it stands.' }),
      bodyBase64: z.base64('must be base64').optional().meta({ description: 'A body in any bytes.' }),
    })
    .refine(
      ({ body, bodyText, bodyBase64 }) => [body, bodyText, bodyBase64].filter(it => it !== undefined).length === 1,
      'must hold one of `body`, `bodyText` and `bodyBase64`',
    ),
};

import { z } from 'zod';

/** What is said of one order beside the order itself. */

const time = z.iso.datetime().meta({ description: 'ISO 8601 in UTC.' });
const duration = z.string().meta({ description: 'ISO 8601.', examples: ['PT24H'] });
const localized = z.strictObject({ en: z.string(), ru: z.string() });

const pathStep = z.strictObject({
  status: z.string(),
  label: localized.nullable().meta({ description: 'What people of the company read; null: the status itself.' }),
  owner: z.string().nullable().meta({ description: 'The system whose word makes the status confirmed.' }),
  place: z.enum(['passed', 'skipped', 'present', 'ahead']).meta({
    description:
      'skipped: by the declared way it should have been there, and nobody ever said so. A status that the order came ' +
      'to more than once (rework) stands here for each time.',
  }),
  entered: time.nullable(),
  left: time.nullable().meta({ description: 'null: it is there still, never was, or nothing follows.' }),
  dwell: duration.nullable().meta({ description: 'From coming there to leaving, or until now, frozen or not.' }),
  target: duration.nullable().meta({ description: 'As declared: in it the order should leave the status.' }),
  limit: duration.nullable().meta({ description: 'As declared: in it the order must leave the status.' }),
  business: z.boolean().meta({ description: 'Target and limit count working time only.' }),
  targetAt: time.nullable(),
  dueAt: time.nullable().meta({ description: 'What the limit comes to for this stay; null: none runs.' }),
  late: z.boolean().meta({ description: 'It left after its limit, or is there after it.' }),
  usual: z
    .strictObject({
      p50: duration,
      p90: duration,
      samples: z.int().min(0).meta({ description: 'Of so many stays in the last 90 days.' }),
      basis: z.enum(['partner', 'lifecycle']).meta({ description: 'Whose stays: the partner’s own, or all.' }),
    })
    .nullable()
    .meta({ description: 'How long orders like it stay there; null: too few tell.' }),
  expected: z
    .strictObject({ from: time, to: time })
    .nullable()
    .meta({ description: 'When it is likely to come there; null: it has been, or nobody knows.' }),
});

const rawMessage = z.strictObject({
  receivedAt: time,
  origin: z.enum(['amqp', 'http']),
  exchange: z.string().nullable(),
  routingKey: z.string().nullable(),
  properties: z.strictObject({
    messageId: z.string().nullable(),
    correlationId: z.string().nullable(),
    timestamp: time.nullable(),
    appId: z.string().nullable(),
    type: z.string().nullable(),
    contentType: z.string().nullable(),
    contentEncoding: z.string().nullable(),
  }),
  headers: z
    .record(z.string(), z.unknown())
    .nullable()
    .meta({ description: 'null while masked: headers may hold anything.' }),
  bytes: z.int().min(0).meta({ description: 'Length of the body.' }),
  body: z.string().nullable().meta({ description: 'null while masked.' }),
  bodyEncoding: z
    .enum(['utf8', 'base64'])
    .nullable()
    .meta({ description: 'base64 when the body is not valid UTF-8; null while masked.' }),
});

const rawEvent = z.strictObject({
  orderId: z.string(),
  eventId: z.string(),
  masked: z.boolean().meta({ description: 'What may tell who somebody is has been left out.' }),
  messages: z
    .array(rawMessage)
    .meta({ description: 'Usually one; a second where the same event id came with another content.' }),
});

const shortOrder = z.strictObject({
  orderId: z.string(),
  status: z.string().nullable(),
  statusSince: time.nullable(),
  dueAt: time.nullable(),
  stuck: z.boolean(),
  atRisk: z.boolean(),
  overdue: z.boolean(),
  frozen: z.boolean(),
  lastEventAt: time.nullable(),
});

const related = z.strictObject({
  ofCustomer: z
    .strictObject({ customerId: z.string(), orders: z.array(shortOrder), more: z.boolean() })
    .nullable()
    .meta({ description: 'Other orders of the same customer, newest news first; null: nobody said whose it is.' }),
  incidents: z
    .array(
      z.strictObject({
        id: z.string(),
        title: localized,
        severity: z.string(),
        state: z.string(),
        openedAt: time,
        orderCount: z.int().min(0).meta({ description: 'For so many orders it is still so.' }),
        orders: z.array(z.string()).meta({ description: 'Some of the others, longest first.' }),
      }),
    )
    .meta({ description: 'What it is in now, and who is in it, too.' }),
  logsUrl: z.string().nullable().meta({
    description: 'Where its log can be read; null: nobody said where, or no correlation id leads there.',
  }),
  traceUrl: z.string().nullable(),
});

/** By the customer of the contract. */
export const orderContract = <Customer extends z.ZodType>(customer: Customer) => ({
  OrderPath: z.strictObject({
    orderId: z.string(),
    status: z.string().nullable(),
    asOf: time,
    begunAt: time.nullable().meta({ description: 'When anything was heard of it first.' }),
    steps: z
      .array(pathStep)
      .meta({ description: 'All stays in their order, what was skipped between them, and the way usually taken on.' }),
  }),
  RawEvent: rawEvent,
  RelatedOrders: related,
  Revealed: z.strictObject({
    what: z.string(),
    customer: customer.nullable().meta({ description: 'null: it was asked for something else, or nobody said.' }),
    raw: rawEvent.nullable(),
  }),
});

import { z } from 'zod';
import { zone } from '../../tracker/calendar-section.ts';

/** One of the `sources` of the configuration: messages that a company has already, and what in them means what. */

const expression = z
  .string('Write an expression as text: a JSON path such as $.order.number, or JSONata.')
  .trim()
  .min(1, 'The expression is empty; write a JSON path such as $.order.number, or leave the field out.');

const text = (what: string) => z.string(`${what} must be text.`).trim().min(1, `${what} must not be empty.`);

const pattern = z.string('Write a routing key or a topic pattern as text: order.#').min(1, {
  message: 'An empty routing key matches empty routing keys only; write # for all messages.',
});

const customer = z
  .strictObject({
    id: expression.optional().meta({ description: "The customer's id.", examples: ['$.client.id'] }),
    name: expression
      .optional()
      .meta({ description: "The customer's name.", examples: ['$join([client.first, client.last], " ")'] }),
    email: expression.optional().meta({ description: "The customer's e-mail address.", examples: ['$.client.email'] }),
    phone: expression.optional().meta({ description: "The customer's phone number.", examples: ['$.client.phone'] }),
    locale: expression
      .optional()
      .meta({ description: 'The language to write in, such as ru or en-GB.', examples: ['$.client.language'] }),
    timezone: expression
      .optional()
      .meta({ description: 'Where it must not be night, such as Europe/Moscow.', examples: ['$.client.zone'] }),
  })
  .meta({ description: 'Whose order it is. Personal data belongs here and nowhere else.' });

const fields = z
  .strictObject({
    orderId: expression.optional().meta({ description: "The shop's id of the order.", examples: ['$.order.number'] }),
    ids: z
      .record(z.string(), expression)
      .optional()
      .meta({ description: "System, one of `systems` → the order's id in it.", examples: [{ mes: '$.order.mesId' }] }),
    correlationId: expression.optional().meta({
      description: 'What belongs together; if left out, the AMQP property correlation_id.',
      examples: ['$.cart'],
    }),
    status: expression.optional().meta({
      description: 'The status that the order has now, translated by `statuses`.',
      examples: ['$.order.state'],
    }),
    type: expression.optional().meta({
      description: 'What happened, for facts without a status; if left out, the AMQP property type.',
      examples: ['$.event'],
    }),
    eventId: expression.optional().meta({
      description:
        'The same id is the same event; if left out, the AMQP property message_id, else one made from the message.',
      examples: ['$.messageId'],
    }),
    occurredAt: expression.optional().meta({
      description:
        'When it happened: ISO 8601, or seconds or milliseconds since 1970; if left out, the AMQP timestamp.',
      examples: ['$.order.changedAt'],
    }),
    sequence: expression
      .optional()
      .meta({ description: 'Counts the events of this source about this order.', examples: ['$.order.version'] }),
    causationId: expression.optional().meta({ description: 'What led to this.', examples: ['$.cause'] }),
    partner: expression
      .optional()
      .meta({ description: 'The partner whose order it is.', examples: ['$.order.partner'] }),
    promisedAt: expression
      .optional()
      .meta({ description: 'What the customer was promised; written like occurredAt.', examples: ['$.order.readyBy'] }),
    customer: customer.optional(),
    data: z
      .union(
        [expression, z.record(z.string(), expression)],
        'Write one expression that gives an object, or name: expression.',
      )
      .optional()
      .meta({
        description: 'Anything else worth keeping, such as productClass: one expression, or one for each name.',
        examples: [{ productClass: '$.order.kind' }],
      }),
  })
  .meta({ description: 'Our field: the expression that finds it in the message.' });

export const sourceDeclaration = z
  .strictObject({
    name: text('The name').meta({
      description: 'Name of this mapping, for the reasons of what it refuses.',
      examples: ['acme-crm'],
    }),
    exchange: text('The exchange').meta({
      description: 'An exchange of others. It is bound to and never declared; while it is missing it is looked for.',
      examples: ['crm.events'],
    }),
    bindings: z
      .array(pattern)
      .min(1, 'Name at least one binding, or leave `bindings` out for all messages.')
      .optional()
      .meta({
        description: 'Routing keys, or patterns where the exchange is a topic exchange; all messages if left out.',
        examples: [['order.#', 'shipment.*']],
      }),
    when: z
      .strictObject({
        routingKey: pattern
          .optional()
          .meta({ description: 'Topic pattern of the routing key.', examples: ['order.*.changed'] }),
        headers: z
          .record(
            z.string(),
            z.union(
              [z.string(), z.number(), z.boolean()],
              'The value of a header is text, a number, or true or false.',
            ),
          )
          .optional()
          .meta({ description: 'Headers that must have these values.', examples: [{ 'x-kind': 'order' }] }),
      })
      .optional()
      .meta({
        description: 'Which messages of the exchange it reads; the first declared source that matches does.',
        examples: [{ routingKey: 'order.*.changed' }],
      }),
    format: z
      .enum(['json', 'xml', 'form'], 'The format is json, xml or form.')
      .optional()
      .meta({ description: 'How the body is written; json if left out.', examples: ['xml'] }),
    source: z
      .union(
        [
          text('The source'),
          z.strictObject({
            header: text('The header').meta({
              description: 'Name of the header that says it.',
              examples: ['x-system'],
            }),
          }),
          z.strictObject({
            field: expression.meta({ description: 'Expression that finds it in the message.', examples: ['$.system'] }),
          }),
        ],
        'Write the name of the system, or { header: x-system }, or { field: $.system }.',
      )
      .meta({
        description: 'The system that speaks: one of `systems`, or where a header or a field says it.',
        examples: ['crm'],
      }),
    zone: zone.optional().meta({
      description: 'IANA time zone of times that carry no offset. Without it they are refused.',
      examples: ['Europe/Moscow'],
    }),
    fields,
    statuses: z
      .record(z.string(), text('The status'))
      .optional()
      .meta({
        description: 'Status of the message → ours. Names of ours that are not listed pass as they are.',
        examples: [{ '20': 'MANUFACTURING_APPROVED', 'in production': 'MANUFACTURING_STARTED' }],
      }),
  })
  .meta({ description: 'Messages of others: where they come from, and what in them means what.' });

export type SourceDeclaration = z.output<typeof sourceDeclaration>;

/** All messages, unless it says which. */
export function bindingsOf({ bindings = ['#'] }: Pick<SourceDeclaration, 'bindings'>): readonly string[] {
  return bindings;
}

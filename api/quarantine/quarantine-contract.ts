import { z } from 'zod';

/** The part of the contract that is about messages that were not understood. */

const time = z.iso.datetime().meta({ description: 'ISO 8601 in UTC.' });

export const quarantined = z.strictObject({
  id: z.string(),
  origin: z.enum(['amqp', 'http']),
  exchange: z.string().nullable(),
  routingKey: z.string().nullable(),
  receivedAt: time.meta({ description: 'The first time.' }),
  lastReceivedAt: time,
  times: z.int().min(1).meta({ description: 'How often the same message came.' }),
  reasonKind: z.string().meta({ description: 'Why it is here, in one word.' }),
  reason: z.string().meta({ description: 'Why it is here and what would be right.' }),
  fingerprint: z.string().nullable().meta({
    description:
      'The same for all messages that are here for the same reason: `unknown_status:PRICED:mes`. null: from before.',
  }),
  bodyPreview: z.string().meta({ description: 'The beginning; what is about a person is cut out.' }),
  bodyBytes: z.int().min(0),
  orders: z
    .array(z.string())
    .meta({ description: 'The orders that it seems to name: `ORD-1042`, `~mes:M-77`, `~corr:cart-77`.' }),
  state: z.enum(['open', 'replayed', 'dismissed']),
  replayedAt: time.nullable().meta({ description: 'When it was recorded after all; null while it is open.' }),
  dismissed: z
    .strictObject({ at: time, by: z.string(), why: z.string() })
    .nullable()
    .meta({ description: 'Somebody decided that it need not be recorded. It can be restored.' }),
});

export const quarantinedInFull = quarantined.extend({
  properties: z.record(z.string(), z.unknown()),
  body: z.string(),
  bodyEncoding: z.enum(['utf8', 'base64']).meta({ description: 'base64 when the body is not valid UTF-8.' }),
});

export const quarantineGroup = z.strictObject({
  fingerprint: z.string(),
  reasonKind: z.string(),
  what: z
    .string()
    .nullable()
    .meta({ description: 'The field, or the status that nobody knows; null: all of the message.' }),
  source: z.string().nullable().meta({ description: 'Who seems to have sent it.' }),
  count: z.int().min(1).meta({ description: 'Different messages; one that came again counts once.' }),
  firstAt: time,
  lastAt: time,
  trend: z.array(z.int().min(0)).meta({ description: 'Messages by the hour, of the last 24, the present one last.' }),
  exchanges: z.array(z.string()).meta({ description: 'Like all that follows: of the newest hundred messages.' }),
  routingKeys: z.array(z.string()),
  orders: z.strictObject({
    count: z.int().min(0),
    more: z.boolean().meta({ description: 'There are older messages, which were not looked at.' }),
    first: z.array(z.string()),
  }),
  sampleId: z.string(),
  sampleReason: z.string(),
});

export const quarantineGroups = z.strictObject({
  items: z.array(quarantineGroup),
  nextCursor: z.null().meta({ description: 'The 200 largest come on one page.' }),
  total: z.int().min(0).meta({ description: 'Messages in these groups.' }),
  more: z.boolean().meta({ description: 'There are more groups than these.' }),
});

const replayedItem = z.strictObject({
  id: z.string(),
  outcome: z
    .enum(['recorded', 'duplicate', 'conflict', 'would_be_recorded', 'still_quarantined', 'not_open'])
    .meta({ description: 'not_open: there is no such message, or it was recorded or dismissed before.' }),
  orderId: z.string().nullable(),
  eventId: z.string().nullable(),
  reasonKind: z.string().nullable(),
  reason: z.string().nullable(),
});

export const replayResult = z.strictObject({
  replayed: z.int().min(0).meta({ description: 'Messages that left the quarantine, or would have in a dry run.' }),
  stillQuarantined: z.int().min(0),
  outcomes: z.record(z.string(), z.int()).meta({ description: 'How many came to which outcome.' }),
  orders: z.strictObject({
    count: z.int().min(0),
    first: z.array(z.string()).meta({ description: 'The first hundred that are, or would be, touched.' }),
  }),
  messages: z
    .strictObject({
      count: z.int().min(0),
      items: z.array(
        z.strictObject({
          orderId: z.string(),
          to: z.enum(['customer', 'partner']),
          notice: z.string().meta({ description: 'What they would be told.' }),
        }),
      ),
    })
    .nullable()
    .meta({
      description: 'Of a dry run: what people would be told of, the first hundred. null: it was none.',
    }),
  limited: z.boolean().meta({ description: '`limit` was reached: there may be more messages like these.' }),
  items: z.array(replayedItem).meta({ description: 'What became of each message, of the first 1,000.' }),
});

export const dismissResult = z.strictObject({
  dismissed: z.int().min(0),
  dismissal: z.string().meta({ description: 'Names the decision; give it to `restore` to take it back.' }),
  notOpen: z.array(z.string()).meta({ description: 'Of the ids that were asked for, those that were not open.' }),
});

export const restoreResult = z.strictObject({ restored: z.int().min(0) });

/** `examination`: that of a message, as `POST /events/validate` has it. */
export function tryResult(examination: z.ZodObject) {
  return z.strictObject({
    understood: z.int().min(0),
    items: z.array(examination.extend({ id: z.string() })).meta({
      description: 'What each message would become. What is about a person is cut out.',
    }),
    notOpen: z.array(z.string()),
  });
}

import { z } from 'zod';
import { CHANNELS, MESSAGE_STATES } from '../notifier/message.ts';

/** The part of the contract that is about messages to people. */

const time = z.iso.datetime().meta({ description: 'ISO 8601 in UTC.' });

export const notification = z.strictObject({
  id: z.string(),
  about: z.string().meta({ description: 'The order; of a message to staff, what it is about.' }),
  orderId: z.string().nullable().meta({ description: 'The order that it is about; null: none.' }),
  incidentId: z.string().nullable().meta({ description: 'The incident that it is about; null: none.' }),
  kind: z.enum(['customer', 'partner', 'staff']),
  template: z.string(),
  occasion: z.string().meta({ description: 'Told once for each: the status, or which delay, which reminder.' }),
  channel: z.enum(CHANNELS),
  recipient: z.string().meta({ examples: ['customer:C-7', 'partner:acme'] }),
  address: z.string().meta({ description: 'So much of it as tells it from others; whole where it was revealed.' }),
  locale: z.string(),
  urgent: z.boolean().meta({ description: 'It goes out in quiet hours, too.' }),
  state: z.enum(MESSAGE_STATES).meta({
    description:
      'unknown: the provider may have it or not. dead: tried as often as makes sense. dropped: not sent, on purpose. ' +
      'dry_run: what would have been sent, had the channel been set up.',
  }),
  reason: z.string().nullable().meta({ description: 'Why it stands so, in one word.' }),
  inWords: z.string().meta({ description: 'How it stands, in a sentence.' }),
  attempts: z.int().min(0),
  provider: z.string().nullable(),
  factAt: time.meta({ description: 'When what it tells became known.' }),
  queuedAt: time,
  notBefore: time,
  expiresAt: time.meta({ description: 'Useless from then on.' }),
  sentAt: time.nullable(),
  settledAt: time.nullable().meta({ description: 'When it came into a state that ends it, or seems to.' }),
});

export const notificationInFull = notification.extend({
  masked: z.boolean().meta({
    description: 'Address and texts are shown in part; `POST /notifications/{id}/reveal` tells them whole.',
  }),
  why: z.string().nullable().meta({ description: 'The reason in a sentence.' }),
  insisted: z.boolean().meta({ description: 'Somebody wants it to go out although it is not true any more.' }),
  canResend: z.boolean(),
  canDismiss: z.boolean(),
  canRestore: z.boolean().meta({ description: 'Somebody took it out, and it can be put back.' }),
  zone: z.string().meta({ description: 'IANA time zone of the recipient.' }),
  status: z
    .string()
    .nullable()
    .meta({ description: 'In which the order must still be when it is sent; null: in any.' }),
  eventId: z.string().nullable().meta({ description: 'The event that caused it.' }),
  providerId: z.string().nullable(),
  detail: z.string().nullable().meta({ description: 'The words of the provider.' }),
  subject: z.string().nullable(),
  body: z
    .string()
    .nullable()
    .meta({ description: 'What went out; null before that, and when the time for which it is kept is over.' }),
  history: z.array(
    z.strictObject({
      at: time,
      notedAt: time,
      kind: z.enum(['attempt', 'receipt', 'lookup', 'resend', 'fallback']),
      state: z.enum(MESSAGE_STATES).nullable(),
      reason: z.string().nullable(),
      inWords: z.string(),
      detail: z.string().nullable(),
    }),
  ),
});

export const notificationCounts = z
  .strictObject({
    troubled: z.int().min(0).meta({ description: 'Unknown, dead or failed; up to 10,000.' }),
    undecided: z
      .int()
      .min(0)
      .meta({ description: 'Things that happened a moment ago, of which nobody was told yet; up to 10,000.' }),
  })
  .meta({ description: 'Of the order that was asked for, or of all.' });

export const resendPreview = z.strictObject({
  channel: z.enum(CHANNELS),
  recipient: z.string(),
  address: z.string().meta({ description: 'Masked.' }),
  goes: z.enum(['now', 'later', 'not']).meta({ description: 'later: not before `notBefore`.' }),
  notBefore: time.nullable(),
  why: z.string().nullable().meta({ description: 'Why it waits or does not go, in a sentence.' }),
  mayInsist: z.boolean().meta({ description: 'With `again` it goes.' }),
  ways: z
    .array(
      z.strictObject({
        channel: z.enum(CHANNELS),
        address: z.string().meta({ description: 'Masked.' }),
        why: z.string().nullable().meta({ description: 'Why nothing is sent there; null: it may be.' }),
      }),
    )
    .meta({ description: 'Where its recipient can be reached, its own channel first.' }),
  subject: z.string().nullable(),
  text: z.string().nullable().meta({ description: 'What would go out, masked; null: it cannot be made.' }),
});

export const channelHealth = z.strictObject({
  items: z.array(
    z.strictObject({
      channel: z.enum(CHANNELS),
      state: z.enum(['up', 'down', 'dry', 'unknown']).meta({
        description:
          'down: its provider is out of order and left alone. dry: nothing leaves, for it is not set up. unknown: no ' +
          'process that sends messages is running.',
      }),
      since: time.nullable(),
      provider: z.string().nullable(),
      lastSentAt: time.nullable(),
      lastFailedAt: time.nullable(),
      lastReason: z.string().nullable(),
      lastReasonInWords: z.string().nullable(),
      queued: z.int().min(0).meta({ description: 'Messages that wait.' }),
      oldestAt: time.nullable().meta({ description: 'When the oldest of them should have gone.' }),
    }),
  ),
  nextCursor: z.null(),
});

export const notificationSummary = z.strictObject({
  since: time,
  counts: z.array(z.strictObject({ channel: z.enum(CHANNELS), state: z.enum(MESSAGE_STATES), count: z.int().min(0) })),
  troubled: z.int().min(0).meta({ description: 'Unknown, dead or failed, of all times; up to 10,000.' }),
  undecided: z.int().min(0),
});

export const heldCustomers = z.strictObject({
  items: z.array(
    z.strictObject({
      incidentId: z.string(),
      title: z.strictObject({ en: z.string(), ru: z.string() }),
      openedAt: time,
      orders: z.int().min(0),
      untold: z.int().min(0).meta({ description: 'Things that their customers were not told of meanwhile.' }),
    }),
  ),
  nextCursor: z.null(),
});

import { z } from 'zod';
import { CHANNELS, MESSAGE_STATES } from '../notifier/message.ts';

/** The part of the contract that is about messages to people. */

const time = z.iso.datetime().meta({ description: 'ISO 8601 in UTC.' });

export const notification = z.strictObject({
  id: z.string(),
  about: z.string().meta({ description: 'The order; of a message to staff, what it is about.' }),
  kind: z.enum(['customer', 'partner', 'staff']),
  template: z.string(),
  occasion: z.string().meta({ description: 'Told once for each: the status, or which delay, which reminder.' }),
  channel: z.enum(CHANNELS),
  recipient: z.string().meta({ examples: ['customer:C-7', 'partner:acme'] }),
  address: z.string().meta({ description: 'In lists so much of it as tells it from others.' }),
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

import { z } from 'zod';
import { DROP_REASONS } from '../../notifier/reasons.ts';
import { CORRECTION_STATES, NOTIFY } from '../../tracker/corrections/correction.ts';

const time = z.iso.datetime().meta({ description: 'ISO 8601 in UTC.' });

/** A status that somebody put right, or wants to. */
export const correction = z.strictObject({
  id: z.string(),
  orderId: z.string(),
  state: z.enum(CORRECTION_STATES).meta({
    description:
      'proposed: it waits for a second person. overtaken: the order had changed when somebody agreed. Of the others the words say it.',
  }),
  from: z.string().nullable(),
  to: z.string(),
  reason: z.string(),
  occurredAt: time.nullable().meta({ description: 'When it was so; null: when it was decided.' }),
  notify: z.enum(NOTIFY),
  publish: z.boolean(),
  version: z.string().meta({ description: 'Of the order, as whoever proposed it saw it.' }),
  proposedBy: z.string(),
  isYours: z.boolean().meta({ description: 'You proposed it: you can withdraw it, and somebody else has to agree.' }),
  proposedAt: time,
  expiresAt: time.nullable(),
  decidedBy: z.string().nullable(),
  decidedAt: time.nullable(),
  decision: z.string().nullable().meta({ description: 'Why, in the words of who decided.' }),
  eventId: z.string().nullable().meta({ description: 'The event of the order that it became.' }),
});

const standing = z.strictObject({
  status: z.string().nullable(),
  confirmed: z.boolean(),
  statusSince: time.nullable(),
  targetAt: time.nullable(),
  dueAt: time.nullable(),
  stuck: z.boolean(),
});

const told = z.strictObject({
  at: time,
  template: z.string(),
  status: z.string().nullable(),
  channel: z.string(),
  state: z.string(),
});

/** What a correction, or bringing it to its next status, would do. Nothing of it has happened. */
export const correctionPreview = z.strictObject({
  orderId: z.string(),
  version: z.string().meta({ description: 'Of the order as it is now: send it as `expected`.' }),
  verdict: z
    .enum(['legal', 'needsSecond', 'refused'])
    .meta({ description: 'needsSecond: the lifecycle has no way there, so that somebody else has to agree.' }),
  why: z.string().nullable().meta({ description: 'Why it is not simply done.' }),
  skipped: z.array(z.string()).meta({ description: 'Statuses on the way that never came.' }),
  before: standing,
  after: standing.nullable().meta({
    description: 'Not `to` where something newer is known than the time that was given. Null: it is refused.',
  }),
  incidents: z
    .array(
      z.strictObject({
        id: z.string(),
        rule: z.string(),
        severity: z.string(),
        closes: z.boolean().meta({ description: 'false: it goes on about other orders.' }),
      }),
    )
    .meta({ description: 'Open incidents that would no longer be about this order.' }),
  messages: z
    .array(
      z.strictObject({
        kind: z.enum(['customer', 'partner', 'staff']),
        channel: z.string(),
        to: z.string().meta({ description: 'Masked.' }),
        locale: z.string(),
        template: z.string(),
        subject: z.string().nullable(),
        text: z.string(),
      }),
    )
    .meta({ description: 'What would go out, in its words.' }),
  untold: z
    .array(z.strictObject({ notice: z.string(), reason: z.enum(Object.keys(DROP_REASONS)), inWords: z.string() }))
    .meta({ description: 'What nobody would be told, and why.' }),
  lastTold: told.nullable().meta({ description: 'What the customer was told last.' }),
  publishes: z
    .strictObject({ exchange: z.string(), routingKey: z.string() })
    .nullable()
    .meta({ description: 'Where CRM and MES would be told; null: they would not.' }),
});

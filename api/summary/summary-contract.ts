import { z } from 'zod';

/** How things are as a whole: part of contract.ts. */

const time = z.iso.datetime().meta({ description: 'ISO 8601 in UTC.' });
const duration = z.string().meta({ description: 'ISO 8601.' });
const count = z.int().min(0);

export const asOf = z.strictObject({
  at: time.meta({ description: 'When this was read.' }),
  newestAt: time.nullable().meta({ description: 'When the newest event was recorded; null: none ever was.' }),
  lag: duration.nullable().meta({
    description:
      'How far the intake is behind: for how long the oldest message that is not recorded yet has waited in the queue, however old what it tells of is; null: nobody watches the queue.',
  }),
  late: z.boolean().meta({ description: 'What is shown may be out of date, for the reasons given.' }),
  reasons: z.array(
    z.strictObject({
      kind: z.enum(['behind', 'broker', 'silent']).meta({
        description: 'We are behind ourselves; RabbitMQ does not answer; a system is silent though it usually is not.',
      }),
      system: z.string().nullable().meta({ description: 'The silent one; null: it is about all of them.' }),
      since: time.nullable(),
      text: z.strictObject({ en: z.string(), ru: z.string() }),
    }),
  ),
});

const status = z.strictObject({
  lifecycle: z.string(),
  status: z.string(),
  orders: count,
  stuck: count.meta({ description: 'Past the limit that must be kept.' }),
  atRisk: count.meta({ description: 'Likely to pass it, and not past it.' }),
  overdue: count.meta({ description: 'Past what was promised, and not at their end.' }),
  frozen: count,
  oldestSince: time.nullable().meta({ description: 'When the longest stay began whose limits run.' }),
  dwell: duration.nullable().meta({ description: 'Half of those that are here now have been for longer.' }),
  usually: duration
    .nullable()
    .meta({ description: 'Half of the stays of the last 90 days were longer; null: too few.' }),
  limit: duration.nullable().meta({ description: 'That must be kept, as it is declared; null: none is.' }),
  terminal: z.boolean().meta({ description: 'Orders end here.' }),
});

const flow = z.strictObject({
  lifecycle: z.string(),
  from: z.string().nullable().meta({ description: 'null: the orders began with `to`.' }),
  to: z.string(),
  orders: count,
});

export const summary = z.strictObject({
  asOf,
  totals: z
    .strictObject({ open: count, stuck: count, atRisk: count, overdue: count, frozen: count, provisional: count })
    .meta({ description: 'Of orders that are not at their end.' }),
  statuses: z.array(status).meta({ description: 'Of every lifecycle, in the order in which they are declared.' }),
  flows: z.array(flow).meta({ description: 'How many orders went from where to where in the last hour.' }),
  incidents: z
    .strictObject({ open: count, acknowledged: count, snoozed: count })
    .meta({ description: 'That are not resolved, those of rules on trial left out.' }),
  quarantine: z.strictObject({ open: count }),
});

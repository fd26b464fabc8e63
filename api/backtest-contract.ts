import { z } from 'zod';
import { SEVERITIES } from '../alerts/severity.ts';

/** The part of the contract that is about rules that are tried on the past. */

const time = z.iso.datetime().meta({ description: 'ISO 8601 in UTC.' });
const count = z.int().min(0);

const report = z.strictObject({
  raised: count.meta({ description: 'How often it would have found something.' }),
  incidents: count.meta({ description: 'Into so many incidents these would have been gathered.' }),
  orders: count.meta({ description: 'On so many orders.' }),
  trulyLate: count.nullable().meta({
    description:
      'So many of what was raised were on orders that then outlasted the limit of the status, broke their promise, or never ' +
      'moved on. Null: it is about no orders.',
  }),
  share: z.number().nullable().meta({ description: 'trulyLate ÷ raised.' }),
  perWeek: z.number(),
  messages: z
    .strictObject({ atLeast: z.int(), atMost: z.int() })
    .meta({ description: 'If whoever is told first takes it on; if nobody ever answers.' }),
  firstAt: time.nullable(),
  samples: z.array(
    z.strictObject({
      subject: z.string(),
      orderId: z.string().nullable(),
      status: z.string().nullable(),
      severity: z.enum(SEVERITIES),
      raisedAt: time,
      endedAt: time.nullable().meta({ description: 'Null: it is so still.' }),
      late: z.boolean().nullable(),
    }),
  ),
  byDay: z.array(z.strictObject({ day: z.iso.date(), raised: count })),
});

const difference = z.strictObject({
  raised: z.int(),
  incidents: z.int(),
  orders: z.int(),
  trulyLate: z.int().nullable(),
  messages: z.strictObject({ atLeast: z.int(), atMost: z.int() }),
  missed: z
    .strictObject({ orders: count, samples: z.array(z.string()) })
    .meta({ description: 'Orders that were late, which are found now and would not be found.' }),
});

export const backtest = z.strictObject({
  rule: z.string(),
  since: time,
  until: time,
  current: report
    .nullable()
    .meta({ description: 'Null: there is no such rule yet, or it can not be run over the past.' }),
  changed: report.nullable().meta({ description: 'Null: nothing was to be otherwise.' }),
  difference: difference.nullable().meta({ description: 'changed − current.' }),
  refusedBecause: z
    .strictObject({ en: z.string(), ru: z.string() })
    .nullable()
    .meta({ description: 'Why it can not be run over the past; null: it was.' }),
});

import { z } from 'zod';

const localized = z
  .strictObject({ en: z.string(), ru: z.string() })
  .meta({ description: 'What is declared in one language only stands here for both.' });
const duration = z.string().meta({ description: 'ISO 8601.', examples: ['P1D'] });

const lifecycleStatus = z.strictObject({
  status: z.string(),
  owner: z
    .string()
    .nullable()
    .meta({ description: 'The system whose word makes the status confirmed; null for customers.' }),
  entry: z.boolean().meta({ description: 'An order may begin here without anything missing before it.' }),
  terminal: z.boolean().meta({ description: 'An order ends here.' }),
  next: z.array(z.string()).meta({ description: 'The statuses that may follow, rework included.' }),
  label: localized.nullable().meta({ description: 'What people of the company read; null: the status itself.' }),
  customerLabel: localized
    .nullable()
    .meta({ description: 'What customers may read; null: they are shown nothing of this status.' }),
  customerStep: localized
    .nullable()
    .meta({ description: 'The step of the customer’s page that the status belongs to; null: none is declared.' }),
  serviceLevel: z
    .strictObject({
      target: duration,
      breach: duration,
      time: z
        .enum(['calendar', 'business'])
        .meta({ description: 'business: only while the calendar is open, and a day is a working day.' }),
    })
    .nullable()
    .meta({
      description:
        'After how long in the status an order is at risk, and stuck; null for partners and customers, like freeze and notice.',
    }),
  freeze: z
    .strictObject({ after: duration })
    .nullable()
    .meta({ description: 'After how long in the status an order is frozen.' }),
  notice: z.string().nullable().meta({ description: 'The notice that customers get when an order comes here.' }),
});

/** The way of an order as it is declared. */
export const lifecycle = z.strictObject({
  name: z.string(),
  match: z
    .strictObject({ partner: z.array(z.string()).optional(), productClass: z.array(z.string()).optional() })
    .nullable()
    .meta({ description: 'The orders that it is for; null: all that no other one is for.' }),
  zone: z.string().meta({ description: 'IANA time zone of days and weeks in calendar time.' }),
  calendar: z
    .strictObject({
      zone: z.string(),
      hours: z
        .record(z.string(), z.array(z.string()))
        .meta({ description: 'By day of the week, mon to sun; closed on days that are not there.' }),
      holidays: z.array(z.iso.date()),
      closures: z
        .array(z.strictObject({ from: z.iso.date(), to: z.iso.date(), reason: z.string().nullable() }))
        .meta({ description: 'Closed from the first day to the last.' }),
    })
    .nullable()
    .meta({ description: 'When business time runs.' }),
  statuses: z
    .array(lifecycleStatus)
    .meta({ description: 'In the order in which an order usually walks through them.' }),
});

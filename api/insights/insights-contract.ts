import { z } from 'zod';

/** What many orders tell: part of contract.ts. */

const time = z.iso.datetime().meta({ description: 'ISO 8601 in UTC.' });
const duration = z.string().meta({ description: 'ISO 8601.' });
const count = z.int().min(0);

const figures = {
  stays: count,
  p50: duration,
  p90: duration,
  p95: duration,
  limited: count.meta({ description: 'Of them those that had a limit.' }),
  kept: count.meta({ description: 'Of those, that kept it.' }),
};

const lateness = {
  orders: count,
  late: count.meta({ description: 'That passed a limit anywhere on their way.' }),
  ended: count,
  median: duration.nullable().meta({ description: 'From the first status to the end, of half of those that ended.' }),
  promised: count.meta({ description: 'Of which it is known whether what was promised was kept.' }),
  kept: count,
};

const latenessOf = z.strictObject({
  name: z.string().nullable().meta({ description: 'null: of those that name none.' }),
  ...lateness,
});

const step = { from: z.string(), to: z.string() };

export const insights = z.strictObject({
  from: time,
  to: time,
  whole: z.boolean().meta({ description: 'false: there are more orders than were read; these are the newest.' }),
  orders: z.strictObject(lateness),
  dwell: z.array(
    z.strictObject({
      lifecycle: z.string(),
      status: z.string(),
      limit: duration.nullable().meta({ description: 'That must be kept, as it is declared now; null: none is.' }),
      ...figures,
      weeks: z
        .array(z.strictObject({ week: time.meta({ description: 'Its Monday.' }), ...figures }))
        .meta({ description: 'In which the status was left; those in which nobody left it are missing.' }),
    }),
  ),
  variants: z.strictObject({
    ended: count.meta({ description: 'Orders that came to an end: of these the ways are told.' }),
    ways: count.meta({ description: 'How many different ones there are.' }),
    items: z.array(
      z.strictObject({
        id: z.string(),
        lifecycle: z.string(),
        way: z.array(z.string()),
        orders: count,
        late: count,
        median: duration,
        expected: z.boolean().meta({ description: 'The declared way, step by step.' }),
        repeated: z.array(z.string()),
        skipped: z.array(z.string()),
        undeclared: z.array(z.strictObject(step)),
      }),
    ),
  }),
  transitions: z.array(
    z.strictObject({
      lifecycle: z.string(),
      ...step,
      declared: z.boolean(),
      orders: count.meta({ description: '0: it is declared, and nobody took it.' }),
      median: duration.nullable().meta({ description: 'Half of them had been in `from` for longer.' }),
    }),
  ),
  partners: z.array(latenessOf),
  productClasses: z.array(latenessOf),
  rules: z.array(
    z.strictObject({
      rule: z.string(),
      incidents: count,
      orders: count,
      acknowledged: count,
      resolved: count,
      resolvedByPeople: count,
      real: count,
      notReal: count,
      ourData: count.meta({ description: 'Nothing was the matter but what we knew.' }),
    }),
  ),
});

export const insightsOrder = z.strictObject({
  orderId: z.string(),
  lifecycle: z.string(),
  status: z.string().meta({ description: 'Where it is now, or ended.' }),
  partner: z.string().nullable(),
  productClass: z.string().nullable(),
  late: z.boolean(),
  took: duration.nullable().meta({
    description: 'In the status that was asked for; else from its beginning to its end; null: it is under way.',
  }),
});

import { z } from 'zod';
import { flag, instant, paging, text } from '../request-parts.ts';

/** What is asked about many orders at once: part of requests.ts. */

const oneOf = <const Names extends readonly [string, ...string[]]>(names: Names) =>
  z.enum(names, `must be one of ${names.join(', ')}`);

const among = {
  from: instant.meta({
    description: 'Orders of which something was heard last at or after this time; left out: 90 days before `to`.',
  }),
  to: instant.meta({ description: 'And before this time; left out: now. At most 90 days after `from`.' }),
  lifecycle: text.optional(),
  partner: text.optional(),
  productClass: text.optional(),
};

export const insightsQuery = {
  insights: z.strictObject(among),
  insightsOrders: z.strictObject({
    ...among,
    status: text.optional().meta({ description: 'That left this status, within `week` where that is given.' }),
    next: text.optional().meta({ description: 'That went from `status` into this one.' }),
    week: instant.meta({ description: 'Any time in the week, Monday to Sunday in UTC, in which they left `status`.' }),
    variant: text.optional().meta({ description: 'That took this way; an `id` of the variants.' }),
    late: flag.meta({ description: 'That passed a limit: of `status` where that is given, else any.' }),
    promise: oneOf(['kept', 'missed']).optional().meta({ description: 'Whether what was promised was kept.' }),
    noPartner: flag.meta({ description: 'Of no partner.' }),
    noProductClass: flag.meta({ description: 'Of no product class.' }),
    rule: text.optional().meta({
      description:
        'That incidents of this rule were about which opened between `from` and `to`, whenever something was heard of the ' +
        'orders; `lifecycle`, `partner` and `productClass` are of no account.',
    }),
    ...paging,
  }),
};

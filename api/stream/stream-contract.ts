import { z } from 'zod';

/** What the stream says: part of contract.ts. One schema for each event that has data of its own. */

const time = z.iso.datetime().meta({ description: 'ISO 8601 in UTC.' });

export const streamOrder = z
  .strictObject({
    orderId: z.string(),
    lifecycle: z.string(),
    status: z.string().nullable(),
    statusSince: time.nullable(),
    dueAt: time.nullable(),
    stuck: z.boolean(),
    atRisk: z.boolean(),
    frozen: z.boolean(),
    partner: z.string().nullable(),
  })
  .meta({ description: '`order`: how it is now that it has changed.' });

export const streamChange = z
  .strictObject({
    ids: z.array(z.string()).nullable().meta({ description: 'What has changed; null: so much that it is not listed.' }),
  })
  .meta({
    description:
      '`orders`: more orders have changed at once than are told one by one. `queue`, `incident`, `quarantine`, ' +
      '`notification`, `rule`, `on-call`: something of the kind has changed.',
  });

export const streamOpen = z
  .strictObject({
    at: time,
    resumed: z.boolean().meta({ description: 'All that was missed has been sent, or comes now.' }),
  })
  .meta({ description: '`open`: what comes from here on is complete.' });

export const streamNotice = z
  .strictObject({
    why: z.enum(['too-old', 'too-much', 'too-slow', 'signed-out', 'shutting-down']),
  })
  .meta({
    description:
      '`resync`: something was left out; ask again for what is shown. `end`: the stream ends; `signed-out` says that ' +
      'another one needs a new sign-in or key.',
  });

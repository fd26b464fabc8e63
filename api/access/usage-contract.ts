import { z } from 'zod';
import { SCOPES } from './principal.ts';

export const usage = z.strictObject({
  limit: z.int().meta({ description: 'Requests a minute, of this process.' }),
  used: z.int().meta({ description: 'Of those, in the minute that runs. Searches count twice, whole lists as 20.' }),
  remaining: z.int(),
  resetsAt: z.iso.datetime().meta({ description: 'When the minute is over. ISO 8601 in UTC.' }),
  days: z
    .array(z.strictObject({ day: z.iso.date(), requests: z.int(), refused: z.int() }))
    .meta({ description: 'The last 30 days in UTC with a request, newest first, with those that were too many.' }),
});

const time = z.iso.datetime().meta({ description: 'ISO 8601 in UTC.' });

export const partnerKeys = z.strictObject({
  items: z.array(
    z.strictObject({
      name: z.string(),
      scopes: z.array(z.enum(SCOPES)).nullable().meta({ description: 'null: all that the role permits.' }),
      limit: z.int().meta({ description: 'Requests a minute, of this process.' }),
      used: z.int().meta({ description: 'Of those, in the minute that runs.' }),
      expiresAt: time.nullable(),
      lastUsedAt: time.nullable().meta({ description: 'To the minute.' }),
      requests: z.int().meta({ description: 'In the last 30 days.' }),
      refused: z.int().meta({ description: 'Of those, that were too many.' }),
    }),
  ),
});

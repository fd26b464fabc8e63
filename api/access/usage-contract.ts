import { z } from 'zod';

export const usage = z.strictObject({
  limit: z.int().meta({ description: 'Requests a minute, of this process.' }),
  used: z.int().meta({ description: 'Of those, in the minute that runs. Searches count twice, whole lists as 20.' }),
  remaining: z.int(),
  resetsAt: z.iso.datetime().meta({ description: 'When the minute is over. ISO 8601 in UTC.' }),
  days: z
    .array(z.strictObject({ day: z.iso.date(), requests: z.int(), refused: z.int() }))
    .meta({ description: 'The last 30 days in UTC with a request, newest first, with those that were too many.' }),
});

import { z } from 'zod';
import { EITHER, end, from, isEither, match, words } from '../alert-requests.ts';
import { instant } from '../request-parts.ts';

const DAYS = 'must be a whole number from 1 to 62';

export const calendarQuery = {
  onCallCalendar: z.strictObject({
    from: instant.meta({ description: 'Left out: now.' }),
    days: z.coerce.number(DAYS).int(DAYS).min(1, DAYS).max(62, DAYS).default(14),
  }),
};

export const calendarBody = {
  ownAbsence: z.strictObject({ from, ...end, reason: words.optional() }).refine(isEither, EITHER),
  silencePreview: z.strictObject({ match: match.default({}) }),
  silenceEnd: z.strictObject({ ...end }).refine(isEither, EITHER),
};

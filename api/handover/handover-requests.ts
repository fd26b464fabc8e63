import { z } from 'zod';
import { instant, text } from '../request-parts.ts';

export const handoverQuery = {
  handover: z.strictObject({
    from: instant.meta({ description: 'Left out: when the shift began, else twelve hours before `to`.' }),
    to: instant.meta({ description: 'Left out: now.' }),
    rotation: text.optional().meta({ description: 'Whose shift it is that is under way at `to`.' }),
  }),
};

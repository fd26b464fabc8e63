import { z } from 'zod';
import { text } from '../request-parts.ts';

const MIN_S = 60;
const MAX_S = 3_600;
export const USUAL_LIFE_S = 900;

const LIFE = `must be a whole number of seconds from ${MIN_S} to ${MAX_S}`;

export const customerTokenBody = {
  customerToken: z.strictObject({
    customer: text
      .max(256, 'must have at most 256 characters')
      .meta({ description: 'The id of the customer, as events name it.', examples: ['C-7'] }),
    expiresIn: z
      .int(LIFE)
      .min(MIN_S, LIFE)
      .max(MAX_S, LIFE)
      .optional()
      .meta({ description: 'Seconds that it is taken for.', default: USUAL_LIFE_S }),
  }),
};

import { z } from 'zod';

export const customerToken = z.strictObject({
  token: z.string().meta({ description: 'Sent as `Authorization: Bearer <token>`, also by a page in a browser.' }),
  customer: z.string(),
  expiresAt: z.iso.datetime().meta({ description: 'It is not taken from then on. ISO 8601 in UTC.' }),
});

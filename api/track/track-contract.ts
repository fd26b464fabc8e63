import { z } from 'zod';

const time = z.iso.datetime().meta({ description: 'ISO 8601 in UTC.' });

export const trackingLink = z.strictObject({
  url: z.url().meta({ description: 'Whoever has it sees the customer’s page of the order, and needs nothing else.' }),
  expiresAt: time.meta({ description: 'From then on it opens nothing.' }),
});

export const trackingRevoked = z.strictObject({
  revokedBefore: time.meta({ description: 'Links that were made before open nothing any more.' }),
});

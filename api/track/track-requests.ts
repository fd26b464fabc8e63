import { z } from 'zod';

export const trackBody = {
  trackingLink: z.strictObject({}),
  trackingRevoke: z.strictObject({
    reason: z
      .string('must be text')
      .trim()
      .min(1, 'must say why')
      .max(500, 'must have at most 500 characters')
      .meta({ description: 'Why they are taken back, for the audit log.', examples: ['Sent to the wrong person'] }),
  }),
};

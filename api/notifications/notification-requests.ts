import { z } from 'zod';
import { CHANNELS } from '../../notifier/message.ts';
import { instant } from '../request-parts.ts';

const why = z
  .string('must be text')
  .max(500, 'must have at most 500 characters')
  .refine(value => !value.includes('\0'), 'must not contain NUL')
  .optional();

const resending = {
  again: z.boolean('must be true or false').default(false).meta({
    description: 'Also what was sent already, or may have been; and what is not true any more, or nobody is sure of.',
  }),
  channel: z
    .enum(CHANNELS, `must be one of ${CHANNELS.join(', ')}`)
    .optional()
    .meta({ description: 'In place of its own. It becomes another message, and this one is replaced by it.' }),
};

export const notificationQuery = {
  notificationSummary: z.strictObject({ from: instant.meta({ description: 'Left out: a day ago.' }) }),
};

export const notificationBody = {
  resend: z.strictObject({
    ...resending,
    reason: why.meta({ description: 'For whoever looks at the message later.' }),
  }),
  resendPreview: z.strictObject(resending),
  revealNotification: z.strictObject({
    reason: why.meta({ description: 'Why somebody has to see it, for the audit log.' }),
  }),
  restoreNotification: z.strictObject({}),
};

import { z } from 'zod';
import { CHANNELS } from '../../notifier/message.ts';
import { isLocale } from '../../notifier/written.ts';
import { text } from '../request-parts.ts';

const language = text
  .refine(isLocale, 'must be a language such as ru or en-GB')
  .optional()
  .meta({ description: 'Left out: that of the configuration.' });
const orderId = text.optional().meta({ description: 'An order to fill it with; left out: a sample.' });

export const templateQuery = {
  templateFrame: z.strictObject({ language, orderId }),
};

export const templateBody = {
  templatePreview: z.strictObject({
    template: text,
    language,
    orderId,
    channel: z
      .enum(CHANNELS, `must be one of ${CHANNELS.join(', ')}`)
      .optional()
      .meta({ description: 'Only this one; left out: all that it has words for.' }),
  }),
};

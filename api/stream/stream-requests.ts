import { z } from 'zod';
import { text } from '../request-parts.ts';
import { TOPICS, type Topic } from './topics.ts';

/** What is asked of the stream: part of requests.ts. */

const isTopic = (name: string): name is Topic => (TOPICS as readonly string[]).includes(name);

export const streamQuery = z.strictObject({
  topics: text
    .transform(names => names.split(','))
    .refine((names): names is Topic[] => names.every(isTopic), `must be some of ${TOPICS.join(', ')}, with commas`)
    .optional()
    .meta({ description: `Only these, with commas between them: ${TOPICS.join(', ')}. Left out: all.` }),
  order: text.optional().meta({ description: 'Of orders only what is about this one, by its order id.' }),
  partner: text.optional().meta({ description: 'Of orders only those of this partner.' }),
  lastEventId: text
    .max(10_000)
    .optional()
    .meta({ description: 'For clients that can’t send `Last-Event-ID`; the header counts where there is one.' }),
});

import { z } from 'zod';
import { paging, text } from '../request-parts.ts';
import { TIMELINE_KINDS, type TimelineKind } from './timeline-contract.ts';

const KINDS = `must be one or several of ${TIMELINE_KINDS.join(', ')}, with commas between them`;

const isKind = (word: string): word is TimelineKind => (TIMELINE_KINDS as readonly string[]).includes(word);

export const orderQuery = {
  timeline: z.strictObject({
    kind: text
      .transform(value => value.split(','))
      .refine((words): words is TimelineKind[] => words.every(isKind), KINDS)
      .optional()
      .meta({ description: 'Only lines of these kinds, with commas between them.', examples: ['note,correction'] }),
    ...paging,
  }),
};

const RAW = 'raw:';

const revealed = text
  .refine(what => what === 'customer' || (what.startsWith(RAW) && what.length > RAW.length), {
    error: 'must be customer, or raw: with the id of an event behind it',
  })
  .meta({ description: '`customer`: name and contacts. `raw:<eventId>`: the message as it came.' });

export const orderBody = {
  reveal: z.strictObject({
    what: revealed,
    reason: text.max(500, 'must have at most 500 characters').optional().meta({ description: 'For the audit log.' }),
  }),
};

/** The event of which the bytes are asked for; null: the customer is. */
export function rawEventIn(what: string): string | null {
  return what.startsWith(RAW) ? what.slice(RAW.length) : null;
}

import { z } from 'zod';
import { paging, text } from '../request-parts.ts';

const reason = text.optional();
const name = text.max(200, 'must have at most 200 characters');

export const handsQuery = {
  workQueue: z.strictObject({
    status: z
      .string()
      .max(1_000, 'must have at most 1,000 characters')
      .transform(names => names.split(',').filter(Boolean))
      .optional()
      .meta({ description: 'Of these statuses only, separated by commas. Left out: of all that operators work on.' }),
    ...paging,
  }),
};

export const handsBody = {
  take: z.strictObject({}),
  release: z.strictObject({ reason }),
  assign: z.strictObject({
    to: z.union([name, z.null()], 'must be a name, or null').meta({
      description: 'Whose it is to be; null: nobody’s. It keeps nobody from taking it.',
    }),
  }),
  note: z.strictObject({
    text: text.meta({ description: 'For those who come after. It is in the timeline.' }),
  }),
  advancePreview: z.strictObject({ to: name.meta({ description: 'One of `next`.' }) }),
  advance: z.strictObject({
    to: name.meta({ description: 'One of `next`.' }),
    note: text.optional(),
    expected: name.optional().meta({ description: 'The version of the order as you saw it; also as If-Match.' }),
  }),
};

import { z } from 'zod';
import { instant, paging, text } from '../request-parts.ts';

const short = text.max(200, 'must have at most 200 characters').optional();

const filter = {
  who: short.meta({ description: 'Name of the person or the key.' }),
  action: short.meta({ description: '`order.corrected`; or `order` for everything that is done to orders.' }),
  subjectKind: short.meta({ description: 'order, incident, silence, notification …' }),
  subjectId: short,
  from: instant.meta({ description: 'At or after this time.' }),
  to: instant.meta({ description: 'Before this time.' }),
  q: short.meta({ description: 'A part of who, what, on what or why.' }),
};

export const auditQuery = {
  audit: z.strictObject({
    ...filter,
    format: z.enum(['json', 'csv'], 'must be json or csv').optional().meta({
      description:
        'csv: all that pass, on one page, as with `Accept: text/csv`; `cursor` and `limit` are of no account.',
    }),
    ...paging,
  }),
};

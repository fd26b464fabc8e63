import { z } from 'zod';
import { BULK_ACTIONS } from '../../alerts/bulk-verdict.ts';
import { end, incidentFilter, NOT_BOTH, notBoth, oneOf, words } from '../alert-requests.ts';
import { text } from '../request-parts.ts';

/** How many incidents may be acted on at once. */
export const BULK_LIMIT = 500;

const IDS = `must be a list of 1 to ${BULK_LIMIT} ids`;

export const incidentBody = {
  bulk: z
    .strictObject({
      ids: z
        .array(text, IDS)
        .min(1, IDS)
        .max(BULK_LIMIT, IDS)
        .optional()
        .meta({ description: 'These incidents. Either this or `filter`.' }),
      filter: z
        .strictObject(incidentFilter)
        .optional()
        .meta({ description: `All that pass, as in the list; at most ${BULK_LIMIT} of them.` }),
      action: oneOf(BULK_ACTIONS),
      ...end,
      note: words.optional().meta({ description: 'For whoever looks at them later; why, when they are resolved.' }),
      expected: z
        .array(z.strictObject({ id: text, version: text }), 'must be a list of ids with their versions')
        .max(BULK_LIMIT, IDS)
        .optional()
        .meta({
          description: 'As the dry run showed them. Nothing is done, and 412 says why, when one is another by now.',
        }),
      dryRun: z
        .boolean('must be true or false')
        .default(false)
        .meta({ description: 'Only says what would happen; nothing is done.' }),
    })
    .refine(({ ids, filter }) => (ids === undefined) !== (filter === undefined), 'must hold either `ids` or `filter`')
    .refine(notBoth, NOT_BOTH)
    .refine(({ action, until, for: length }) => action !== 'snooze' || until !== undefined || length !== undefined, {
      error: 'must hold `until` or `for` to snooze',
    })
    .refine(({ action, until, for: length }) => action !== 'resolve' || (until === undefined && length === undefined), {
      error: 'must hold neither `until` nor `for` to resolve',
    }),
};

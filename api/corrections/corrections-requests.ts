import { z } from 'zod';
import { CORRECTION_STATES, NOTIFY } from '../../tracker/corrections/correction.ts';
import { instant, paging, text } from '../request-parts.ts';

const short = text.max(200, 'must have at most 200 characters');

const fields = {
  to: short.meta({ description: 'The status that the order is in.' }),
  occurredAt: instant.meta({ description: 'When it was so. Left out: now, after everything that is known.' }),
  notify: z
    .enum(NOTIFY, `must be one of ${NOTIFY.join(', ')}`)
    .default('usual')
    .meta({
      description:
        'usual: whoever is told of this status always is. none: nobody is; partners’ webhooks go out all the same. own: the ' +
        'customer reads `text` instead.',
    }),
  text: text.optional().meta({ description: 'In your own words, to the customer; with notify: own.' }),
  publish: z
    .boolean('must be true or false')
    .optional()
    .meta({ description: 'Whether CRM and MES are told. Left out: as the configuration says (`decisions.publish`).' }),
};

type Words = { notify: 'none' | 'usual' | 'own'; text?: string | undefined };

const hasWords = ({ notify, text: words }: Words) => notify !== 'own' || words !== undefined;
const wantsWords = ({ notify, text: words }: Words) => notify === 'own' || words === undefined;

export const correctionsQuery = {
  corrections: z.strictObject({
    state: z.enum(CORRECTION_STATES, `must be one of ${CORRECTION_STATES.join(', ')}`).optional(),
    order: text.optional().meta({ description: 'Of this order only.' }),
    ...paging,
  }),
};

export const correctionsBody = {
  correction: z
    .strictObject({
      ...fields,
      reason: text.meta({ description: 'Why. It stands in the timeline and in the audit log.' }),
      expected: short
        .optional()
        .meta({ description: 'The version of the order as you saw it; also as If-Match. 412 when it has changed.' }),
      dryRun: z.boolean('must be true or false').default(false).meta({ description: 'As `preview` answers.' }),
    })
    .refine(hasWords, { path: ['text'], message: 'must be given with notify: own' })
    .refine(wantsWords, { path: ['text'], message: 'must be left out unless with notify: own' }),
  correctionPreview: z
    .strictObject({ ...fields, reason: text.optional() })
    .refine(wantsWords, { path: ['text'], message: 'must be left out unless with notify: own' }),
  correctionDecision: z.strictObject({ reason: text.optional() }),
};

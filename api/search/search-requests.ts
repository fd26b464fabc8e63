import { z } from 'zod';
import { isDuration, nominalMs, parseDuration } from '../../tracker/iso-duration.ts';
import { flag, text } from '../request-parts.ts';

/** What is asked of lists of orders beside what the order itself tells, and of saved views. */

const stretch = z
  .string('must be given once')
  .refine(isDuration, 'must be an ISO 8601 duration such as PT24H or P2D')
  .transform(iso => nominalMs(parseDuration(iso)))
  .optional();

const INCIDENT = 'must be the number of an incident';

/** Filters; a word in `q` such as `status:SUBMITTED` means the same as its parameter, and counts where both are given. */
export const searchFilters = {
  assignedTo: text.optional().meta({ description: 'Who has taken the order; `me`: whoever asks.' }),
  olderThan: stretch.meta({ description: 'In its status for longer, its limits running: `PT24H`.' }),
  youngerThan: stretch.meta({ description: 'In its status for less, its limits running.' }),
  stuckFor: stretch.meta({ description: 'Past the limit of its status by more.' }),
  incident: z
    .string(INCIDENT)
    .regex(/^\d{1,15}$/, INCIDENT)
    .transform(Number)
    .optional()
    .meta({ description: 'Of this incident, and still found by its rule.' }),
};

export const INCLUDED = ['incidents', 'assignment'] as const;

/** What an answer of the list tells beside the orders, in one more look each. */
export const included = z
  .string('must be given once')
  .transform(names => new Set(names.split(',').filter(Boolean)))
  .refine(
    names => [...names].every(name => INCLUDED.some(known => known === name)),
    `must be a list of ${INCLUDED.join(', ')}`,
  )
  .transform(names => names as ReadonlySet<(typeof INCLUDED)[number]>)
  .optional()
  .meta({ description: 'What else to tell of each order: `incidents,assignment`.' });

export const csvContacts = flag.meta({
  description: 'With names, addresses and numbers in full, which the audit log tells of; else they are masked.',
});

const viewName = text
  .max(80, 'must have at most 80 characters')
  .refine(name => name.trim() !== '', 'must not be blank');
const VIEW_QUERY = 'must be what stands behind the ? of the page, of at most 2,000 characters';

export const searchBody = {
  view: z.strictObject({
    name: viewName,
    query: z
      .string(VIEW_QUERY)
      .max(2_000, VIEW_QUERY)
      // As browsers write it: nothing in it can lead anywhere else.
      .regex(/^[\w\-.~!*'()%+&=:,;@/]*$/, VIEW_QUERY)
      .meta({ examples: ['status=SUBMITTED&sort=age'] }),
    shared: z
      .boolean('must be true or false')
      .default(false)
      .meta({ description: 'Everybody who works here sees it.' }),
  }),
};

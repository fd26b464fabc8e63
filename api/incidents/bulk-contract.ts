import { z } from 'zod';
import { BULK_ACTIONS } from '../../alerts/bulk-verdict.ts';
import { CUSTOMER_TELLINGS, INCIDENT_STATES } from '../../alerts/incident.ts';
import { SEVERITIES } from '../../alerts/severity.ts';
import { CHANNELS } from '../../notifier/message.ts';
import { holder } from '../incident-contract.ts';

/** The part of the contract that is about several incidents at once. */

const time = z.iso.datetime().meta({ description: 'ISO 8601 in UTC.' });
const localized = z.strictObject({ en: z.string(), ru: z.string() });

const stop = z.strictObject({
  step: z.int().min(1).meta({ description: 'Counted from 1.' }),
  round: z.int().min(0).meta({ description: 'How often the chain would have been repeated by then.' }),
  at: time,
  people: z.array(z.strictObject({ name: z.string(), channel: z.enum(CHANNELS) })),
});

export const bulkOutcome = z.strictObject({
  dryRun: z.boolean().meta({ description: 'Nothing was done: this is what would be.' }),
  action: z.enum(BULK_ACTIONS),
  until: time.nullable().meta({ description: 'When they open again if nobody acts; null of resolved ones.' }),
  group: z
    .string()
    .nullable()
    .meta({ description: 'Under which the audit log has all of it; null: nothing was done.' }),
  counts: z.strictObject({
    done: z.int().min(0),
    unchanged: z.int().min(0),
    refused: z.int().min(0),
    orders: z.int().min(0).meta({ description: 'For which those that are acted on hold, each once an incident.' }),
    steps: z.int().min(0).meta({ description: 'Of escalations that do not go out.' }),
    waitingCustomers: z.int().min(0).meta({
      description: 'Orders past what was promised, whose customers have been kept waiting for somebody’s word.',
    }),
  }),
  people: z
    .array(
      z.strictObject({
        name: z.string(),
        messages: z.int().min(1),
        first: time.meta({ description: 'When the first one would have gone out.' }),
      }),
    )
    .meta({ description: 'Who is not told, whoever would have been told first first.' }),
  items: z.array(
    z.strictObject({
      id: z.string(),
      version: z
        .string()
        .nullable()
        .meta({ description: 'Of the incident as it is here, for `expected`; null: there is none.' }),
      title: localized.nullable().meta({ description: 'Null: there is no such incident.' }),
      severity: z.enum(SEVERITIES).nullable(),
      state: z.enum(INCIDENT_STATES).nullable().meta({ description: 'Afterwards; in a dry run as it is now.' }),
      outcome: z.enum(['done', 'unchanged', 'refused']),
      why: z.string().nullable().meta({ description: 'Why nothing is done with it, in a sentence.' }),
      ...holder,
      acknowledgedAt: time.nullable(),
      orders: z.int().min(0),
      stops: z.array(stop).meta({ description: 'Steps of its escalation that do not go out; up to 12.' }),
      customers: z.enum(CUSTOMER_TELLINGS).nullable(),
      waitingCustomers: z
        .int()
        .min(0)
        .nullable()
        .meta({
          description:
            'Orders past what was promised, whose customers wait for somebody’s word; they are told as usual once the ' +
            'incident is resolved. Null: nobody’s word is waited for.',
        }),
    }),
  ),
});

import { z } from 'zod';
import { TEXT_KINDS } from './search-words.ts';

const time = z.iso.datetime().meta({ description: 'ISO 8601 in UTC.' });
const localized = z.strictObject({ en: z.string(), ru: z.string() });

export const understood = z.strictObject({
  text: z.string().nullable().meta({ description: 'What is left of `q` to be looked for; null: nothing.' }),
  as: z.enum(TEXT_KINDS).nullable().meta({ description: 'What that looks like.' }),
  words: z
    .array(
      z.strictObject({
        word: z.string().meta({ description: 'As it was typed.' }),
        parameter: z.string().meta({ description: 'The filter that it is.' }),
        value: z.string(),
      }),
    )
    .meta({ description: 'Words such as `status:SUBMITTED` and `age:>24h`, which are filters.' }),
});

const incidentInShort = z.strictObject({
  id: z.string(),
  title: localized,
  severity: z.enum(['info', 'warning', 'critical']),
  state: z.string(),
  cause: localized.nullable(),
});

/** What a list tells of an order when it is asked for. */
export const listedExtras = {
  incidents: z
    .array(incidentInShort)
    .optional()
    .meta({ description: 'Those that the order is in and that are not over, worst first; with `include=incidents`.' }),
  assignedTo: z
    .string()
    .nullable()
    .optional()
    .meta({ description: 'Who has taken it; null: nobody. With `include=assignment`.' }),
};

export const orderSummary = z.strictObject({
  asOf: time,
  open: z.int().min(0).meta({ description: 'Orders that have not come to their end.' }),
  stuck: z.int().min(0),
  atRisk: z.int().min(0).meta({ description: 'And not stuck.' }),
  overdue: z.int().min(0),
  oldestStuckSince: time.nullable().meta({ description: 'When the first limit was passed that still is.' }),
  mostCommon: z
    .strictObject({ incident: z.string(), title: localized, cause: localized.nullable(), orders: z.int().min(1) })
    .nullable()
    .meta({ description: 'The incident that the most stuck orders are in.' }),
});

export const savedView = z.strictObject({
  id: z.string(),
  version: z.string().meta({ description: 'As the ETag has it: for If-Match, when it is changed or removed.' }),
  name: z.string(),
  query: z.string().meta({ description: 'What stands behind the ? of the page.' }),
  shared: z.boolean(),
  owner: z.string(),
  mine: z.boolean(),
});

import { z } from 'zod';
import { mistakes } from '../rules/rule-parts.ts';

/** The part of the contract that is about the configuration itself. */

const time = z.iso.datetime().meta({ description: 'ISO 8601 in UTC.' });
const orders = z.int().min(0).meta({ description: 'Orders that stand in these statuses now.' });

export const configuration = z.strictObject({
  file: z.string().nullable().meta({ description: 'Null: the bundled one, since `ORDERWATCH_CONFIG` names no other.' }),
  text: z.string().meta({ description: 'As it counts, with its comments; secrets are masked.' }),
  since: time.meta({ description: 'When it began to count in the process that answers.' }),
  refused: z
    .strictObject({ at: time, mistakes })
    .nullable()
    .meta({ description: 'What the file says now does not count, for these mistakes; null: it is in step.' }),
});

const effect = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('deadlines'),
    lifecycle: z.string(),
    status: z.string().nullable().meta({ description: 'Null: several of the lifecycle.' }),
    orders,
  }),
  z.strictObject({ kind: z.enum(['ruleAdded', 'ruleRemoved', 'ruleChanged']), rule: z.string() }),
  z.strictObject({
    kind: z.enum(['sourceBound', 'sourceUnbound', 'sourceChanged']),
    source: z.string(),
    exchange: z.string().nullable(),
  }),
]);

export const configurationCheck = z.strictObject({
  mistakes: mistakes.meta({ description: 'Everything that is wrong, and where; empty: it could count.' }),
  changes: z.array(
    z.strictObject({
      path: z.array(z.union([z.string(), z.int()])),
      before: z.unknown().meta({ description: 'Null: nothing was declared.' }),
      after: z.unknown().meta({ description: 'Null: nothing is declared any more.' }),
      effect: effect
        .nullable()
        .meta({ description: 'What it does to what is under way; null: nothing that can be counted.' }),
    }),
  ),
});

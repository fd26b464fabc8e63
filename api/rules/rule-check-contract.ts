import { z } from 'zod';
import { SEVERITIES } from '../../alerts/severity.ts';
import { mistakes, nextRunsAt, told } from './rule-parts.ts';

/** The part of the contract that is about rules that are tried before they are declared. */

const count = z.int().min(0);

export const ruleText = z.strictObject({
  name: z.string(),
  text: z.string().meta({ description: 'YAML, as the configuration has it, under `rules`.' }),
});

export const ruleCheck = z.strictObject({
  mistakes: mistakes.meta({
    description: 'Everything that is wrong, with its place in what was sent; empty: nothing is.',
  }),
  rules: z
    .array(
      z.strictObject({
        name: z.string(),
        isNew: z.boolean().meta({ description: 'There is none of this name yet.' }),
        isChanged: z.boolean().meta({ description: 'It says something else than the one of this name that runs.' }),
        condition: z.string().meta({ description: 'What it looks for, in words.' }),
        severity: z.enum(SEVERITIES).meta({ description: 'The worst that it may find.' }),
        schedule: z.strictObject({ cron: z.string(), zone: z.string() }),
        nextRunsAt,
        shadow: z.boolean(),
        told,
        now: z
          .strictObject({
            found: count.nullable().meta({ description: 'Null: it could not look.' }),
            fresh: count.nullable().meta({ description: 'That the rule of this name has not found so far.' }),
            lookedAt: count.nullable().meta({ description: 'Rows.' }),
            why: z.string().nullable().meta({ description: 'Why it could not look.' }),
            samples: z.array(
              z.strictObject({
                subject: z.string(),
                orderId: z.string().nullable(),
                severity: z.enum(SEVERITIES),
                detail: z.strictObject({ en: z.string(), ru: z.string() }).nullable(),
              }),
            ),
          })
          .meta({ description: 'What it would find at this moment; nothing is written and nobody is told.' }),
      }),
    )
    .meta({ description: 'Empty while anything is wrong.' }),
  configuration: z.string().nullable().meta({
    description:
      'The whole document with these rules, secrets masked, for administrators; null: for others, or with mistakes.',
  }),
});

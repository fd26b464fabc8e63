import { z } from 'zod';
import { SEVERITIES } from '../alerts/severity.ts';
import { nextRunsAt, told } from './rules/rule-parts.ts';

/** The part of the contract that is about rules. */

const time = z.iso.datetime().meta({ description: 'ISO 8601 in UTC.' });
const count = z.int().min(0).nullable();

export const run = z.strictObject({
  dueAt: time.meta({ description: 'The instant of its schedule.' }),
  startedAt: time,
  endedAt: time.nullable().meta({ description: 'Null: it is under way, or its process has ended.' }),
  missed: z.int().min(0).meta({ description: 'Instants before it at which nobody ran: it has caught up on them.' }),
  outcome: z.enum(['running', 'looked', 'blind', 'failed']).meta({
    description: 'blind: it could not look, and nothing was concluded.',
  }),
  lookedAt: count.meta({ description: 'Rows.' }),
  found: count.meta({ description: 'That were so, known ones included.' }),
  opened: count.meta({ description: 'That were new.' }),
  resolved: count.meta({ description: 'That were so no longer.' }),
  why: z.string().nullable().meta({ description: 'Why it could not look, or failed.' }),
});

export const rule = z.strictObject({
  name: z.string(),
  title: z.strictObject({ en: z.string(), ru: z.string() }),
  condition: z.string().meta({ description: 'What it looks for, in words.' }),
  severity: z.enum(SEVERITIES).meta({ description: 'The worst that it may find.' }),
  schedule: z.strictObject({ cron: z.string(), zone: z.string() }),
  nextRunAt: time.nullable().meta({ description: 'Null: never again.' }),
  nextRunsAt,
  nextRun: z.string().nullable().meta({ description: 'The same in words.' }),
  route: z.string().nullable().meta({ description: 'Null: nobody is told.' }),
  told,
  open: z.int().min(0).meta({ description: 'So much of what it has found is so still.' }),
  shadow: z.boolean().meta({ description: 'On trial: incidents, but nobody is told.' }),
  failing: z.boolean().meta({ description: 'The last run failed or could not look.' }),
  lastRun: run.nullable(),
  lastSuccessAt: time.nullable(),
  precision: z
    .strictObject({
      since: time.meta({ description: 'Of incidents that opened since then: those of the last 90 days.' }),
      real: z.int().min(0),
      notReal: z.int().min(0),
      ourData: z.int().min(0).meta({ description: 'Nothing was the matter but what we know.' }),
      unsaid: z.int().min(0).meta({ description: 'Somebody was told and it is over, and nobody has said.' }),
      share: z.number().min(0).max(1).nullable().meta({
        description: 'Of the real ones among those of which somebody has said whether they were; null: of none.',
      }),
    })
    .meta({ description: 'How often its incidents were real, as people said.' }),
});

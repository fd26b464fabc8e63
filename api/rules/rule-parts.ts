import { z } from 'zod';
import { SEVERITIES } from '../../alerts/severity.ts';

/** What is said of a rule that is declared as of one that is tried. */

export const nextRunsAt = z
  .array(z.iso.datetime().meta({ description: 'ISO 8601 in UTC.' }))
  .meta({ description: 'The next five runs; fewer where there are no more.' });

export const told = z
  .array(
    z.strictObject({
      severity: z.enum(SEVERITIES),
      chain: z.string(),
      steps: z.array(
        z.strictObject({
          after: z.string().meta({ description: 'ISO 8601 duration: after the step before it, counted from now.' }),
          who: z.array(
            z.strictObject({
              kind: z.enum(['person', 'team', 'onCall', 'slack']),
              name: z.string().meta({ description: 'Of the person, the team or the rotation.' }),
            }),
          ),
        }),
      ),
    }),
  )
  .meta({ description: 'Step after step until somebody acts, by severity; empty: nobody is told.' });

export const mistakes = z.array(
  z.strictObject({
    line: z.int().nullable(),
    column: z.int().nullable(),
    path: z.array(z.union([z.string(), z.int()])).meta({ description: 'From the root of the document.' }),
    sentence: z.string(),
  }),
);

import { z } from 'zod';

/** The part of the contract that is about what Orderwatch itself leans on. */

const time = z.iso.datetime().meta({ description: 'ISO 8601 in UTC.' });

export const health = z.strictObject({
  at: time,
  state: z.enum(['well', 'degraded', 'down']).meta({ description: 'down: nothing works without what is down.' }),
  version: z.string(),
  versions: z.strictObject({ node: z.string(), postgres: z.string().nullable() }),
  dependencies: z.array(
    z.strictObject({
      kind: z.enum([
        'postgres',
        'replica',
        'rabbitmq',
        'intake',
        'management',
        'schedules',
        'configuration',
        'channel',
        'endpoint',
        'signIn',
      ]),
      name: z
        .string()
        .nullable()
        .meta({ description: 'Which channel or address; null where there is one of the kind.' }),
      state: z.enum(['well', 'down', 'off', 'unknown']).meta({
        description: 'off: it is not set up. unknown: nobody has looked lately, or nobody looks.',
      }),
      since: time.nullable(),
      lastAt: time.nullable().meta({ description: 'When it was last seen at work, or looked at.' }),
      detail: z.string().nullable().meta({ description: 'Why it is down, or what it is.' }),
    }),
  ),
  rules: z.strictObject({
    declared: z.int().min(0),
    failing: z.array(z.string()).meta({ description: 'Those whose last run failed, or could not look.' }),
  }),
  retention: z.strictObject({
    rawMessages: z.string().meta({ description: 'ISO 8601 duration for which messages are kept as they came.' }),
    messageBodies: z.string().meta({ description: 'Likewise what was written to people.' }),
  }),
});

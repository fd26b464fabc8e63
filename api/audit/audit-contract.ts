import { z } from 'zod';

const time = z.iso.datetime().meta({ description: 'ISO 8601 in UTC.' });
const said = z.unknown().meta({ description: 'What was changed of it, as JSON; null where there is nothing to say.' });

/** One change that somebody made. */
export const auditEntry = z.strictObject({
  sequence: z.int().min(1).meta({ description: 'Its place in the chain.' }),
  at: time,
  who: z.string().meta({ description: 'Name of the person or the key.' }),
  role: z.string().nullable(),
  from: z.string().nullable().meta({ description: 'The address that it came from; null at the command line.' }),
  action: z.string().meta({ examples: ['order.corrected'] }),
  subject: z.strictObject({ kind: z.string(), id: z.string() }),
  reason: z.string().nullable(),
  before: said,
  after: said,
  hash: z.string().meta({ description: 'SHA-256 over it and the hash of the one before it, hexadecimal.' }),
});

export const auditChain = z.strictObject({
  verifiedAt: time,
  rows: z.int().min(0),
  head: z.strictObject({ sequence: z.int().min(0), hash: z.string() }).meta({
    description: 'Where the chain ends. Noted elsewhere, it shows later that nothing before was written anew.',
  }),
  intact: z.boolean(),
  faults: z.array(
    z.strictObject({
      kind: z.enum(['changed', 'removed', 'inserted']),
      from: z.int(),
      to: z.int(),
      why: z.string(),
    }),
  ),
});

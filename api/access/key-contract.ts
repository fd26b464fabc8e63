import { z } from 'zod';
import { SCOPES } from './principal.ts';
import { ROLES } from './roles.ts';

/** The part of the contract that is about the keys of programs. */

const time = z.iso.datetime().meta({ description: 'ISO 8601 in UTC.' });

export const key = z.strictObject({
  id: z.string(),
  name: z.string(),
  role: z.enum(ROLES),
  partner: z.string().nullable(),
  customer: z.string().nullable(),
  scopes: z.array(z.enum(SCOPES)).nullable().meta({ description: 'null: all that the role permits.' }),
  limit: z
    .int()
    .nullable()
    .meta({ description: 'Requests a minute; null: as many as the configuration gives the role.' }),
  createdAt: time,
  createdBy: z.string().nullable(),
  expiresAt: time.nullable(),
  lastUsedAt: time.nullable().meta({ description: 'To the minute.' }),
  revokedAt: time.nullable(),
});

export const createdKey = z.strictObject({
  key,
  secret: z.string().meta({ description: 'The key itself, to be sent as a bearer token. Shown only now.' }),
});

import { z } from 'zod';
import { flag, instant, paging, text } from '../request-parts.ts';
import { SCOPES } from './principal.ts';
import { ROLES } from './roles.ts';

const LIMIT = 'must be a whole number from 1 to 1,000,000';
const limit = z
  .int(LIMIT)
  .min(1, LIMIT)
  .max(1_000_000, LIMIT)
  .nullable()
  .optional()
  .meta({ description: 'Requests a minute; left out: as many as the configuration gives the role.' });

const SCOPE = `must be a list of ${SCOPES.join(', ')}`;
const scopes = z
  .array(z.enum(SCOPES, SCOPE), SCOPE)
  .min(1, SCOPE)
  .nullable()
  .optional()
  .meta({
    description:
      'read: what changes nothing. events: to post events and have them examined. deploys: to tell of deploys. ' +
      'customer-tokens: to ask for tokens of customers. write: everything. Left out: all that the role permits.',
  });

const expiresAt = instant.meta({ description: 'It is not taken from then on; left out: until it is revoked.' });

export const keyQuery = {
  keys: z.strictObject({ revoked: flag.meta({ description: 'Also those that were revoked.' }), ...paging }),
};

export const keyBody = {
  key: z.strictObject({
    name: text.max(100, 'must have at most 100 characters').meta({
      description: 'Whose it is, as it stands beside what is done with it. One valid key bears it at a time.',
    }),
    role: z.enum(ROLES, `must be one of ${ROLES.join(', ')}`),
    partner: text.max(200, 'must have at most 200 characters').optional().meta({ description: 'Of the role partner.' }),
    customer: text
      .max(256, 'must have at most 256 characters')
      .optional()
      .meta({ description: 'Of the role customer: the id of the customer.' }),
    scopes,
    limit,
    expiresAt,
  }),
  keyChange: z.strictObject({ scopes, limit, expiresAt: instant.nullable() }),
};

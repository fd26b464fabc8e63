import { z } from 'zod';
import { isLocale } from '../../notifier/written.ts';
import { paging, text } from '../request-parts.ts';
import { ROLES } from './roles.ts';

const line = (max: number) =>
  z
    .string('must be text')
    .trim()
    .min(1, 'must not be empty')
    .max(max, `must have at most ${max} characters`)
    .refine(value => !/\p{Cc}/u.test(value) && value.isWellFormed(), 'must be one line of whole characters');

/** Whatever was typed: what it has to be is said where it is set. */
const password = z.string('must be text').max(1_000, 'must have at most 1,000 characters');
const token = text.max(200, 'must have at most 200 characters');

const NAME = 'must have 1 to 100 of a-z, 0-9, and . _ @ + - within, such as olga or olga@orders.example';
const name = z
  .string('must be text')
  .transform(typed => typed.trim().toLowerCase())
  .refine(typed => /^[a-z0-9][a-z0-9._@+-]{0,99}$/.test(typed), NAME);

const locale = z
  .string('must be text')
  .refine(isLocale, 'must be a language such as ru or en-GB')
  .nullable()
  .optional();
const email = z.email('must be an e-mail address').max(254, 'must have at most 254 characters').nullable().optional();

const USER_ROLES = ROLES.filter(role => role !== 'customer');
const role = z.enum(USER_ROLES, `must be one of ${USER_ROLES.join(', ')}`);
const partner = line(200).nullable().optional().meta({ description: 'Of the role partner, and of no other.' });

export const sessionQuery = {
  users: z.strictObject(paging),
};

export const sessionBody = {
  signIn: z.strictObject({
    name: z.string('must be text').max(200, 'must have at most 200 characters'),
    password,
  }),
  firstAdmin: z.strictObject({ token, name, password, displayName: line(200).optional() }),
  password: z.strictObject({ token, password }),
  profile: z.strictObject({
    displayName: line(200).optional(),
    locale,
    password: z
      .strictObject({ current: password, new: password })
      .optional()
      .meta({ description: 'Ends all other sessions.' }),
  }),
  user: z.strictObject({ name, displayName: line(200), email, role, partner, locale }),
  userChange: z.strictObject({
    displayName: line(200).optional(),
    email,
    role: role.optional(),
    partner,
    locale,
    disabled: z.boolean('must be true or false').optional(),
  }),
};

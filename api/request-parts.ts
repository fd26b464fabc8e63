import { z } from 'zod';
import { instantForm } from './cursor.ts';

/** What the schemas of requests are put together of. */

export const text = z
  .string('must be given once')
  .min(1, 'must not be empty')
  .max(1_000, 'must have at most 1,000 characters')
  .refine(value => !value.includes('\0'), 'must not contain NUL')
  // Half a character is no text to the database.
  .refine(value => value.isWellFormed(), 'must be whole characters');

export const flag = z
  .enum(['true', 'false'], 'must be true or false')
  .transform(value => value === 'true')
  .optional();
// A date alone means its first instant in UTC.
export const instant = z
  .union(
    [z.iso.datetime({ offset: true }), z.iso.date()],
    'must be an ISO 8601 date, or a time with its zone, such as 2026-11-20, 2026-11-20T09:00:00Z or 2026-11-20T12:00+03:00',
  )
  .transform(value => Date.parse(value))
  .refine(value => instantForm.safeParse(value).success, 'must lie in the years 0001 to 9999, in UTC')
  .optional();

const LIMIT = 'must be a whole number from 1 to 500';
export const paging = {
  cursor: text.optional().meta({ description: '`nextCursor` of the page before; the other parameters stay the same.' }),
  limit: z.coerce.number(LIMIT).int(LIMIT).min(1, LIMIT).max(500, LIMIT).default(50),
};

import { z } from 'zod';
import { badField, Refused } from './problem.ts';

/** What a cursor may hold, so that whatever gets past here is something that the database takes. */
export const instantForm = z.int().min(Date.parse('0001-01-01T00:00:00Z')).max(Date.parse('9999-12-31T23:59:59.999Z'));
export const nameForm = z.string().refine(name => !name.includes('\0') && name.isWellFormed());

/** Where the next page begins, in a form that nobody is tempted to read or write. */
export function encodeCursor(position: unknown): string {
  return Buffer.from(JSON.stringify(position)).toString('base64url');
}

/** Cursors come back from outside: whatever does not have the form that we gave out is refused. */
export function decodeCursor<Position extends z.ZodType>(form: Position, cursor: string): z.infer<Position> {
  const parsed = form.safeParse(parseJson(Buffer.from(cursor, 'base64url').toString()));
  if (!parsed.success) {
    throw new Refused(badField('cursor', 'must be the nextCursor of a page of this same list'));
  }
  return parsed.data;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

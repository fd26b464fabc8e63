import { sqlState } from '../platform/postgres.ts';

/** Of class 22, data exceptions, PostgreSQL quotes the value, which may be of a person. */
const QUOTES_VALUES = /^22/;
const LONGEST = 500;

/** What failed, for logs and people: without values from the database. */
export function describeFault(error: unknown): string {
  const state = sqlState(error);
  if (state !== undefined && QUOTES_VALUES.test(state)) return `A value could not be worked with (SQLSTATE ${state})`;
  return (error instanceof Error ? error.message : String(error)).slice(0, LONGEST);
}

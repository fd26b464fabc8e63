import { sqlState } from './postgres.ts';

/** Of class 22, data exceptions, PostgreSQL quotes the value, which may be of a person. */
const QUOTES_VALUES = /^22/;
const LONGEST = 500;

/** What failed, for logs and people: without values from the database, and without what was read as JSON and is none. */
export function describeFault(error: unknown): string {
  const state = sqlState(error);
  if (state !== undefined && QUOTES_VALUES.test(state)) return `A value could not be worked with (SQLSTATE ${state})`;
  // The parser quotes from the text, which may be a message of a customer.
  if (error instanceof SyntaxError) return 'A text could not be read as what it should be (SyntaxError)';
  return (error instanceof Error ? error.message : String(error)).slice(0, LONGEST);
}

/** An error as the log has it: what it is, where it was, and why; of what bears it besides, such as rows, nothing. */
export type LoggedError = { type: string; message: string; code?: string; stack: string; cause?: LoggedError };

export function errorForLog(error: Error): LoggedError {
  const { name, stack = '', cause } = error;
  const frames = stack.split('\n').filter(line => /^\s+at /.test(line));
  return {
    type: name,
    message: describeFault(error),
    ...('code' in error && typeof error.code === 'string' && { code: error.code }),
    stack: frames.join('\n'),
    ...(cause instanceof Error && { cause: errorForLog(cause) }),
  };
}

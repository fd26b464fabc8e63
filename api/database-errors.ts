import { sqlState } from '../platform/postgres.ts';

// SQLSTATE classes: 08 connection, 53 out of resources, 57 shut down or starting, 25006 read-only (a standby after a
// failover). What is left is a fault of ours.
const UNAVAILABLE_STATES = /^(08|53|57P)|^25006$/;

const UNAVAILABLE_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
]);

// These errors of `pg` and `pg-pool` bear no code.
const UNAVAILABLE_MESSAGES = new Set([
  'Connection terminated',
  'Connection terminated unexpectedly',
  'Connection terminated due to connection timeout',
  'timeout exceeded when trying to connect',
]);

/** True when the error, or one that caused it, says that the database is gone rather than that a query was wrong. */
export function saysDatabaseIsGone(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const state = sqlState(error);
  if (state !== undefined) return UNAVAILABLE_STATES.test(state);
  if (UNAVAILABLE_MESSAGES.has(error.message)) return true;
  if ('code' in error && UNAVAILABLE_CODES.has(String(error.code))) return true;
  if (error instanceof AggregateError && error.errors.some(saysDatabaseIsGone)) return true;
  return saysDatabaseIsGone(error.cause);
}

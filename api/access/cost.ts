import type { Request } from 'express';
import type { Operation } from './operation.ts';
import type { Role } from './roles.ts';

/** What takes more of the database than to look something up, in requests. */
const COSTS: Readonly<Record<Operation, number>> = {
  'GET /orders': 2,
  'POST /rules/backtest': 30,
  'POST /rules/check': 10,
  'POST /quarantine/replay': 10,
};

const WHOLE_LIST = 20;

/** How many requests a request counts as. Known before anything is asked of the database. */
export function costOf(operation: Operation | null, { query }: Pick<Request, 'query'>): number {
  if (query.format === 'csv') return WHOLE_LIST;
  return (operation !== null && COSTS[operation]) || 1;
}

/**
 * How many requests of one key or user are worked on at once, in a process: the pool has ten connections to the database,
 * and whoever asks for everything at once shall not have them all.
 */
export const AT_ONCE: Readonly<Record<Role, number>> = {
  viewer: 16,
  support: 16,
  operator: 16,
  manager: 16,
  admin: 64,
  partner: 6,
  customer: 3,
};

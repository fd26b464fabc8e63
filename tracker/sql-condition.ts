import { type Instant, toIso } from '../platform/clock.ts';

/** Adds a value to the statement's parameters and gives the placeholder that stands for it. */
export type Param = (value: unknown) => string;

/**
 * A condition on orders in two forms. `check`: on one row, of `tracker.order_state state` with its
 * `tracker.order_search search` beside it. `ids`: a select of the ids that pass, perhaps more than once, where an index knows
 * them; then they are bounded by how many pass, not by how many orders there are.
 */
export type Condition = {
  check: (param: Param) => string;
  ids?: (param: Param) => string;
  /** Where the row of the state alone tells: the check of it under another name. */
  test?: StateTest;
};

export type StateTest = (state: string, param: Param) => string;

export const NOBODY = { check: () => 'false', ids: () => 'select null::text where false' } satisfies Condition;

/** The values of one statement, and the way to add one. */
export function parameters(): { values: unknown[]; param: Param } {
  const values: unknown[] = [];
  return { values, param: value => `$${values.push(value)}` };
}

export function time(param: Param, instant: Instant | null): string {
  return `${param(instant === null ? null : toIso(instant))}::timestamptz`;
}

export function allOf(fixed: readonly string[], conditions: readonly Condition[], param: Param): string {
  return [...fixed, ...conditions.map(condition => condition.check(param))].join(' and ') || 'true';
}

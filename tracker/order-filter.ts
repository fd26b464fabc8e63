import type { Instant } from '../platform/clock.ts';
import type { Db } from '../platform/postgres.ts';
import { atRiskIds, isAtRiskIn } from './at-risk.ts';
import { correlationAlias } from './event.ts';
import type { Lifecycles } from './lifecycle.ts';
import { STATUSES_UNDER_WAY } from './order-rows.ts';
import type { Vault } from './personal-data.ts';
import { aliasCondition, type ContactSearch, searchCondition } from './search-query.ts';
import { findSource } from './source-rows.ts';
import { type Condition, NOBODY, type Param, type StateTest, time } from './sql-condition.ts';
import type { AnomalyKind } from './state.ts';

export type OrderFilter = {
  /** What somebody typed into the search box: see search-query.ts. */
  q?: string | undefined;
  status?: string | undefined;
  /** Orders of which this system has said something. */
  source?: string | undefined;
  partner?: string | undefined;
  /** The customer's id. */
  customer?: string | undefined;
  correlationId?: string | undefined;
  /** Last event at or after this instant. */
  from?: Instant | undefined;
  /** Last event before this instant. */
  to?: Instant | undefined;
  stuck?: boolean | undefined;
  atRisk?: boolean | undefined;
  overdue?: boolean | undefined;
  /** With an open anomaly of this kind, or of any (true), or without one (false). */
  anomaly?: AnomalyKind | boolean | undefined;
  provisional?: boolean | undefined;
  /** Who has taken it, or to whom it was given. */
  assignedTo?: string | undefined;
  /** In its status for longer than this, its limits running: milliseconds. */
  olderThan?: number | undefined;
  /** And for less than this. */
  youngerThan?: number | undefined;
  /** Past the limit of its status by more than this: milliseconds. */
  stuckFor?: number | undefined;
  /** What another room knows of orders: those of an incident. */
  known?: Condition | undefined;
  /** How contacts are searched by `q`; parts of them when not given. */
  contacts?: ContactSearch | undefined;
};

/** By the names of the filter, those that were asked for; the most selective first. */
export type Conditions = { [name in keyof OrderFilter]?: Condition };

export async function conditionsOf(
  db: Db,
  { lifecycles, vault, now }: { lifecycles: Lifecycles; vault: Vault; now: Instant },
  filter: OrderFilter,
): Promise<Conditions> {
  const { q, customer, correlationId, anomaly, partner, provisional, stuck, atRisk, overdue } = filter;
  const { status, source, from, to, assignedTo, olderThan, youngerThan, stuckFor, known, contacts = 'parts' } = filter;
  const conditions: Conditions = {};
  if (customer !== undefined) conditions.customer = term('customer_id', customer);
  if (q !== undefined) conditions.q = await searchCondition(db, { vault, contacts }, q);
  if (correlationId !== undefined) conditions.correlationId = aliasCondition(correlationAlias(correlationId));
  if (known !== undefined) conditions.known = known;
  if (assignedTo !== undefined) conditions.assignedTo = isAssignedTo(assignedTo);
  if (provisional !== undefined) conditions.provisional = either(provisional, isProvisional);
  if (overdue !== undefined)
    conditions.overdue = either(overdue, isOverdue(lifecycles, now), overdueIds(lifecycles, now));
  if (stuck !== undefined) conditions.stuck = either(stuck, isStuck(now));
  if (stuckFor !== undefined) conditions.stuckFor = ofState(isStuck(now - stuckFor));
  if (olderThan !== undefined || youngerThan !== undefined) {
    conditions.olderThan = ofAge(isOfAge(olderThan, youngerThan, now));
  }
  if (atRisk !== undefined) conditions.atRisk = either(atRisk, isAtRiskIn(now), atRiskIds(now));
  if (anomaly !== undefined) conditions.anomaly = hasAnomaly(anomaly);
  if (partner !== undefined) conditions.partner = term('partner', partner);
  if (status !== undefined) conditions.status = ofState((state, param) => `${state}.status = ${param(status)}`);
  if (from !== undefined || to !== undefined) conditions.from = ofState(isWithin(from, to));
  if (source !== undefined) conditions.source = await heardFrom(db, source);
  return conditions;
}

/** Of what the row of the state tells. */
export function ofState(test: StateTest): Condition {
  return {
    test,
    check: param => test('state', param),
    ids: param =>
      `select known.order_id from tracker.order_state known where known.joined_into is null and ${test('known', param)}`,
  };
}

/** The orders that are not so are most of them, no index knows them. `is not true` keeps those that have no limit. */
function either(wanted: boolean, test: StateTest, ids?: (param: Param) => string): Condition {
  if (wanted) return { ...ofState(test), ...(ids && { ids }) };
  const isNot: StateTest = (state, param) => `(${test(state, param)}) is not true`;
  return { test: isNot, check: param => isNot('state', param) };
}

function term(column: 'partner' | 'customer_id', value: string): Condition {
  return {
    check: param => `search.${column} = ${param(value)}`,
    ids: param => `select terms.order_id from tracker.order_search terms where terms.${column} = ${param(value)}`,
  };
}

const isProvisional: StateTest = state => `${state}.provisional and ${state}.joined_into is null`;

/** One condition, so that the index is asked for the stretch between the two. */
function isWithin(from: Instant | undefined, to: Instant | undefined): StateTest {
  return (state, param) =>
    [
      ...(from === undefined ? [] : [`${state}.last_event_at >= ${time(param, from)}`]),
      ...(to === undefined ? [] : [`${state}.last_event_at < ${time(param, to)}`]),
    ].join(' and ');
}

function isStuck(now: Instant): StateTest {
  return (state, param) => `${state}.due_at < ${time(param, now)}`;
}

/** A promise is passed by every order that was ever closed. */
function isOverdue(lifecycles: Lifecycles, now: Instant): StateTest {
  const all = lifecycles.all.flatMap(one => one.names.map(status => ({ lifecycle: one.name, status, one })));
  const open = all.filter(({ one, status }) => !one.isTerminal(status));
  const ends = all.filter(({ one, status }) => one.isTerminal(status));
  return (state, param) => `${state}.promised_at < ${time(param, now)}
     and ${state}.status = any (${param([...new Set(open.map(({ status }) => status))])}::text[])
     and not exists (select from unnest(${param(ends.map(({ lifecycle }) => lifecycle))}::text[],
                                        ${param(ends.map(({ status }) => status))}::text[]) as terminal (lifecycle, status)
                      where terminal.lifecycle = ${state}.lifecycle and terminal.status = ${state}.status)`;
}

/**
 * Those whose limits run have an index by their promise. The others that are under way, being frozen or in a status without
 * limits, are few, and the index by status knows them.
 */
function overdueIds(lifecycles: Lifecycles, now: Instant): (param: Param) => string {
  const isPast = isOverdue(lifecycles, now);
  return param =>
    ['is not null', 'is null']
      .map(
        runs => `select known.order_id from tracker.order_state known
                  where known.joined_into is null and known.due_at ${runs} and ${isPast('known', param)}`,
      )
      .join(' union all ');
}

function isOfAge(olderThan: number | undefined, youngerThan: number | undefined, now: Instant): StateTest {
  return (state, param) =>
    [
      `${state}.due_at is not null`,
      ...(olderThan === undefined ? [] : [`${state}.status_since < ${time(param, now - olderThan)}`]),
      ...(youngerThan === undefined ? [] : [`${state}.status_since > ${time(param, now - youngerThan)}`]),
    ].join(' and ');
}

/** The index of ages begins with the status. */
function ofAge(test: StateTest): Condition {
  const ofStatus = (param: Param) => `select one.order_id from tracker.order_state one
     where one.joined_into is null and one.status = standing.status and ${test('one', param)} offset 0`;
  return {
    ...ofState(test),
    ids: param => `select known.order_id from ${STATUSES_UNDER_WAY} as standing
                    cross join lateral (${ofStatus(param)}) as known`,
  };
}

function isAssignedTo(who: string): Condition {
  const isTheirs = (param: Param) => `${param(who)} in (hands.holder, hands.assignee)`;
  return {
    check: param =>
      `exists (select from tracker.order_hands hands where hands.order_id = state.order_id and ${isTheirs(param)})`,
    ids: param => `select hands.order_id from tracker.order_hands hands where hands.holder = ${param(who)}
                   union all
                   select hands.order_id from tracker.order_hands hands where hands.assignee = ${param(who)}`,
  };
}

async function heardFrom(db: Db, source: string): Promise<Condition> {
  const check = (param: Param) => `state.sources ? ${param(source)}`;
  switch (await findSource(db, source)) {
    case 'common':
      return { check };
    case 'rare':
      return {
        check,
        ids: param => `select noted.order_id from tracker.order_source noted
                         join tracker.order_state known on known.order_id = noted.order_id
                        where noted.source = ${param(source)} and known.sources ? ${param(source)}`,
      };
    case 'unknown':
      return NOBODY;
  }
}

function hasAnomaly(wanted: AnomalyKind | boolean): Condition {
  const isOpen = (param: Param) =>
    `odd.cleared_at is null${typeof wanted === 'string' ? ` and odd.kind = ${param(wanted)}` : ''}`;
  const check = (param: Param) =>
    `exists (select from tracker.order_anomaly odd where odd.order_id = state.order_id and ${isOpen(param)})`;
  if (wanted === false) return { check: param => `not ${check(param)}` };
  return {
    check,
    ids: param => `select odd.order_id from tracker.order_anomaly odd where ${isOpen(param)}`,
  };
}

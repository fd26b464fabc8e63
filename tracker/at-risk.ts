import type { Instant } from '../platform/clock.ts';
import { FUTURE_TOLERANCE_MS } from './event-order.ts';
import { type Param, type StateTest, time } from './sql-condition.ts';
import { spanFor } from './usual-curve.ts';
import type { MeasuredStay } from './usual-rows.ts';

/** What was measured that an order is judged by: of all orders in its status, and what its date follows from. */
export type Measure = {
  ofAll: MeasuredStay | null;
  ofDate: (MeasuredStay & { curve: NonNullable<MeasuredStay['curve']> }) | null;
};

export type Limits = {
  targetAt: Instant | null;
  dueAt: Instant | null;
  promisedAt: Instant | null;
  /** When the stay began, later by the time in which it was frozen. */
  since: Instant | null;
};

/**
 * An order whose limits run is at risk when it is past the one that should be kept; or before that, when it has been in
 * its status for longer than nineteen of twenty others were, or half of those that were where it is came to their end
 * after what it is promised for. Nothing declared foretells that: without enough that happened only the limit counts.
 */
export function isAtRisk({ targetAt, dueAt, promisedAt, since }: Limits, { ofAll, ofDate }: Measure, now: Instant) {
  if (dueAt === null || since === null) return false;
  if (targetAt !== null && now > targetAt) return true;
  if (ofAll?.stay && now - since > ofAll.stay.p95Ms) return true;
  if (promisedAt === null || ofDate === null) return false;
  return promisedAt < since + spanFor(ofDate.curve, Math.max(0, now - since)).likely;
}

/**
 * The same of a row. A walk along what is under way: each order of it meets a row or two of a table of a few. One
 * `coalesce` around all changes nothing but the planner's estimate: it takes what it cannot know for independent, expects
 * hardly any order or nearly all, and sorts what it could walk.
 */
export function isAtRiskIn(now: Instant): StateTest {
  return (state, param) => `${state}.due_at is not null and coalesce(
        ${state}.target_at < ${time(param, now)}
        or ${runningSince(state)} + ${p95Of(state)} * interval '1 millisecond' < ${time(param, now)}
        or ${state}.promised_at < ${expectedIn(state, 'likely', now, param)}, false)`;
}

/** When an order in this status is expected to come to its end, by what happened; null: too little has. */
export function expectedIn(state: string, which: 'from' | 'likely', now: Instant, param: Param): string {
  return `(select aged.since + greatest(aged.age, case
                when aged.place >= cardinality(aged.ages)
                then greatest(aged.totals[cardinality(aged.ages)], aged.age + aged.rest)
                else aged.totals[aged.place] + (aged.totals[aged.place + 1] - aged.totals[aged.place])
                       * (aged.age - aged.ages[aged.place]) / (aged.ages[aged.place + 1] - aged.ages[aged.place])
                end) * interval '1 millisecond'
          from (select usual.ages, usual.${which}_ms as totals, usual.rest_${which}_ms as rest, running.since, running.age,
                       width_bucket(running.age, usual.ages) as place
                  from (select ${runningSince(state)} as since,
                               greatest(0, extract(epoch from ${time(param, now)} - ${runningSince(state)}) * 1000)::float8
                                 as age) running
                 cross join tracker.usual_stay usual
                 where usual.lifecycle = ${state}.lifecycle and usual.status = ${state}.status
                   and usual.partner in ('', (select whose.partner from tracker.order_search whose
                                               where whose.order_id = ${state}.order_id))
                   and usual.ages is not null
                 order by usual.partner desc limit 1) aged)`;
}

function p95Of(state: string): string {
  return `(select usual.p95_ms from tracker.usual_stay usual
            where usual.lifecycle = ${state}.lifecycle and usual.status = ${state}.status and usual.partner = '')`;
}

function runningSince(state: string): string {
  return `coalesce(${state}.running_since, ${state}.status_since)`;
}

/**
 * The orders of which `isAtRiskIn` holds, some more than once: by the index of targets those that are past theirs, by the
 * index of ages those that have been in their status for longer than is usual, and by the index of promises those that may
 * miss theirs. Of the last, what one comparison of instants tells comes first: most are promised for later than any measure
 * of their status reaches, even where a clock is ahead. Where the measures of a status disagree, each order is looked up
 * for its own, which may be its partner's, and takes 10 µs.
 */
export function atRiskIds(now: Instant): (param: Param) => string {
  return param => {
    const at = time(param, now);
    const ms = "interval '1 millisecond'";
    // All of this is worked out beside the aggregates: anywhere else the planner would have it done for each order.
    const highest = 'max((select max(total) from unnest(usual.likely_ms) as total))';
    const measures = `
      select usual.lifecycle, usual.status, ${at} + max(usual.rest_likely_ms) * ${ms} as soonest, ${highest} * ${ms} as longest,
             ${at} + (${FUTURE_TOLERANCE_MS} + greatest(max(usual.rest_likely_ms), ${highest})) * ${ms} as latest
        from tracker.usual_stay usual where usual.ages is not null group by usual.lifecycle, usual.status`;
    return `
      select known.order_id from tracker.order_state known
       where known.joined_into is null and known.due_at is not null and known.target_at < ${at}
      union all
      select known.order_id
        from (select usual.lifecycle, usual.status, ${at} - usual.p95_ms * ${ms} as since
                from tracker.usual_stay usual where usual.partner = '' and usual.p95_ms is not null offset 0) as long
       -- Nothing but what stands in the index of ages, or the planner would rather walk along another one.
       cross join lateral (
             select stayed.order_id from tracker.order_state stayed
              where stayed.joined_into is null and stayed.due_at is not null
                and stayed.status = long.status and stayed.status_since < long.since offset 0) as stayed
       cross join lateral (
             select * from tracker.order_state one where one.order_id = stayed.order_id offset 0) as known
       where known.lifecycle = long.lifecycle and ${runningSince('known')} < long.since
      union all
      select known.order_id
        from tracker.order_state known
        join (${measures}) as measured on measured.lifecycle = known.lifecycle and measured.status = known.status
       where known.joined_into is null and known.due_at is not null
         and known.promised_at < (select max(latest) from (${measures}) as measured)
         and case when known.promised_at >= measured.latest then false
                  when known.promised_at < measured.soonest
                    or known.promised_at < ${runningSince('known')} + measured.longest
                  then known.promised_at < ${expectedIn('known', 'likely', now, param)} end`;
  };
}

import type { Instant } from '../platform/clock.ts';
import { calendar } from '../tracker/calendar.ts';
import type { RunningOrder } from '../tracker/due-orders.ts';
import { parseDuration } from '../tracker/iso-duration.ts';
import type { Lifecycle } from '../tracker/lifecycle.ts';
import { businessLimit, calendarLimit } from '../tracker/service-level.ts';
import { type Found, orderSubject, stayOf } from './finding.ts';
import { latestStart } from './latest-start.ts';
import { type Level, worstPassed } from './levels.ts';
import type { RuleContext } from './rule-context.ts';
import type { Severity } from './severity.ts';

/** One limit on the stays of one status of one lifecycle. */
export type StayLevel = {
  severity: Severity;
  /** ISO 8601. */
  limit: string;
  /** When this order comes to it. */
  at(order: RunningOrder): Instant;
  /**
   * Every order that has come to it has its breach at this instant or before, which the index knows; null: none can
   * have. What the bound lets through too much is few, and is judged one by one.
   */
  dueBy(now: Instant): Instant | null;
};

export type StayRule = {
  lifecycle: Lifecycle;
  status: string;
  /** The system whose move is missing. */
  owner: string | null;
  levels: readonly StayLevel[];
};

const DAY_MS = 24 * 3_600_000;

export function lifecyclesIn({ lifecycles, scope }: RuleContext): Lifecycle[] {
  return lifecycles.all.filter(({ name }) => scope.lifecycles?.includes(name) ?? true);
}

export function stayLevel(
  lifecycle: Lifecycle,
  status: string,
  { over, severity }: Level<string>,
  time: 'calendar' | 'business' = 'calendar',
): StayLevel {
  const level = lifecycle.status(status)!.serviceLevel!;
  const deadlines = (since: Instant) => lifecycle.deadlines(status, since, [])!;
  const boundedBy = (limit: (since: Instant) => Instant, slackMs: number) => (now: Instant) => {
    const start = latestStart(limit, now);
    return start === null ? null : deadlines(Math.min(start + slackMs, now)).dueAt;
  };
  if (over === 'breach') return { severity, limit: level.breach, at: ({ dueAt }) => dueAt, dueBy: now => now };
  if (over === 'target') {
    return {
      severity,
      limit: level.target,
      at: ({ targetAt }) => targetAt,
      dueBy: boundedBy(since => deadlines(since).targetAt, slackOf([level.target, level.breach], level.time)),
    };
  }
  const own =
    time === 'business' ? businessLimit(over, calendar(lifecycle.calendar!)) : calendarLimit(over, lifecycle.zone);
  const unpaused = (since: Instant) => own(since, []);
  // An order that was frozen has its breach later by so much. Under another lifecycle nobody knows by how much.
  const frozenMs = ({ lifecycleHash, since, dueAt }: RunningOrder) =>
    lifecycleHash === lifecycle.hash ? Math.max(0, dueAt - deadlines(since).dueAt) : 0;
  return {
    severity,
    limit: over,
    at: order => unpaused(order.since) + frozenMs(order),
    dueBy: boundedBy(unpaused, slackOf([over, level.breach], time === 'business' ? time : level.time)),
  };
}

/** After a frozen stretch a limit of days may end on another day than one that ran through: a working day has weekends. */
function slackOf(limits: readonly string[], time: 'calendar' | 'business' | undefined): number {
  if (!limits.some(limit => parseDuration(limit).days + parseDuration(limit).months > 0)) return 0;
  return time === 'business' ? 4 * DAY_MS : DAY_MS;
}

export function foundOf({ status, owner, levels }: StayRule, order: RunningOrder, now: Instant): Found | null {
  const level = worstPassed(levels, one => one.at(order) <= now);
  if (!level) return null;
  return {
    subject: orderSubject(order.orderId),
    orderId: order.orderId,
    stay: stayOf(status, order.since),
    severity: level.severity,
    status,
    since: order.since,
    limitAt: level.at(order),
    limit: level.limit,
    owner,
    detail: null,
  };
}

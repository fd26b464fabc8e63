import { type Instant, toIso } from '../../platform/clock.ts';
import { zone } from '../../tracker/zone.ts';
import type { PastFinding } from './past-finding.ts';
import type { PastIncident } from './past-incidents.ts';
import type { PastMessages } from './past-messages.ts';

export type Sample = {
  subject: string;
  orderId: string | null;
  status: string | null;
  severity: PastFinding['severities'][number]['severity'];
  raisedAt: Instant;
  endedAt: Instant | null;
  /** Null: it is about no order. */
  late: boolean | null;
};

/** What a rule would have raised in a stretch of time. */
export type Report = {
  raised: number;
  incidents: number;
  /** On so many orders. */
  orders: number;
  /** So many of what was raised were on orders that were late afterwards; null: it is about no orders. */
  trulyLate: number | null;
  /** trulyLate ÷ raised; null where there is nothing to divide. */
  share: number | null;
  perWeek: number;
  messages: PastMessages;
  firstAt: Instant | null;
  /** The newest ones. */
  samples: readonly Sample[];
  /** By the calendar of the rule's zone, every day. */
  byDay: readonly { day: string; raised: number }[];
};

/** `missed`: orders that were late, which the rule finds now and would not find changed. */
export type Difference = {
  raised: number;
  incidents: number;
  orders: number;
  trulyLate: number | null;
  messages: PastMessages;
  missed: { orders: number; samples: readonly string[] };
};

export type Judged = { finding: PastFinding; late: boolean | null };

const SAMPLES = 10;
const DAY_MS = 24 * 3_600_000;
const WEEK_MS = 7 * DAY_MS;

export function reportOf(
  judged: readonly Judged[],
  incidents: readonly PastIncident[],
  messages: PastMessages,
  { since, until, zoneName }: { since: Instant; until: Instant; zoneName: string },
): Report {
  const raised = judged
    .filter(({ finding }) => finding.raisedAt >= since && finding.raisedAt <= until)
    .sort((a, b) => a.finding.raisedAt - b.finding.raisedAt);
  const isAboutOrders = raised.every(({ late }) => late !== null);
  const late = raised.filter(one => one.late === true).length;
  return {
    raised: raised.length,
    incidents: incidents.filter(({ openedAt }) => openedAt >= since && openedAt <= until).length,
    orders: ordersOf(raised).size,
    trulyLate: isAboutOrders ? late : null,
    share: isAboutOrders && raised.length > 0 ? late / raised.length : null,
    perWeek: raised.length / ((until - since) / WEEK_MS),
    messages,
    firstAt: raised[0]?.finding.raisedAt ?? null,
    samples: raised.slice(-SAMPLES).reverse().map(sampleOf),
    byDay: countByDay(raised, { since, until, zoneName }),
  };
}

export function differenceOf(
  current: { report: Report; judged: readonly Judged[] },
  changed: { report: Report; judged: readonly Judged[] },
  since: Instant,
): Difference {
  const [before, after] = [current.report, changed.report];
  const found = ordersOf(changed.judged);
  const late = current.judged.filter(one => one.late === true && one.finding.raisedAt >= since);
  const missed = [...ordersOf(late)].filter(order => !found.has(order));
  return {
    raised: after.raised - before.raised,
    incidents: after.incidents - before.incidents,
    orders: after.orders - before.orders,
    trulyLate: before.trulyLate === null || after.trulyLate === null ? null : after.trulyLate - before.trulyLate,
    messages: {
      atLeast: after.messages.atLeast - before.messages.atLeast,
      atMost: after.messages.atMost - before.messages.atMost,
    },
    missed: { orders: missed.length, samples: missed.slice(0, SAMPLES) },
  };
}

function ordersOf(judged: readonly Judged[]): Set<string> {
  return new Set(judged.flatMap(({ finding }) => finding.orderId ?? []));
}

function sampleOf({ finding, late }: Judged): Sample {
  const { subject, orderId, status, raisedAt, endedAt, severities } = finding;
  return { subject, orderId, status, severity: severities.at(-1)!.severity, raisedAt, endedAt, late };
}

function countByDay(
  raised: readonly Judged[],
  { since, until, zoneName }: { since: Instant; until: Instant; zoneName: string },
): Report['byDay'] {
  const { toLocal } = zone(zoneName);
  const dayOf = (at: Instant) => Math.floor(toLocal(at) / DAY_MS);
  const counts = new Map<number, number>();
  for (let day = dayOf(since); day <= dayOf(until); day += 1) counts.set(day, 0);
  for (const { finding } of raised) {
    const day = dayOf(finding.raisedAt);
    counts.set(day, (counts.get(day) ?? 0) + 1);
  }
  return [...counts].map(([day, count]) => ({ day: toIso(day * DAY_MS).slice(0, 10), raised: count }));
}

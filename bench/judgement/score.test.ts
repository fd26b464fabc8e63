import { expect, test } from 'vitest';
import type { Incident } from '../../alerts/incident.ts';
import { DAY, HOUR, MINUTE } from '../../simulator/hours.ts';
import { trueCauses } from './causes.ts';
import { openPlanned, PLANTED_KINDS, planQuarter } from './plan.ts';
import { figuresOf, scoreOf } from './score.ts';
import type { ToldFinding, ToldIncident } from './told.ts';

const plan = planQuarter({ seed: 3, ordersPerMonth: 300 });
const story = openPlanned(plan);
story.tellUntil(plan.until + 30 * DAY);
const courses = story.books();
const causes = trueCauses(story, plan.until);

function incident(number: number, causeKey: string | null, finding: Partial<ToldFinding>, pages = 1): ToldIncident {
  const at = finding.firstSeenAt!;
  const none = { orderId: null, status: null, since: null, limitAt: null, resolvedAt: at + HOUR };
  const whole = { incidentId: number, rule: 'any', subject: `order:${finding.orderId}`, ...none, firstSeenAt: at };
  return {
    incident: { id: number, rule: 'any', causeKey, openedAt: at } as Incident,
    findings: [{ ...whole, ...finding }],
    pages,
  };
}

const judge = (told: readonly ToldIncident[]) =>
  scoreOf({ ...plan, told, causes, courses, planted: ['stopped-consumer'] });

test('of every kind that is planted something can be seen, and nothing before it begins', () => {
  const planted = causes.filter(({ at }) => at >= plan.counted);
  for (const kind of PLANTED_KINDS) {
    const seen = planted.filter(cause => cause.kind === kind && cause.visibleAt !== null);
    expect(seen.length, kind).toBeGreaterThan(0);
    expect(
      seen.every(({ at, visibleAt }) => visibleAt! >= at),
      kind,
    ).toBe(true);
    expect(
      seen.every(({ orders }) => orders.size > 0),
      kind,
    ).toBe(true);
  }
});

test('a stopped consumer is found by its queue and by the orders behind it, and each page for it counts', () => {
  const stop = causes.find(({ kind, at }) => kind === 'stopped-consumer' && at >= plan.counted)!;
  const [orderId, since] = [...stop.orders][0]!;
  const queue = `${stop.system}.inbox`;
  const told = [
    incident(1, `consumers:${queue}`, { subject: `queue:${queue}`, firstSeenAt: stop.at + 3 * MINUTE }),
    incident(2, null, { orderId, firstSeenAt: since + MINUTE }, 2),
  ];
  const { outcomes } = judge(told);
  const found = outcomes.filter(({ foundAt }) => foundAt !== null);
  expect(found.map(({ cause, pages, named, foundAt }) => [cause.id, pages, named, foundAt])).toEqual([
    [stop.id, 3, true, Math.min(stop.at + 3 * MINUTE, since + MINUTE)],
  ]);
  expect(figuresOf(judge(told))).toMatchObject({
    precision: 1,
    pagesPerCause: 3,
    recall: found.length / outcomes.length,
  });
});

test('what is told of a source or an order to which nothing happened is wrong', () => {
  const well = courses.find(
    ({ touched, hindrances, stays, orderId }) =>
      orderId !== null && touched.size === 0 && hindrances.length === 0 && stays[0]!.at > plan.counted,
  )!;
  const at = well.stays[0]!.at + HOUR;
  const limits = { status: well.stays[0]!.status, limitAt: well.stays[1]!.at + MINUTE };
  const told = [
    incident(1, null, { orderId: well.orderId, firstSeenAt: well.stays[1]!.at - 1, ...limits }),
    incident(2, null, { subject: 'queue:shop.inbox', firstSeenAt: at }),
  ];
  expect(judge(told).judged.map(({ right }) => right)).toEqual([false, false]);
});

test('an order that truly stayed beyond the limit is told rightly, whatever kept it', () => {
  const slow = courses.find(
    ({ stays, orderId }) => orderId !== null && stays[0]!.at > plan.counted && stays.length > 3,
  )!;
  const [first, second] = slow.stays as [(typeof slow.stays)[0], (typeof slow.stays)[0]];
  const limitAt = second.at - 1;
  const told = incident(1, null, { orderId: slow.orderId, status: first.status, firstSeenAt: limitAt, limitAt });
  expect(judge([told]).judged[0]).toMatchObject({ late: true, right: true });
});

test('a wrong clock is no reason to be late: what truly is counts for something else', () => {
  const skew = causes.find(({ kind, at }) => kind === 'clock-skew' && at >= plan.counted)!;
  const [orderId, since] = [...skew.orders].find(([name]) => courses.some(one => one.orderId === name))!;
  const { stays } = courses.find(one => one.orderId === orderId)!;
  const last = stays.findLast(({ at }) => at <= since)!;
  const found = { orderId, status: last.status, firstSeenAt: since + MINUTE };
  const told = [incident(1, null, { ...found, limitAt: last.at - 1 }), incident(2, null, found)];
  expect(judge(told).judged.map(({ about, late }) => [about.includes(skew), late])).toEqual([
    [false, true],
    [true, false],
  ]);
});

import type { Instant } from '../../platform/clock.ts';
import type { Pool } from '../../platform/postgres.ts';
import type { Course } from '../../simulator/course.ts';
import { DAY } from '../../simulator/hours.ts';
import { random } from '../../simulator/random.ts';
import type { Lifecycles } from '../../tracker/lifecycle.ts';
import { findOrder, type Order } from '../../tracker/orders.ts';
import { plainVault } from '../../tracker/personal-data.ts';
import { namesOf } from './causes.ts';
import type { Plan } from './plan.ts';

const END = 'CLOSED';

/** `expected`: null while nobody says anything. */
type Sample = {
  closedAt: Instant;
  declaredAt: Instant;
  expected: { from: Instant; to: Instant; middle: Instant } | null;
};

/**
 * Asks at a random moment in the life of each order when it will come to its end. Orders that are cancelled or stay under
 * way for ever have none; one that came to its end before the quarter, or has not begun in it, is not asked about.
 */
export function createDates(
  plan: Plan,
  courses: readonly Course[],
  { pool, lifecycles }: { pool: Pool; lifecycles: Lifecycles },
) {
  const luck = random(`dates ${plan.seed}`);
  const asked = courses.flatMap(course => {
    const closedAt = course.stays.find(({ status }) => status === END)?.at;
    const from = Math.max(plan.counted, course.stays[0]?.at ?? plan.until);
    const to = Math.min(closedAt ?? 0, plan.until);
    return closedAt === undefined || to <= from ? [] : { course, closedAt, at: luck.int(from, to) };
  });
  const waiting = asked.sort((a, b) => b.at - a.at);
  const samples: Sample[] = [];

  const ask = async (course: Course, closedAt: Instant, now: Instant): Promise<void> => {
    for (const name of namesOf(course)) {
      const found = await findOrder(pool, lifecycles, name, now, plainVault);
      if (found.kind !== 'found') continue;
      const declaredAt = declaredEnd(found.order, lifecycles, now);
      if (declaredAt !== null) samples.push({ closedAt, declaredAt, expected: rangeOf(found.order.expected) });
      return;
    }
  };

  return {
    atTick: async (now: Instant): Promise<void> => {
      while (waiting.length > 0 && waiting.at(-1)!.at <= now) {
        const { course, closedAt } = waiting.pop()!;
        await ask(course, closedAt, now);
      }
    },
    figures: (): Record<string, number> => figuresOf(samples),
  };
}

function rangeOf({ from, to, likely }: Order['expected'] & { likely?: Instant | null }): Sample['expected'] {
  return from === null || to === null ? null : { from, to, middle: likely ?? (from + to) / 2 };
}

/** When all that is left takes as long as it should; what is late already goes on now. */
function declaredEnd(order: Order, lifecycles: Lifecycles, now: Instant): Instant | null {
  const lifecycle = lifecycles.named(order.lifecycle);
  const path = order.status === null ? null : lifecycle?.path(order.status, END);
  if (!lifecycle || !path || order.targetAt === null) return null;
  return path
    .filter(status => status !== END)
    .reduce((at, status) => lifecycle.deadlines(status, at, [])?.targetAt ?? at, Math.max(order.targetAt, now));
}

function figuresOf(samples: readonly Sample[]): Record<string, number> {
  const declaredDays = meanOff(samples.map(({ declaredAt, closedAt }) => declaredAt - closedAt));
  const said = samples.flatMap(({ expected, ...rest }) => (expected ? { expected, ...rest } : []));
  if (said.length === 0) return { dates: samples.length, declaredDaysOff: declaredDays };
  const held = said.filter(({ expected: { from, to }, closedAt }) => from <= closedAt && closedAt <= to);
  const ours = meanOff(said.map(({ expected, closedAt }) => expected.middle - closedAt));
  const theirs = meanOff(said.map(({ declaredAt, closedAt }) => declaredAt - closedAt));
  return {
    dates: said.length,
    coverage: held.length / said.length,
    dateSkill: 1 - ours / theirs,
    expectedDaysOff: ours,
    declaredDaysOff: theirs,
  };
}

function meanOff(differences: readonly number[]): number {
  return differences.reduce((sum, one) => sum + Math.abs(one), 0) / differences.length / DAY;
}

import type { Instant } from '../../platform/clock.ts';
import { ALL_FAILURES, type Incident, NO_FAILURES, type Rates } from '../../simulator/failures.ts';
import { DAY, HOUR, MINUTE } from '../../simulator/hours.ts';
import type { System } from '../../simulator/process.ts';
import { type Random, random } from '../../simulator/random.ts';
import { type OpenStory, openStory } from '../../simulator/story.ts';
import { referenceLifecycle } from '../../test/support/reference.ts';

/** What is planted, and how often in ninety days. Of lost publishes as many again befall orders by chance, at any step. */
export const PLANTED = {
  'stopped-consumer': 4,
  'lost-publish': 5,
  flood: 3,
  'silent-system': 4,
  'clock-skew': 4,
  'endless-calculation': 8,
  'nobody-takes': 3,
} as const;
export type PlantedKind = keyof typeof PLANTED;
export const PLANTED_KINDS = Object.keys(PLANTED) as PlantedKind[];

export type Plan = {
  seed: number;
  ordersPerMonth: number;
  kinds: readonly PlantedKind[];
  from: Instant;
  /** What is counted begins here; before it there is only what makes a history. */
  counted: Instant;
  until: Instant;
  incidents: readonly Incident[];
  failures: Rates;
};

/** A Wednesday; the months after it have no holiday of the reference calendar, which the story knows nothing of. */
const FROM = Date.parse('2026-07-01T00:00:00Z');
const WARM_UP = 30 * DAY;
const QUARTER = 90 * DAY;
const LOST_BY_CHANCE = 5;

export function planQuarter({
  seed,
  ordersPerMonth,
  days = 90,
  kinds = PLANTED_KINDS,
}: {
  seed: number;
  ordersPerMonth: number;
  days?: number;
  kinds?: readonly PlantedKind[];
}): Plan {
  const counted = FROM + WARM_UP;
  const until = counted + days * DAY;
  const share = (days * DAY) / QUARTER;
  const incidents = kinds.flatMap(kind => {
    const luck = random(`judgement ${seed} ${kind}`);
    const times = Math.max(1, Math.round(PLANTED[kind] * share));
    // Each in its stretch of time, and two different ones at once where it happens so.
    const stretch = (until - counted - 4 * HOUR) / times;
    return Array.from({ length: times }, (_, nth) =>
      incident(kind, nth, Math.round(counted + stretch * nth + luck.int(0, Math.round(stretch * 0.8))), luck),
    );
  });
  const { duplicates, malformed, disagreement } = ALL_FAILURES;
  const lost = kinds.includes('lost-publish') ? (LOST_BY_CHANCE * 30) / 90 / ordersPerMonth : 0;
  const noise = { duplicates, malformed, disagreement, 'out-of-order': ALL_FAILURES['out-of-order'] };
  return {
    seed,
    ordersPerMonth,
    kinds,
    from: FROM,
    counted,
    until,
    incidents,
    failures: { ...NO_FAILURES, ...noise, 'lost-publish': lost },
  };
}

/** The same story every time, told in whatever steps. */
export function openPlanned({ seed, ordersPerMonth, from, incidents, failures }: Plan): OpenStory {
  const limits = (status: string, since: Instant) => referenceLifecycle.deadlines(status, since, [])?.dueAt ?? null;
  return openStory({ seed, ordersPerMonth, from, incidents, failures, limits });
}

/** By turns, so that each system is struck. */
const SILENT: readonly System[] = ['mes', 'crm', 'mes', 'shop'];
const STOPPED = ['mes', 'crm'] as const;
const SKEWED: readonly System[] = ['mes', 'crm', 'shop', 'mes'];

function incident(kind: PlantedKind, nth: number, at: Instant, luck: Random): Incident {
  switch (kind) {
    case 'stopped-consumer':
      return { kind, at, until: at + luck.int(3 * HOUR, 40 * HOUR), system: STOPPED[nth % STOPPED.length]! };
    case 'silent-system':
      return { kind, at, until: at + luck.int(5 * HOUR, 30 * HOUR), system: SILENT[nth % SILENT.length]! };
    case 'clock-skew': {
      const offsetMs = luck.pick([-1, 1]) * luck.skewed(6 * MINUTE, 25 * MINUTE, 2 * HOUR);
      return { kind, at, until: at + luck.int(6 * HOUR, 4 * DAY), system: SKEWED[nth % SKEWED.length]!, offsetMs };
    }
    case 'flood':
      return { kind, at, until: at + HOUR, uploads: luck.int(150, 350) };
    case 'nobody-takes':
      return { kind, at, until: at + luck.int(2 * DAY, 4 * DAY) };
    case 'lost-publish':
    case 'endless-calculation':
      return { kind, at };
    default:
      return kind satisfies never;
  }
}

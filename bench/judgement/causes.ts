import type { Instant } from '../../platform/clock.ts';
import type { Course, Hindrance, Said } from '../../simulator/course.ts';
import type { Begun } from '../../simulator/failures.ts';
import { DAY, HOUR, MINUTE } from '../../simulator/hours.ts';
import type { OpenStory } from '../../simulator/story.ts';
import { referenceLifecycle } from '../../test/support/reference.ts';
import { calendar } from '../../tracker/calendar.ts';
import { businessLimit, type Limit } from '../../tracker/service-level.ts';

/** One thing that truly went wrong, as the books have it. */
export type TrueCause = {
  /** `silent-system 2`; of what befell one order by chance: `lost-publish of ORD-1042`. */
  id: string;
  kind: Hindrance['cause'];
  /** Whose doing it is; null: of the workshop, a partner, an order. */
  system: string | null;
  at: Instant;
  /** Until when it can still be felt: the backlog has to be worked off. */
  feltUntil: Instant;
  /** When it could first be seen from outside; null: never. */
  visibleAt: Instant | null;
  /** Since when, by each name that anybody has for the order. */
  orders: ReadonlyMap<string, Instant>;
};

/** A work that has stopped shows after so long: of what it reports nothing comes, and not one message alone. */
const PATIENCE_MS = 10 * MINUTE;
/** A single message may be late instead: so late is one of twenty that are (`out-of-order`, post.ts). */
const LATE_MS = 32 * MINUTE;
/**
 * From so many on it can be told from chance: orders of which something is held back (what is said of one comes together),
 * messages that are wrongly dated, orders that come at once.
 */
const HELD_TO_BE_SEEN = 12;
const MISDATED_TO_BE_SEEN = 3;
const FLOOD_TO_BE_SEEN = 36;
/** As often a calculation tells how far it is. */
const USUAL_PROGRESS = 3;
/** How long the backlog of each lasts. */
const FELT_AFTER: { readonly [Kind in Begun['kind']]?: number } = {
  'stopped-consumer': 2 * DAY,
  flood: 2 * DAY,
  'silent-system': 6 * HOUR,
  'clock-skew': 6 * HOUR,
  'nobody-takes': 3 * DAY,
};

export function trueCauses(story: OpenStory, until: Instant): TrueCause[] {
  const courses = story.books();
  const incidents = story.incidents().filter(({ at }) => at < until);
  const shared = incidents.flatMap((incident): TrueCause | [] => {
    const felt = FELT_AFTER[incident.kind];
    if (felt === undefined) return [];
    const struck = courses.filter(({ touched }) => touched.has(incident.id));
    const ends = ('until' in incident ? incident.until : null) ?? until;
    return {
      id: incident.id,
      kind: incident.kind,
      system: 'system' in incident ? incident.system : null,
      at: incident.at,
      feltUntil: ends + felt,
      visibleAt: whenSeen(incident, struck, Math.min(ends, until)),
      orders: new Map(struck.flatMap(one => namesOf(one).map(name => [name, one.touched.get(incident.id)!] as const))),
    };
  });
  const single = courses.flatMap(course =>
    course.hindrances
      .filter(({ cause, since }) => since < until && isSingle(cause))
      .map(hindrance => ofOneOrder(course, hindrance)),
  );
  return [...shared, ...single].sort((a, b) => a.at - b.at);
}

function isSingle(cause: Hindrance['cause']): boolean {
  return ['lost-publish', 'endless-calculation', 'malformed', 'disagreement', 'failed-upload'].includes(cause);
}

function ofOneOrder(course: Course, hindrance: Hindrance): TrueCause {
  const { cause: kind, since: at, incident } = hindrance;
  const names = namesOf(course);
  return {
    id: incident ?? `${kind} of ${names[0]}`,
    kind,
    system: null,
    at,
    feltUntil: Number.POSITIVE_INFINITY,
    visibleAt: kind === 'endless-calculation' ? whenStalled(course, at) : whenMissed(course, hindrance),
    orders: new Map(names.map(name => [name, at])),
  };
}

/** As orders are called in the ledger. */
export function namesOf({ orderId, mesId, correlationId }: Course): string[] {
  return [orderId, mesId && `~mes:${mesId}`, correlationId && `~corr:${correlationId}`].filter(name => name !== null);
}

function whenSeen(incident: Begun, struck: readonly Course[], ends: Instant): Instant | null {
  const during = (at: Instant) => at >= incident.at && at < ends;
  switch (incident.kind) {
    case 'stopped-consumer':
      return incident.at;
    case 'flood': {
      const uploads = struck
        .filter(({ arranged }) => arranged?.kind === 'flood')
        .flatMap(({ said }) => said[0]?.publishedAt ?? []);
      return nth(uploads.filter(during), FLOOD_TO_BE_SEEN);
    }
    case 'silent-system': {
      const held = struck.flatMap(({ said }) => {
        const words = said.filter(
          ({ source, occurredAt, publishedAt }) =>
            source === incident.system && during(occurredAt) && publishedAt >= ends,
        );
        return words.length === 0 ? [] : Math.min(...words.map(({ occurredAt }) => occurredAt));
      });
      return nth(held, HELD_TO_BE_SEEN);
    }
    case 'clock-skew': {
      const words = struck.flatMap(({ said }) => said.filter(({ source }) => source === incident.system));
      const wrong = words.map(({ publishedAt }) => publishedAt).filter(during);
      return nth(wrong, MISDATED_TO_BE_SEEN);
    }
    case 'nobody-takes':
      return earliest(
        struck.flatMap(({ stays }) => {
          const approved = stays.find(({ status }) => status === 'MANUFACTURING_APPROVED');
          const limit = approved && declaredLimit('MANUFACTURING_APPROVED', approved.at);
          const taken = stays.find(({ status }) => status === 'MANUFACTURING_STARTED')?.at ?? Number.POSITIVE_INFINITY;
          // What was late before has another reason.
          return limit && during(limit) && limit < taken ? limit : [];
        }),
      );
    default:
      return null;
  }
}

/** Nobody hears of a calculation any more; of one that never said anything, that its price is late. */
function whenStalled(course: Course, at: Instant): Instant | null {
  const last = lastProgress(course);
  if (last) return last.publishedAt + (lastsOnly(course) ? LATE_MS : PATIENCE_MS);
  const submitted = course.stays.findLast(({ status }) => status === 'SUBMITTED');
  return submitted ? Math.max(declaredLimit('SUBMITTED', submitted.at)!, at) : null;
}

/** All its progress was reported: what is missing is a single message. */
function lastsOnly({ said }: Course): boolean {
  return said.filter(({ status, source }) => source === 'mes' && status === null).length >= USUAL_PROGRESS;
}

function lastProgress({ said }: Course): Said | undefined {
  return said.findLast(({ status, source }) => source === 'mes' && status === null);
}

/** A number is missing as soon as the next one comes; else where all others see the order, its limit passes. */
function whenMissed(course: Course, { since: at, step, cause }: Hindrance): Instant | null {
  if (cause === 'disagreement') return at;
  const later = course.said.filter(({ publishedAt }) => publishedAt > at).sort((a, b) => a.publishedAt - b.publishedAt);
  const speaker = step && speakerOf(step, course);
  const next = later.find(({ source, sequence }) => source === speaker && sequence !== null);
  const earlier = course.said.filter(({ status, publishedAt }) => status !== null && publishedAt <= at);
  const seen = earlier.reduce<Said | null>(
    (last, word) => (last && last.occurredAt > word.occurredAt ? last : word),
    null,
  );
  const limit = seen && declaredLimit(seen.status!, seen.occurredAt);
  const moved = later.find(({ status }) => status !== null && status !== seen?.status);
  const passed = limit !== null && (!moved || moved.publishedAt > limit) ? Math.max(limit, at) : null;
  const worked = step === 'PRICE_CALCULATED' ? lastProgress(course) : undefined;
  return earliest([
    ...(next ? [next.publishedAt + LATE_MS] : []),
    ...(passed === null ? [] : [passed]),
    ...(worked ? [Math.max(worked.publishedAt + LATE_MS, at)] : []),
  ]);
}

function speakerOf(step: string, { kind }: Course): string | null {
  if (step === 'SUBMITTED') return kind === 'web' ? 'shop' : 'mes';
  if (step === 'ORDER_MADE') return 'crm';
  return referenceLifecycle.owner(step);
}

const SIX_HOURS: Limit | null =
  referenceLifecycle.calendar && businessLimit('PT6H', calendar(referenceLifecycle.calendar));

/** The first limit of the status at which a rule of the reference case tells somebody. */
export function declaredLimit(status: string, since: Instant): Instant | null {
  if (status === 'MANUFACTURING_APPROVED' && SIX_HOURS) return SIX_HOURS(since, []);
  const limits = referenceLifecycle.deadlines(status, since, []);
  return limits && (status === 'SUBMITTED' ? limits.targetAt : limits.dueAt);
}

/** When there were so many; null: there never were. */
function nth(instants: readonly Instant[], many: number): Instant | null {
  return [...instants].sort((a, b) => a - b)[many - 1] ?? null;
}

function earliest(instants: readonly Instant[]): Instant | null {
  return instants.length === 0 ? null : Math.min(...instants);
}

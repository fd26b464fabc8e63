import type { Instant } from '../../platform/clock.ts';
import type { Course } from '../../simulator/course.ts';
import { DAY, MINUTE } from '../../simulator/hours.ts';
import { isOver, type Status } from '../../simulator/process.ts';
import { median } from '../peers.ts';
import { names } from './accepted.ts';
import { namesOf, type TrueCause } from './causes.ts';
import { isOf } from './matching.ts';
import type { PlantedKind } from './plan.ts';
import type { ToldFinding, ToldIncident } from './told.ts';

/** `about`: the causes behind it, the earliest first. `late`: an order of it truly stayed too long, whatever the reason. */
export type Judged = ToldIncident & { about: readonly TrueCause[]; late: boolean; right: boolean };

/** A planted cause that could be seen, and what was made of it. */
export type Outcome = {
  cause: TrueCause;
  incidents: readonly Judged[];
  /** Null: nobody was told. */
  foundAt: Instant | null;
  pages: number;
  named: boolean;
};

export type Score = { judged: readonly Judged[]; outcomes: readonly Outcome[] };

export function scoreOf(on: {
  told: readonly ToldIncident[];
  causes: readonly TrueCause[];
  courses: readonly Course[];
  planted: readonly PlantedKind[];
  counted: Instant;
  until: Instant;
}): Score {
  const { causes, courses, planted, counted, until } = on;
  const known = new Map(courses.flatMap(course => namesOf(course).map(name => [name, course] as const)));
  const judged = on.told.map((one): Judged => {
    const late = one.findings.some(finding => isTrulyLate(finding, known.get(finding.orderId ?? '')));
    const about = causes.filter(
      // A wrong clock makes nothing late: what truly is has another reason.
      cause => !(late && cause.kind === 'clock-skew') && one.findings.some(finding => isOf(finding, cause)),
    );
    return { ...one, about, late, right: about.length > 0 || late || isTrulySo(one) };
  });
  const wanted = causes.filter(
    ({ kind, at, visibleAt }) =>
      at >= counted && visibleAt !== null && visibleAt < until - 10 * MINUTE && planted.some(one => one === kind),
  );
  const outcomes = wanted.map((cause): Outcome => {
    const incidents = judged.filter(({ about }) => about.includes(cause));
    const own = incidents.filter(one => ownerOf(one) === cause);
    const findings = incidents.flatMap(one => one.findings.filter(finding => isOf(finding, cause)));
    return {
      cause,
      incidents,
      foundAt: findings.length === 0 ? null : Math.min(...findings.map(({ firstSeenAt }) => firstSeenAt)),
      pages: own.reduce((sum, { pages }) => sum + pages, 0),
      named: (own.length > 0 ? own : incidents).some(({ incident }) => names(cause, incident.causeKey)),
    };
  });
  return { judged, outcomes };
}

/** An incident of several counts for the one it names, else for the one that struck the fewest orders. */
function ownerOf({ about, incident }: Judged): TrueCause | undefined {
  const named = about.find(cause => names(cause, incident.causeKey));
  return named ?? about.toSorted((a, b) => a.orders.size - b.orders.size)[0];
}

/** By the books it was still there, or not yet at its end, when the limit that is named had passed. */
function isTrulyLate({ rule, status, limitAt, firstSeenAt }: ToldFinding, course: Course | undefined): boolean {
  if (!course || limitAt === null) return false;
  if (status === null) {
    // A promise; other findings without a status say that something was lost, which the books have as a cause.
    const end = course.stays.find(stay => isOver(stay.status))?.at ?? Number.POSITIVE_INFINITY;
    return rule === 'promised' && end > limitAt - 2 * DAY && end > firstSeenAt;
  }
  const nth = course.stays.findLastIndex(stay => stay.status === (status as Status) && stay.at <= firstSeenAt);
  return nth >= 0 && (course.stays[nth + 1]?.at ?? Number.POSITIVE_INFINITY) > limitAt;
}

/** That many came twice is so, and nobody's single failure. */
function isTrulySo({ findings }: ToldIncident): boolean {
  return findings.some(({ subject }) => subject === 'anomaly:duplicate');
}

export function figuresOf({ judged, outcomes }: Score): Record<string, number> {
  const found = outcomes.filter(({ foundAt }) => foundAt !== null);
  const minutes = found.map(({ cause, foundAt }) => Math.max(0, foundAt! - cause.visibleAt!) / MINUTE);
  const share = (part: number, whole: number) => (whole === 0 ? 1 : part / whole);
  return {
    precision: share(judged.filter(({ right }) => right).length, judged.length),
    recall: share(found.length, outcomes.length),
    pagesPerCause: share(
      outcomes.reduce((sum, { pages }) => sum + pages, 0),
      found.length,
    ),
    detectMinutes: minutes.length === 0 ? 0 : median(minutes),
    evidenceNamesCause: share(found.filter(({ named }) => named).length, found.length),
    incidents: judged.length,
    causes: outcomes.length,
  };
}

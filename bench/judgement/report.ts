import { type Instant, toIso } from '../../platform/clock.ts';
import type { Course } from '../../simulator/course.ts';
import { DAY, MINUTE } from '../../simulator/hours.ts';
import { namesOf } from './causes.ts';
import type { Judged, Outcome, Score } from './score.ts';

/** What a person needs who wants to know why a figure is what it is: by kind, and every one that was wrong or missed. */
export function reportOf({ judged, outcomes }: Score, courses: readonly Course[]): string[] {
  const known = new Map(courses.flatMap(course => namesOf(course).map(name => [name, course] as const)));
  return [
    '',
    'by rule: told, right, pages',
    ...[...Map.groupBy(judged, ({ incident }) => incident.rule)].sort().map(([rule, all]) => {
      const right = all.filter(one => one.right).length;
      return `  ${rule.padEnd(24)} ${cell(all.length)} ${cell(right)} ${cell(all.reduce((sum, { pages }) => sum + pages, 0))}`;
    }),
    '',
    'by kind of cause: could be seen, found, pages, named, median minutes',
    ...[...Map.groupBy(outcomes, ({ cause }) => cause.kind)].sort().map(([kind, all]) => {
      const found = all.filter(({ foundAt }) => foundAt !== null);
      const minutes = found.map(minutesOf).sort((a, b) => a - b);
      const pages = all.reduce((sum, one) => sum + one.pages, 0);
      const named = found.filter(one => one.named).length;
      const middle = minutes[minutes.length >> 1];
      return `  ${kind.padEnd(24)} ${cell(all.length)} ${cell(found.length)} ${cell(pages)} ${cell(named)} ${cell(Math.round(middle ?? Number.NaN))}`;
    }),
    '',
    'wrong: told, and nothing was the matter',
    ...judged.filter(({ right }) => !right).map(one => `  ${describe(one)}${whatWas(one, known)}`),
    '',
    'missed: could be seen, and nobody was told',
    ...outcomes
      .filter(({ foundAt }) => foundAt === null)
      .map(({ cause }) => `  ${cause.id} at ${when(cause.at)}, visible ${when(cause.visibleAt!)}`),
    '',
    'told more than once, or not named',
    ...outcomes.filter(({ foundAt, pages, named }) => foundAt !== null && (pages > 1 || !named)).map(describeOutcome),
  ];
}

function describeOutcome(outcome: Outcome): string {
  const { cause, incidents, pages, named } = outcome;
  const ids = incidents.map(({ incident }) => `${incident.id} ${incident.rule} ${incident.causeKey ?? '-'}`);
  const shown = ids.slice(0, 8).join('; ') + (ids.length > 8 ? ` and ${ids.length - 8} more` : '');
  return `  ${cause.id} at ${when(cause.at)}, seen after ${Math.round(minutesOf(outcome))} min: ${pages} pages${named ? '' : ', not named'} (${shown})`;
}

function minutesOf({ cause, foundAt }: Outcome): number {
  return Math.max(0, foundAt! - cause.visibleAt!) / MINUTE;
}

function describe({ incident, findings, pages }: Judged): string {
  const subjects = findings.slice(0, 3).map(({ subject, status }) => (status ? `${subject} in ${status}` : subject));
  const cause = incident.causeKey ? `, ${incident.causeKey}` : '';
  return `${incident.id} ${incident.rule} ${when(incident.openedAt)}, ${pages} pages${cause}: ${findings.length} findings, ${subjects.join(', ')}`;
}

/** What the order was truly doing then. */
function whatWas({ findings }: Judged, known: ReadonlyMap<string, Course>): string {
  const first = findings.find(({ orderId }) => orderId !== null);
  const course = known.get(first?.orderId ?? '');
  if (!first || !course) return '';
  const around = course.stays.filter(({ at }) => Math.abs(at - first.firstSeenAt) < 3 * DAY);
  const touched = [...course.touched.keys()].join(', ');
  return `; truly ${around.map(({ status, at }) => `${status} ${when(at)}`).join(' → ') || course.stays.at(-1)?.status}${touched ? ` (${touched})` : ''}`;
}

function when(at: Instant): string {
  return toIso(at).slice(5, 16);
}

function cell(value: number): string {
  return String(value).padStart(5);
}

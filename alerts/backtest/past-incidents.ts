import type { Instant } from '../../platform/clock.ts';
import type { Subject } from '../finding.ts';
import { aboutOf } from '../join-findings.ts';
import type { IncidentSettings } from '../settings.ts';
import { isWorse, type Severity } from '../severity.ts';
import type { PastFinding } from './past-finding.ts';

/** A stretch in which people would be told of an incident, from the first step of its chain on. */
export type Course = { from: Instant; to: Instant; severity: Severity };

/** An incident as it would have been, nobody having taken it on. */
export type PastIncident = {
  about: string;
  openedAt: Instant;
  /** Null: it is so still. */
  endedAt: Instant | null;
  courses: readonly Course[];
};

type Grouping = Pick<IncidentSettings, 'groupWithinMs' | 'reopenWithinMs' | 'flapsAfter'>;

type Standing = {
  about: string;
  openedAt: Instant;
  endedAt: Instant | null;
  lastJoinedAt: Instant;
  reopenedAt: Instant[];
  flapping: boolean;
  open: Set<PastFinding>;
  course: { from: Instant; severity: Severity } | null;
  courses: Course[];
};

/** What happens to the findings, in its order: what is over is over before something else is found. */
type Turn = { at: Instant; finding: PastFinding; kind: 'ended' | 'raised' | 'worse'; severity: Severity };
const TURNS = { ended: 0, worse: 1, raised: 2 } as const;

/**
 * The incidents of what a rule would have found, by what they are about and when (join-findings.ts), with when people
 * would have been told of each. Causes that several rules share are not known of the past, so none of them joins here.
 */
export function pastIncidents(findings: readonly PastFinding[], settings: Grouping): PastIncident[] {
  const all: Standing[] = [];
  const lastAbout = new Map<string, Standing>();
  const lastOf = new Map<Subject, Standing>();
  const within = new Map<PastFinding, Standing>();

  for (const [, turns] of Map.groupBy(turnsOf(findings), ({ at, kind }) => `${at} ${kind}`)) {
    const { at, kind } = turns[0]!;
    if (kind === 'ended') for (const { finding } of turns) leave(within.get(finding)!, finding, at);
    else if (kind === 'worse') for (const { finding, severity } of turns) raise(within.get(finding)!, severity, at);
    else {
      for (const [about, group] of Map.groupBy(turns, ({ finding }) => aboutOfPast(finding))) {
        const severity = group.map(turn => turn.severity).reduce((worst, one) => (isWorse(one, worst) ? one : worst));
        const incident = place(
          group.map(({ finding }) => finding),
          about,
          severity,
          at,
        );
        for (const { finding } of group) {
          incident.open.add(finding);
          within.set(finding, incident);
          lastOf.set(finding.subject, incident);
        }
        lastAbout.set(about, incident);
      }
    }
  }
  for (const incident of all) if (incident.course) stop(incident, Number.POSITIVE_INFINITY);
  return all;

  function place(found: readonly PastFinding[], about: string, severity: Severity, at: Instant): Standing {
    const own = found.flatMap(({ subject }) => lastOf.get(subject) ?? []).filter(one => one.about === about);
    const latest = lastAbout.get(about);
    const isGrouped = found[0]!.orderId !== null;
    const joinable = latest && (!isGrouped || at - latest.lastJoinedAt <= settings.groupWithinMs) ? [latest] : [];
    const joins = [...joinable, ...own].find(({ endedAt }) => endedAt === null);
    if (joins) {
      joins.lastJoinedAt = at;
      raise(joins, severity, at);
      return joins;
    }
    const back = own.find(({ endedAt }) => at - endedAt! <= settings.reopenWithinMs);
    if (back) return reopen(back, severity, at, settings);
    const incident: Standing = {
      ...{ about, openedAt: at, endedAt: null, lastJoinedAt: at, reopenedAt: [], flapping: false },
      ...{ open: new Set<PastFinding>(), course: { from: at, severity }, courses: [] },
    };
    all.push(incident);
    return incident;
  }
}

function reopen(incident: Standing, severity: Severity, at: Instant, settings: Grouping): Standing {
  incident.reopenedAt.push(at);
  const last = incident.reopenedAt.slice(-settings.flapsAfter);
  const flaps =
    last.length === settings.flapsAfter &&
    last.every((one, nth) => nth === 0 || one - last[nth - 1]! <= settings.reopenWithinMs);
  Object.assign(incident, { endedAt: null, lastJoinedAt: at, flapping: incident.flapping || flaps });
  if (!incident.flapping) incident.course = { from: at, severity };
  return incident;
}

/** Worse than it was: whoever was told of it is told anew. */
function raise(incident: Standing, severity: Severity, at: Instant): void {
  if (!incident.course || !isWorse(severity, incident.course.severity)) return;
  stop(incident, at);
  incident.course = { from: at, severity };
}

function leave(incident: Standing, finding: PastFinding, at: Instant): void {
  incident.open.delete(finding);
  if (incident.open.size > 0) return;
  incident.endedAt = at;
  if (incident.course) stop(incident, at);
}

function stop(incident: Standing, at: Instant): void {
  incident.courses.push({ ...incident.course!, to: at });
  incident.course = null;
}

function turnsOf(findings: readonly PastFinding[]): Turn[] {
  const turns = findings.flatMap((finding): Turn[] => [
    ...finding.severities.map(
      ({ at, severity }, nth): Turn => ({ at, severity, finding, kind: nth === 0 ? 'raised' : 'worse' }),
    ),
    ...(finding.endedAt === null
      ? []
      : [{ at: finding.endedAt, finding, kind: 'ended' as const, severity: finding.severities.at(-1)!.severity }]),
  ]);
  return turns.sort((a, b) => a.at - b.at || TURNS[a.kind] - TURNS[b.kind]);
}

function aboutOfPast({ orderId, owner, status, subject }: PastFinding): string {
  const rest = { stay: '', severity: 'info', since: null, limitAt: null, limit: null, detail: null } as const;
  return aboutOf({ orderId, owner, status, subject, ...rest });
}

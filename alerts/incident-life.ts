import type { Instant } from '../platform/clock.ts';
import type { Cause } from './evidence.ts';
import type { Found } from './finding.ts';
import type { Incident, IncidentEvent } from './incident.ts';
import type { IncidentSettings, Rule } from './settings.ts';
import type { Severity } from './severity.ts';

/** What becomes of an incident: each function gives it as it is afterwards. The database is written by others. */

export type NewIncident = Omit<Incident, 'id'>;

/** What an incident needs to know of the rule. */
export type RuleFacts = Pick<Rule, 'name' | 'hash' | 'title' | 'shadow'>;

export function opened(
  rule: RuleFacts,
  { about, cause, first }: { about: string; cause: Cause | null; first: Found },
  now: Instant,
): NewIncident {
  return {
    rule: rule.name,
    ruleHash: rule.hash,
    about,
    severity: first.severity,
    state: 'open',
    shadow: rule.shadow,
    title: rule.title,
    limit: first.limit,
    cause: cause?.text ?? null,
    causeKey: cause?.key ?? null,
    causeEndedAt: null,
    suspect: false,
    storm: false,
    customers: 'usual',
    customersBy: null,
    customersAt: null,
    verdict: null,
    verdictBy: null,
    verdictAt: null,
    mergedInto: null,
    openedAt: now,
    lastJoinedAt: now,
    lastSeenAt: now,
    seen: 0,
    reopened: 0,
    flapping: false,
    acknowledgedBy: null,
    acknowledgedAt: null,
    until: null,
    resolvedAt: null,
    resolvedBy: null,
    resolution: null,
    step: 0,
    round: 0,
    nextStepAt: rule.shadow ? null : now,
    version: 1,
    traceparent: null,
  };
}

/** `flapping`: it comes and goes, so nobody is told any more, and it rests only when it has been quiet for a while. */
export function reopened(incident: Incident, now: Instant, { flapping }: { flapping: boolean }): Incident {
  return begun(
    { ...unowned(incident), resolvedAt: null, resolvedBy: null, resolution: null, flapping },
    // What comes back after its cause has ended has its whole limit from now.
    { causeEndedAt: incident.causeEndedAt === null ? null : now, reopened: incident.reopened + 1, lastJoinedAt: now },
    now,
  );
}

export function joined(incident: Incident, now: Instant): Incident {
  return { ...incident, lastJoinedAt: now, version: incident.version + 1 };
}

/** It became known what caused it. Who was told of it is not told again. */
export function explained(incident: Incident, { key, text }: Cause): Incident {
  return { ...incident, cause: text, causeKey: key, causeEndedAt: null, version: incident.version + 1 };
}

/** Whether what we know of it may be late or wrong. */
export function trusted(incident: Incident, { suspect }: { suspect: boolean }): Incident {
  return incident.suspect === suspect ? incident : { ...incident, suspect, version: incident.version + 1 };
}

/** `at` null: what caused it is back. */
export function causeEnded(incident: Incident, at: Instant | null): Incident {
  return { ...incident, causeEndedAt: at, version: incident.version + 1 };
}

/** So much at once is one matter, of which customers are told when a person says so. */
export function stormed(incident: Incident): Incident {
  return { ...held(incident), storm: true };
}

/** Customers are told of delays only when a person says so, unless one has already. */
export function held(incident: Incident): Incident {
  const { customers, version } = incident;
  return { ...incident, customers: customers === 'usual' ? 'held' : customers, version: version + 1 };
}

/** It turned out to be the same matter as another one, which is told of further. */
export function merged(incident: Incident, into: number, now: Instant): Incident {
  return { ...closed(incident, { by: null, resolution: 'merged' }, now), mergedInto: into };
}

/**
 * With the orders of another one comes what was said of their customers: who was not to be told is not told by a merger.
 * Of two persons the last word counts; whom somebody has released before these came waits with them.
 */
export function withCustomersOf(incident: Incident, other: Incident): Incident {
  const { customers, customersBy, customersAt } = latestWord(incident, other);
  return { ...incident, storm: incident.storm || other.storm, customers, customersBy, customersAt };
}

function latestWord(one: Incident, other: Incident): Pick<Incident, 'customers' | 'customersBy' | 'customersAt'> {
  const both = [one, other];
  if (both.some(({ customers }) => customers === 'refused')) {
    const said = both.filter(({ customers }) => customers === 'refused' || customers === 'released');
    return said.reduce((last, word) => ((word.customersAt ?? 0) > (last.customersAt ?? 0) ? word : last));
  }
  return both.find(({ customers }) => customers === 'held') ?? one;
}

/** It has grown far beyond what somebody took on: that was something less. */
export function grown(incident: Incident, now: Instant): Incident {
  return begun(unowned(incident), {}, now);
}

/** It is worse than those thought who were told of it, or who took it on: the escalation begins anew. */
export function raised(incident: Incident, severity: Severity, now: Instant): Incident {
  if (incident.state !== 'snoozed') return begun({ ...unowned(incident), severity }, {}, now);
  return { ...incident, severity, step: 0, round: 0, version: incident.version + 1 };
}

export function rated(incident: Incident, severity: Severity): Incident {
  return { ...incident, severity, version: incident.version + 1 };
}

export function closed(
  incident: Incident,
  { by, resolution }: { by: string | null; resolution: string },
  now: Instant,
): Incident {
  return {
    ...incident,
    state: 'resolved',
    until: null,
    resolvedAt: now,
    resolvedBy: by,
    resolution,
    nextStepAt: null,
    version: incident.version + 1,
  };
}

export function acknowledged(
  incident: Incident,
  { by, until }: { by: string; until: Instant },
  now: Instant,
): Incident {
  return {
    ...incident,
    state: 'acknowledged',
    acknowledgedBy: by,
    // Who takes it over has not had it for as long as the one before.
    acknowledgedAt: incident.acknowledgedBy === by ? (incident.acknowledgedAt ?? now) : now,
    until,
    nextStepAt: null,
    version: incident.version + 1,
  };
}

export function snoozed(incident: Incident, until: Instant): Incident {
  return { ...incident, state: 'snoozed', until, nextStepAt: null, version: incident.version + 1 };
}

/** Somebody has said whether customers are told of delays of its orders. */
export function askedAboutCustomers(
  incident: Incident,
  { by, customers }: { by: string; customers: 'released' | 'refused' },
  now: Instant,
): Incident {
  return { ...incident, customers, customersBy: by, customersAt: now, version: incident.version + 1 };
}

/** An acknowledgement or a snooze has ended: it is told at the level that it had come to. */
export function openAgain(incident: Incident, now: Instant): Incident {
  return {
    ...unowned(incident),
    step: Math.max(incident.step - 1, 0),
    nextStepAt: isTold(incident) ? now : null,
    version: incident.version + 1,
  };
}

/** What its history says of that. */
export function endOfWait({ state, acknowledgedBy }: Incident): Pick<IncidentEvent, 'kind' | 'detail'> {
  if (state === 'snoozed') return { kind: 'snooze_ended', detail: {} };
  return { kind: 'acknowledgement_ended', detail: { of: acknowledgedBy } };
}

/** Whether the times at which it came back, the last one first and this one being `now`, are those of one that flaps. */
export function flaps(
  times: readonly Instant[],
  now: Instant,
  { flapsAfter, reopenWithinMs }: Pick<IncidentSettings, 'flapsAfter' | 'reopenWithinMs'>,
): boolean {
  const all = [now, ...times].slice(0, flapsAfter);
  return all.length === flapsAfter && all.every((at, nth) => nth === 0 || all[nth - 1]! - at <= reopenWithinMs);
}

function begun(incident: Incident, changes: Partial<Incident>, now: Instant): Incident {
  return {
    ...incident,
    ...changes,
    step: 0,
    round: 0,
    nextStepAt: isTold(incident) ? now : null,
    version: incident.version + 1,
  };
}

function unowned(incident: Incident): Incident {
  return { ...incident, state: 'open', acknowledgedBy: null, acknowledgedAt: null, until: null };
}

function isTold({ shadow, flapping }: Incident): boolean {
  return !shadow && !flapping;
}

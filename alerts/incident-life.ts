import type { Instant } from '../platform/clock.ts';
import type { Found } from './finding.ts';
import type { Incident, IncidentEvent } from './incident.ts';
import type { IncidentSettings, Rule } from './settings.ts';
import type { Severity } from './severity.ts';

/** What becomes of an incident: each function gives it as it is afterwards. The database is written by others. */

export type NewIncident = Omit<Incident, 'id'>;

/** What an incident needs to know of the rule. */
export type RuleFacts = Pick<Rule, 'name' | 'hash' | 'title' | 'shadow'>;

export function opened(rule: RuleFacts, about: string, first: Found, now: Instant): NewIncident {
  return {
    rule: rule.name,
    ruleHash: rule.hash,
    about,
    severity: first.severity,
    state: 'open',
    shadow: rule.shadow,
    title: rule.title,
    limit: first.limit,
    cause: null,
    causeKey: null,
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
  };
}

/** `flapping`: it comes and goes, so nobody is told any more, and it rests only when it has been quiet for a while. */
export function reopened(incident: Incident, now: Instant, { flapping }: { flapping: boolean }): Incident {
  return begun(
    { ...unowned(incident), resolvedAt: null, resolvedBy: null, resolution: null, flapping },
    { reopened: incident.reopened + 1, lastJoinedAt: now },
    now,
  );
}

export function joined(incident: Incident, now: Instant): Incident {
  return { ...incident, lastJoinedAt: now, version: incident.version + 1 };
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

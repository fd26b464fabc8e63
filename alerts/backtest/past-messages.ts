import type { Instant } from '../../platform/clock.ts';
import { type Decision, decide, type Position } from '../escalation.ts';
import type { OnCallOverride } from '../on-call.ts';
import { whomItMeans } from '../reach.ts';
import { chainOf } from '../route-of.ts';
import type { AlertSettings, Chain, Step } from '../settings.ts';
import type { Severity } from '../severity.ts';
import type { Course, PastIncident } from './past-incidents.ts';

/** How many messages would have told of incidents, between the two ways in which people may answer. */
export type PastMessages = {
  /** Whoever was told first took it on. */
  atLeast: number;
  /** Nobody ever answered. */
  atMost: number;
};

const SLACK = 'slack';

/**
 * By the route and the chains as they are declared, and who was on call, stood in or was away then. Silences are left
 * out, and the words at the end to those who were told. Of what began before `since` nothing is counted.
 */
export function countMessages(
  rule: string,
  incidents: readonly PastIncident[],
  { settings, overrides, since, until }: { settings: AlertSettings; overrides: readonly OnCallOverride[] } & Stretch,
): PastMessages {
  const counts = { atLeast: 0, atMost: 0 };
  for (const { about, courses } of incidents) {
    for (const course of courses) {
      if (course.from < since || course.from > until) continue;
      const chain = chainOf(settings, { rule, about, severity: course.severity });
      if (chain === null) continue;
      const told = [...tellings(chain, { ...course, to: Math.min(course.to, until) }, settings, overrides)];
      counts.atLeast += told[0] ?? 0;
      counts.atMost += told.reduce((sum, people) => sum + people, 0);
    }
  }
  return counts;
}

type Stretch = { since: Instant; until: Instant };

/** How many people each telling reaches, as the escalation would take the steps. */
function* tellings(
  chain: Chain,
  { from, to, severity }: Course,
  settings: AlertSettings,
  overrides: readonly OnCallOverride[],
): Iterable<number> {
  let next: (Position & { at: Instant }) | null = { step: 0, round: 0, at: from };
  while (next !== null && next.at < to) {
    const now: Instant = next.at;
    const people = chain.steps.map(step => whoCanBeTold(settings, overrides, step, severity, now));
    const decision: Decision<string> = decide(chain, { ...next, since: from }, people, now);
    if (decision.told) yield decision.told.people.length;
    next = decision.next;
  }
}

/** Those who have an address for one of the channels; who had linked a chat at that time is not known. */
function whoCanBeTold(
  settings: AlertSettings,
  overrides: readonly OnCallOverride[],
  step: Step,
  severity: Severity,
  now: Instant,
): string[] {
  const then = overrides.filter(({ from, until }) => from <= now && now < until);
  return whomItMeans(settings, then, step, now).filter(name => {
    if (name === SLACK) return true;
    const person = Object.hasOwn(settings.people, name) ? settings.people[name] : undefined;
    const channels = step.channels ?? person?.channels[severity] ?? [];
    return channels.some(channel => (channel === 'sms' ? person?.phone : channel === 'email' ? person?.email : null));
  });
}

import type { Instant } from '../platform/clock.ts';
import type { OrderKey } from '../tracker/event.ts';
import type { Subject } from './finding.ts';
import type { Incident } from './incident.ts';
import type { Severity } from './severity.ts';

/**
 * What a silence is about: all that is named must be so, each by one of its values. Severity and `about` are the
 * incident's; rule, subject, order and partner must be so of everything in it, lest one silenced order hide a hundred
 * others, or one silenced rule what others have found of the same cause.
 */
export type SilenceMatch = {
  rule?: readonly string[];
  severity?: readonly Severity[];
  about?: readonly string[];
  subject?: readonly Subject[];
  order?: readonly OrderKey[];
  partner?: readonly string[];
};

export type Silence = {
  id: number;
  /** `maintenance`: planned work, which may be about everything. */
  kind: 'silence' | 'maintenance';
  match: SilenceMatch;
  from: Instant;
  until: Instant;
  author: string;
  reason: string;
  createdAt: Instant;
  /** Before its time. */
  endedAt: Instant | null;
  endedBy: string | null;
};

/** Something that is open in an incident. */
export type Content = { rule: string; subject: Subject; orderId: OrderKey | null; partner: string | null };

/** Whether it can't be said by the incident alone. */
export function asksForContents({ rule, subject, order, partner }: SilenceMatch): boolean {
  return rule !== undefined || subject !== undefined || order !== undefined || partner !== undefined;
}

export function matches(
  match: SilenceMatch,
  incident: Pick<Incident, 'rule' | 'severity' | 'about'>,
  contents: readonly Content[],
): boolean {
  return (
    isOneOf(match.severity, incident.severity) &&
    isOneOf(match.about, incident.about) &&
    (contents.length > 0 ? contents.every(content => matchesContent(match, content)) : isOfRule(match, incident))
  );
}

/** One in which nothing is open at this moment is still the matter of the rule that opened it. */
function isOfRule({ rule, ...match }: SilenceMatch, incident: Pick<Incident, 'rule'>): boolean {
  return isOneOf(rule, incident.rule) && !asksForContents(match);
}

function matchesContent(match: SilenceMatch, { rule, subject, orderId, partner }: Content): boolean {
  return (
    isOneOf(match.rule, rule) &&
    isOneOf(match.subject, subject) &&
    isOneOf(match.order, orderId) &&
    isOneOf(match.partner, partner)
  );
}

/** What is not named may be anything. */
function isOneOf<T>(named: readonly T[] | undefined, value: T | null): boolean {
  return named === undefined || (value !== null && named.includes(value));
}

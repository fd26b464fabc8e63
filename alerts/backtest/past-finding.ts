import type { Instant } from '../../platform/clock.ts';
import type { OrderKey } from '../../tracker/event.ts';
import type { Subject } from '../finding.ts';
import type { Severity } from '../severity.ts';

/** What a rule would have found, from when to when. */
export type PastFinding = {
  subject: Subject;
  /** Null: it is about something else. */
  orderId: OrderKey | null;
  stay: string;
  status: string | null;
  /** The system whose move was missing. */
  owner: string | null;
  raisedAt: Instant;
  /** Null: it is so still. */
  endedAt: Instant | null;
  /** How urgent it was from when on; the first is that with which it was raised, each is worse than the one before. */
  severities: readonly { at: Instant; severity: Severity }[];
  /** The event by which the order had come into its present stay when it was raised; null where it is about no order. */
  stayEvent: string | null;
};

/** A limit of a rule, and when what is looked at comes to it. */
export type PastLevel = { at: Instant; severity: Severity };

/** What a rule has against an order for as long as nothing else is known of it: nothing before its first limit. */
export type Claim = {
  /** As of a finding: '' for what is about no stay. */
  stay: string;
  status: string | null;
  owner: string | null;
  levels: readonly PastLevel[];
  /** When a rule that looks only at what came so long ago looks at the order; left out: at every tick. */
  looks?: readonly Instant[];
};

/** Like `stayOf` (finding.ts), for nobody to read: written as a date it would be a twentieth of what all of this costs. */
export function stayName(status: string, since: Instant): string {
  return `${status}@${since}`;
}

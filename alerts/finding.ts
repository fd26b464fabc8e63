import type { Instant } from '../platform/clock.ts';
import type { OrderKey } from '../tracker/event.ts';
import type { LocalizedText } from '../tracker/lifecycle.ts';
import type { Usual } from '../tracker/usual.ts';
import type { Severity } from './severity.ts';

/** What a finding is about: `order:ORD-1042`, `queue:mes.calc`, `source:mes`, `partner:acme`, `rule:price-missing`. */
export type Subject = string;

/** `alertmanager`: told by its webhook; the same thing may be found by both. */
export type Origin = 'rule' | 'alertmanager';

/** One thing that a rule finds to be so now. */
export type Found = {
  subject: Subject;
  /** Null: it is about something else. */
  orderId: OrderKey | null;
  /** The stay in a status that it is about (`stayOf`); '' for what has none. */
  stay: string;
  severity: Severity;
  status: string | null;
  /** When the stay began, or what is wrong did. */
  since: Instant | null;
  /** Which was passed. */
  limitAt: Instant | null;
  /** The same as a length, ISO 8601; null where there is none. */
  limit: string | null;
  /** The system whose move is missing. Orders that wait for the same one are grouped. */
  owner: string | null;
  /** One sentence with the numbers, for people; null where the title of the rule says it all. */
  detail: LocalizedText | null;
};

export type Resolution = 'moved_on' | 'no_longer' | 'frozen' | 'by_hand' | 'rule_gone';

/** What was thought of a finding when it was made. */
export type Thought = Pick<OpenFinding, 'causeKey' | 'suspect' | 'usual'>;
export const NO_THOUGHT: Thought = { causeKey: null, suspect: null, usual: null };

/** A finding as it stands in the database and is not resolved. */
export type OpenFinding = Omit<Found, 'limit'> & {
  rule: string;
  origin: Origin;
  incidentId: number;
  firstSeenAt: Instant;
  causeKey: string | null;
  /** Why what we know may be late or wrong; null: nothing speaks against it. */
  suspect: LocalizedText | null;
  usual: Usual | null;
};

export function orderSubject(orderId: OrderKey): Subject {
  return `order:${orderId}`;
}

/** The same stay has the same name, whoever looks. */
export function stayOf(status: string, since: Instant): string {
  return `${status}@${new Date(since).toISOString()}`;
}

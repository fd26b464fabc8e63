import type { Instant } from '../platform/clock.ts';
import type { LocalizedText } from '../tracker/lifecycle.ts';
import type { Severity } from './severity.ts';

export const INCIDENT_STATES = ['open', 'acknowledged', 'snoozed', 'resolved'] as const;
export type IncidentState = (typeof INCIDENT_STATES)[number];

/** `held`: not before a person has said whether they are. */
export const CUSTOMER_TELLINGS = ['usual', 'held', 'released', 'refused'] as const;
export type CustomerTelling = (typeof CUSTOMER_TELLINGS)[number];

export const INCIDENT_VERDICTS = ['real', 'not_real', 'our_data'] as const;
export type IncidentVerdict = (typeof INCIDENT_VERDICTS)[number];

export type Incident = {
  id: number;
  rule: string;
  ruleHash: string;
  /** What it is about beside the rule: the system whose move is missing (`mes`), else the subject (`queue:mes.calc`). */
  about: string;
  severity: Severity;
  state: IncidentState;
  shadow: boolean;
  title: LocalizedText;
  /** ISO 8601 duration. */
  limit: string | null;
  /** What most likely caused it, in one sentence; null: nothing points anywhere. */
  cause: LocalizedText | null;
  /** The same cause has the same key, whichever rule found what it did. */
  causeKey: string | null;
  /** When what caused it was over; null: it is so, or there is none. */
  causeEndedAt: Instant | null;
  /** What we know may be late or wrong. */
  suspect: boolean;
  /** So much at once that it is one matter, whatever caused it. */
  storm: boolean;
  /** Whether customers are told of delays of its orders. */
  customers: CustomerTelling;
  /** Who said so, and when. */
  customersBy: string | null;
  customersAt: Instant | null;
  /** Whether it was real, as somebody who looked at it said. */
  verdict: IncidentVerdict | null;
  verdictBy: string | null;
  verdictAt: Instant | null;
  /** The incident that it turned out to be the same matter as. */
  mergedInto: number | null;
  openedAt: Instant;
  lastJoinedAt: Instant;
  lastSeenAt: Instant;
  seen: number;
  reopened: number;
  flapping: boolean;
  acknowledgedBy: string | null;
  acknowledgedAt: Instant | null;
  until: Instant | null;
  resolvedAt: Instant | null;
  resolvedBy: string | null;
  resolution: string | null;
  step: number;
  round: number;
  nextStepAt: Instant | null;
  version: number;
  /** W3C: where what is told of it goes on; null: it is of no order, and nothing was traced when it was found. */
  traceparent: string | null;
};

export const INCIDENT_EVENT_KINDS = [
  'opened',
  /** More of the same; `detail`: { orders, first }. */
  'joined',
  /** It became more urgent; `detail`: { from, to }. */
  'raised',
  'reopened',
  'flapping',
  'acknowledged',
  'acknowledgement_ended',
  'snoozed',
  'snooze_ended',
  /** `detail`: Told. */
  'told',
  /** A step that had nobody. */
  'nobody_to_tell',
  'silenced',
  /** Some of its orders moved on while others stay; `detail`: { orders, first }. */
  'left',
  'resolved',
  'note',
  /** It became known what caused it; `detail`: { key, en, ru }. */
  'cause',
  'cause_ended',
  /** Orders that stay stuck for another reason went to another incident; `detail`: { orders, first, to }. */
  'parted',
  /** It turned out to be the same matter as another one; `detail`: { into } or, of that one, { from }. */
  'merged',
  /** So much at once that it is one matter; `detail`: { incidents } or { share, status }. */
  'storm',
  /** What we know may be late or wrong; `detail`: { en, ru }. */
  'suspect',
  'trusted',
  /** Somebody said whether customers are told of delays; `detail`: { customers }. */
  'customers',
  /** Somebody said whether it was real; `detail`: { verdict }. */
  'verdict',
] as const;
export type IncidentEventKind = (typeof INCIDENT_EVENT_KINDS)[number];

export type IncidentEvent = {
  incidentId: number;
  at: Instant;
  kind: IncidentEventKind;
  /** A person or a key; null: Orderwatch. */
  by: string | null;
  detail: Readonly<Record<string, unknown>>;
};

/** Of an event `told`: who got which message in which step. */
export type Told = {
  step: number;
  round: number;
  people: readonly { recipient: string; name: string; channel: string; messageId: string }[];
};

/** What messages, links and pushes call it: `incident:31`. */
export function incidentName(id: number): string {
  return `incident:${id}`;
}

import type { Instant } from '../platform/clock.ts';
import type { LocalizedText } from '../tracker/lifecycle.ts';
import type { Severity } from './severity.ts';

export const INCIDENT_STATES = ['open', 'acknowledged', 'snoozed', 'resolved'] as const;
export type IncidentState = (typeof INCIDENT_STATES)[number];

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
  cause: string | null;
  suspect: boolean;
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

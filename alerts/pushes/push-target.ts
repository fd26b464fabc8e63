import type { Instant } from '../../platform/clock.ts';
import type { PushedIncident } from './pushed-incident.ts';

export type PushTargetName = 'alertmanager' | 'pagerduty' | 'webhook';

/** What came of telling it. `said`: its words, for whoever looks at the row. */
export type PushResult =
  | { kind: 'taken' }
  /** It is out of order; nothing else gets through either. */
  | { kind: 'failed'; said: string; retryAfterMs: number | null }
  /** It does not take this one. */
  | { kind: 'refused'; said: string };

/** A system outside that is told how incidents stand. */
export interface PushTarget {
  readonly name: PushTargetName;
  /** After which it has to be told again what has not changed; null: it forgets nothing. */
  readonly renewMs: number | null;
  /** How many incidents it is told in one call. */
  readonly batch: number;
  /** It is not told what only Alertmanager has found. */
  readonly onlyOwn: boolean;
  /** It wakes people by itself: while a silence holds an incident, it is not told that this has begun. */
  readonly wakesPeople: boolean;
  /** Never rejects for what the network or the other side does. */
  push(incidents: readonly PushedIncident[], now: Instant): Promise<PushResult>;
  stop(): void;
}

import type { Instant } from '../../platform/clock.ts';
import type { Person } from '../decisions/own-event.ts';
import type { OrderKey } from '../event.ts';

export const CORRECTION_STATES = ['proposed', 'done', 'rejected', 'withdrawn', 'expired', 'overtaken'] as const;
export type CorrectionState = (typeof CORRECTION_STATES)[number];

/** `none`: nobody is told of this move; `usual`: whoever is told of it always is; `own`: the customer reads `words`. */
export const NOTIFY = ['none', 'usual', 'own'] as const;
export type Notify = (typeof NOTIFY)[number];

export type Telling = { notify: Exclude<Notify, 'own'>; words: null } | { notify: 'own'; words: string };

/** What somebody wants put right. */
export type AskedCorrection = {
  orderId: OrderKey;
  to: string;
  reason: string;
  /** When it was so, by their word; null: now. */
  occurredAt: Instant | null;
  telling: Telling;
  /** CRM and MES are told. */
  publish: boolean;
};

/** A correction as it is kept. */
export type Correction = Omit<AskedCorrection, 'telling'> & {
  id: number;
  state: CorrectionState;
  from: string | null;
  notify: Notify;
  /** Until it is decided. */
  words: string | null;
  /** Of the order, as the proposer saw it. */
  version: string;
  proposer: Person;
  askedAt: Instant;
  expiresAt: Instant | null;
  decider: Person | null;
  decidedAt: Instant | null;
  /** Why, in the words of who decided. */
  decision: string | null;
  eventId: string | null;
};

import type { Instant } from '../platform/clock.ts';
import type { Chains, Position } from './event-order.ts';
import type { Pause } from './service-level.ts';
import type { Words } from './traits.ts';

/** What one system says about the order: its last claim. */
export type View = { status: string; at: Instant; eventId: string };

/** The order came into a status by this event. The list of them is the order's history. */
export type Stay = { status: string; at: Instant; eventId: string };

export const ANOMALY_KINDS = [
  'gap',
  'illegal_transition',
  'divergence',
  'future_dated',
  'past_dated',
  'event_id_conflict',
  'member_id_conflict',
  'identity_conflict',
] as const;
export type AnomalyKind = (typeof ANOMALY_KINDS)[number];

/** Something that should not be, told by one event. Unique by kind and event within its order. */
export type Anomaly = { kind: AnomalyKind; eventId: string; at: Instant; detail: string };

/** What the incremental fold needs to go on without the events before. */
export type Memory = {
  head: Position | null;
  chains: Chains;
  /** Every status that a source has claimed, by source. */
  claims: Readonly<Record<string, readonly string[]>>;
  history: readonly Stay[];
  /** What the lifecycle was chosen by. */
  words: Words;
  /** A source went back to a status it had left; kept because later events don't undo that it did. */
  relapses: readonly Anomaly[];
  frozenSince: Instant | null;
  /** It was frozen by the rule of its present stay (freeze-due.ts), and by nobody else: it thaws when it moves on. */
  frozenByRule: boolean;
  /** When the present stay was frozen before. */
  pauses: readonly Pause[];
  /** A person has said which order this provisional one is; `order: null`, that it is none of those known. */
  decided: { order: string | null } | null;
};

/** What the events of one order add up to. A function of their set: see fold.ts. */
export type OrderState = {
  status: string | null;
  confirmed: boolean;
  statusSince: Instant | null;
  targetAt: Instant | null;
  dueAt: Instant | null;
  promisedAt: Instant | null;
  frozen: boolean;
  ids: Readonly<Record<string, string>>;
  sources: Readonly<Record<string, View>>;
  correlationId: string | null;
  partner: string | null;
  customerId: string | null;
  eventCount: number;
  firstEventAt: Instant | null;
  lastEventAt: Instant | null;
  memory: Memory;
};

export const emptyState: OrderState = {
  status: null,
  confirmed: false,
  statusSince: null,
  targetAt: null,
  dueAt: null,
  promisedAt: null,
  frozen: false,
  ids: {},
  sources: {},
  correlationId: null,
  partner: null,
  customerId: null,
  eventCount: 0,
  firstEventAt: null,
  lastEventAt: null,
  memory: {
    head: null,
    chains: {},
    claims: {},
    history: [],
    words: {},
    relapses: [],
    frozenSince: null,
    frozenByRule: false,
    pauses: [],
    decided: null,
  },
};

import type { Instant } from '../platform/clock.ts';
import type { Begun, Cause } from './failures.ts';
import type { Customer } from './people.ts';
import type { Status, System } from './process.ts';
import type { Random } from './random.ts';

/** One order as it truly is: what happened to it, what was said about it, and what keeps it. */
export type Course = {
  kind: 'web' | 'upload';
  /** Of its own, so that what befalls one order changes no other. */
  random: Random;
  orderId: string | null;
  mesId: string | null;
  correlationId: string | null;
  partner: string | null;
  customer: Customer;
  traceId: string;
  promisedAt: Instant | null;
  /** Calculated before all others. */
  express: boolean;
  /** One of hundreds, uploaded to learn what each would cost: few of them are ordered. */
  priceOnly: boolean;
  /** Calculated after all others, for hours. */
  large: boolean;
  plan: Plan;
  /** The statuses it was in, by the system that brought it there. */
  stays: { status: Status; at: Instant }[];
  /** What was published and can be read. */
  said: Said[];
  unreadable: Unreadable[];
  hindrances: Hindrance[];
  /** The incident that it came in with: one model of a flood, the one order of a single failure. */
  arranged: Begun | null;
  /** By its id, when each incident first had something to do with it, be it that it only stood behind others. */
  touched: Map<string, Instant>;
  /** How often each system has spoken of it. */
  spoken: Partial<Record<System, number>>;
  /** The MES knows that it is not wanted any more. */
  dropped: boolean;
};

/** A message that somebody acts on. All others are echoes and facts. */
export type Step = Status | 'ORDER_MADE';

/** What will go wrong with an order, drawn when it begins. */
export type Plan = {
  loses: Step | null;
  garbles: { step: Step; how: Garbling } | null;
  endless: boolean;
  calculationFails: boolean;
  disagreement: 'made-though-cancelled' | 'cancelled-though-shipped' | 'set-back' | null;
};

export const GARBLINGS = [
  'cut-off',
  'empty',
  'renamed-status',
  'number-in-quotes',
  'nameless',
  'local-date',
  'wrong-encoding',
] as const;
export type Garbling = (typeof GARBLINGS)[number];

/** What a message says, for those who can read it. All instants are of the real clock, see story.ts. */
export type Said = {
  messageId: string;
  source: System;
  status: Status | null;
  /** Null: it names the order only by what it is called elsewhere. */
  orderId: string | null;
  /** `mes:M-7`, `corr:…` */
  otherNames: readonly string[];
  occurredAt: Instant;
  sequence: number | null;
  publishedAt: Instant;
  /** When somebody who listens at that time gets it: later only for what is published as the past. */
  arrivesAt: Instant;
  /** When it was published again. */
  twins: Instant[];
};

export type Unreadable = { messageId: string; how: Garbling; publishedAt: Instant };

/** What keeps the order from going on, or its news from coming. */
export type Hindrance = {
  cause: Cause;
  since: Instant;
  sentence: string;
  /** The id of what befell it with many others, or was arranged; null: it was drawn for this order alone. */
  incident: string | null;
  step?: Step;
};

/** What people who look on call it. */
export function nameOf({ orderId, mesId, correlationId }: Course): string {
  return orderId ?? mesId ?? `the cart ${correlationId}`;
}

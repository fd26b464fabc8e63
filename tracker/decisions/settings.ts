import type { Lifecycle } from '../lifecycle.ts';

/** What the section `decisions` of the configuration says, compiled. Durations in milliseconds. */
export type DecisionSettings = {
  /** Statuses of which operators take orders from the work queue; null: all from which an order can go on. */
  queue: readonly string[] | null;
  /** Whoever has taken an order and does nothing with it for so long has forgotten it. */
  claimForMs: number;
  /** For so long a correction waits for a second person. */
  proposalsForMs: number;
  publish: {
    exchange: string;
    /** Whether CRM and MES are told of corrections that do not say so themselves. */
    corrections: boolean;
    /** Whether CRM and MES are told when an operator brings an order to its next status. */
    advances: boolean;
  };
};

/** Whether operators take orders that are in this status. */
export function isQueued(
  { queue }: Pick<DecisionSettings, 'queue'>,
  { lifecycle }: { lifecycle: Lifecycle },
  status: string,
): boolean {
  return queue === null ? lifecycle.knows(status) && !lifecycle.isTerminal(status) : queue.includes(status);
}

const HOUR_MS = 3_600_000;

export const USUAL_DECISIONS: DecisionSettings = {
  queue: null,
  claimForMs: 4 * HOUR_MS,
  proposalsForMs: 24 * HOUR_MS,
  publish: { exchange: 'orders', corrections: false, advances: false },
};

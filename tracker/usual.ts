/** How long orders usually stay in a status: what their stays in the last 90 days were. Durations in milliseconds. */
export type Usual = {
  p50Ms: number;
  p90Ms: number;
  p95Ms: number;
  /** Of so many stays. */
  samples: number;
  /** Whose: the partner's own, or those of all orders of the lifecycle. */
  basis: 'partner' | 'lifecycle';
};

/** Null: fewer stays than one may judge by. */
export type UsualStays = { of(lifecycle: string, status: string, partner: string | null): Usual | null };

/** Nothing is known yet. */
export const NO_USUAL_STAYS: UsualStays = { of: () => null };

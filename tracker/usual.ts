import type { Db } from '../platform/postgres.ts';
import { readMeasuredStays } from './usual-rows.ts';

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

/** What was measured last (usual-stays.ts): a partner's own where there are enough, else those of the lifecycle. */
export async function readUsualStays(db: Db): Promise<UsualStays> {
  const name = (lifecycle: string, status: string, partner: string | null) =>
    JSON.stringify([lifecycle, status, partner]);
  const known = new Map(
    (await readMeasuredStays(db)).map(({ lifecycle, status, partner, samples, stay }) => [
      name(lifecycle, status, partner),
      { ...stay!, samples, basis: partner === null ? ('lifecycle' as const) : ('partner' as const) },
    ]),
  );
  return {
    of: (lifecycle, status, partner) =>
      (partner === null ? undefined : known.get(name(lifecycle, status, partner))) ??
      known.get(name(lifecycle, status, null)) ??
      null,
  };
}

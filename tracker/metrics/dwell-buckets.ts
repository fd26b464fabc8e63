import type { Lifecycles } from '../lifecycle.ts';
import { nominalLimits } from './nominal-limits.ts';

/** A price takes 2 to 30 minutes and must not take an hour; pieces take days and weeks. */
const ALWAYS = [
  60, 120, 300, 600, 1_800, 3_600, 14_400, 43_200, 86_400, 259_200, 604_800, 1_209_600, 1_814_400,
] as const;
/** Each is a series for each status. */
const MOST = 32;

/** Bounds in seconds, ascending: also at declared limits, so that who kept one can be told from who did not. */
export function dwellBuckets({ all }: Lifecycles): number[] {
  const declared = all
    .flatMap(nominalLimits)
    .flatMap(({ targetSeconds, breachSeconds }) => [targetSeconds, breachSeconds]);
  return [...new Set([...ALWAYS, ...declared])].slice(0, MOST).toSorted((a, b) => a - b);
}

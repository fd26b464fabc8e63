import { nominalMs, parseDuration } from '../iso-duration.ts';
import type { Lifecycle, StatusName } from '../lifecycle.ts';

export type NominalLimits = { status: StatusName; targetSeconds: number; breachSeconds: number };

/**
 * The limits of statuses as plain lengths, to be drawn beside stays by the clock: a working day is a day there. Whether a
 * stay kept its limit only `lifecycle.deadlines` says.
 */
export function nominalLimits(lifecycle: Lifecycle): NominalLimits[] {
  return lifecycle.names.flatMap(status => {
    const level = lifecycle.status(status)?.serviceLevel;
    if (!level) return [];
    const seconds = (iso: string) => nominalMs(parseDuration(iso)) / 1_000;
    return { status, targetSeconds: seconds(level.target), breachSeconds: seconds(level.breach) };
  });
}

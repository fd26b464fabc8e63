import { nominalMs, parseDuration } from '../tracker/iso-duration.ts';
import { type Level, levelsOf } from './levels.ts';
import type { RuleContext } from './rule-context.ts';

/** A length of calendar time, with the words in which it was declared. */
export type Length = { iso: string; ms: number };

export function lengthOf(iso: string): Length {
  return { iso, ms: nominalMs(parseDuration(iso)) };
}

export function lengthLevels(over: string, { severity, raise }: RuleContext): readonly Level<Length>[] {
  return levelsOf(lengthOf(over), severity, raise && { ...raise, over: lengthOf(String(raise.over)) });
}

export function numberLevels(over: number, { severity, raise }: RuleContext): readonly Level<number>[] {
  return levelsOf(over, severity, raise && { ...raise, over: Number(raise.over) });
}

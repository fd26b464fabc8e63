import { isDuration, nominalMs, parseDuration } from '../../tracker/iso-duration.ts';
import type { Lifecycles } from '../../tracker/lifecycle.ts';
import type { ServiceLevel } from '../../tracker/service-level.ts';
import type { ConditionDeclaration } from '../condition-kinds.ts';
import type { Change } from './change.ts';

/** A longer limit that a rule may be given. */
export type Candidate = {
  /** As it would stand in the configuration. */
  to: string;
  change: Change;
  time: 'calendar' | 'business';
  /** How long it is, to be compared with others. */
  ms: number;
};

/** The limit that a rule has now; null: none that a longer one could be tried for. */
export type PresentLimit = { key: 'over' | 'for'; iso: string; time: 'calendar' | 'business' };

const TIMES = [1.5, 2, 3];
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

export function presentLimit(declared: ConditionDeclaration, lifecycles: Lifecycles): PresentLimit | null {
  switch (declared.kind) {
    case 'dwell':
    case 'missing': {
      const { over, time = 'calendar', status } = declared;
      if (isDuration(over)) return { key: 'over', iso: over, time };
      const level = onlyLevel(status, lifecycles);
      return (
        level && { key: 'over', iso: over === 'target' ? level.target : level.breach, time: level.time ?? 'calendar' }
      );
    }
    case 'provisional':
    case 'divergence':
    case 'stalled':
    case 'sequenceGap':
      return { key: 'for', iso: declared.for, time: 'calendar' };
    default:
      return null;
  }
}

/** Half as long again, twice and three times as long, and the must-limit where it is the other one; shortest first. */
export function candidatesFor(declared: ConditionDeclaration, limit: PresentLimit): Candidate[] {
  const longer = TIMES.flatMap(times => multiplied(limit, times) ?? []).map(iso => withLimit(limit, iso));
  const isTarget = 'over' in declared && declared.over === 'target';
  const breach = { to: 'breach', change: { condition: { over: 'breach' } }, time: limit.time };
  // It comes after whatever is tried between the two.
  return isTarget ? [...longer, { ...breach, ms: Number.POSITIVE_INFINITY }] : longer;
}

/** As long as nearly all stays were, in a round number; null: it would be no longer than the limit is. */
export function candidateOfUsual(limit: PresentLimit, p95Ms: number): Candidate | null {
  if (limit.time === 'business' || limit.key !== 'over') return null;
  const step = p95Ms > 2 * DAY_MS ? DAY_MS : p95Ms > 6 * HOUR_MS ? HOUR_MS : 5 * MINUTE_MS;
  const ms = Math.ceil(p95Ms / step) * step;
  return ms <= nominalMs(parseDuration(limit.iso)) ? null : withLimit(limit, isoOf(ms));
}

function withLimit({ key, time }: PresentLimit, iso: string): Candidate {
  const condition = key === 'over' ? { over: iso, time: time === 'business' ? time : null } : { for: iso };
  return { to: iso, change: { condition }, time, ms: nominalMs(parseDuration(iso)) };
}

/** Null: it can't be said, as a working day and a half. */
function multiplied({ iso, time }: PresentLimit, times: number): string | null {
  const { months, days, ms } = parseDuration(iso);
  if (months > 0) return null;
  const [longDays, longMs] = [days * times, ms * times];
  if (Number.isInteger(longDays) && longMs === 0) return `P${longDays}D`;
  if (days === 0) return isoOf(longMs);
  return time === 'business' ? null : isoOf(longDays * DAY_MS + longMs);
}

function isoOf(ms: number): string {
  const minutes = Math.round(ms / MINUTE_MS);
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  return `PT${hours > 0 ? `${hours}H` : ''}${rest > 0 || hours === 0 ? `${rest}M` : ''}`;
}

/** Of a service level that several statuses have in their own ways nobody can say how long it is. */
function onlyLevel(status: string | readonly string[], { all }: Lifecycles): ServiceLevel | null {
  if (typeof status !== 'string') return null;
  const levels = all.flatMap(lifecycle => lifecycle.status(status)?.serviceLevel ?? []);
  return levels.length === 1 ? levels[0]! : null;
}

import type { Instant } from '../../platform/clock.ts';
import type { Db } from '../../platform/postgres.ts';
import type { Subject } from '../finding.ts';
import type { PastFinding, PastLevel } from './past-finding.ts';
import type { Ticks } from './ticks.ts';

export type Stretch = { since: Instant; until: Instant; ticks: Ticks };

/** What a rule about sources or partners would have found in a stretch of time. */
export type ThingReplay = (db: Db, stretch: Stretch) => Promise<PastFinding[]>;

/** Of what was so until `to` (null: it is so still), found at the first tick past its first limit; null: it never was. */
export function spellOfThing(
  subject: Subject,
  levels: readonly PastLevel[],
  { to, until, ticks }: Omit<Stretch, 'since'> & { to: Instant | null },
): PastFinding | null {
  const severities = levels
    .map(({ at, severity }) => ({ at: ticks.from(at), severity }))
    .filter(({ at }) => at < (to ?? Number.POSITIVE_INFINITY) && at <= until);
  const [first] = severities;
  if (!first) return null;
  const over = to === null ? null : ticks.from(to);
  return {
    ...{ subject, orderId: null, stay: '', status: null, owner: null, stayEvent: null },
    ...{ raisedAt: first.at, endedAt: over !== null && over <= until ? over : null, severities },
  };
}

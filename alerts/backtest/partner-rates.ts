import type { z } from 'zod';
import type { Instant } from '../../platform/clock.ts';
import type { ArrivalMinute } from '../../tracker/arrival-minutes.ts';
import { LEAST, type partnerRate, TIMES_USUAL } from '../conditions/partner-rate.ts';
import { lengthOf, numberLevels } from '../lengths.ts';
import { worstPassed } from '../levels.ts';
import type { RuleContext } from '../rule-context.ts';
import { isWorse, type Severity } from '../severity.ts';
import { HOUR_MS, hourOf, usualIn } from '../usual.ts';
import { historyOf, readArrivals } from './arrivals.ts';
import type { PastFinding } from './past-finding.ts';
import type { ThingReplay } from './thing-replay.ts';
import type { Ticks } from './ticks.ts';

type Rate = { events: number; orders: number };
const MINUTE_MS = 60_000;

/** `partnerRate`: what came for each partner in the time before each tick. */
export function replayPartnerRate({ partner, over }: z.infer<typeof partnerRate>, on: RuleContext): ThingReplay {
  const withinMs = over ? lengthOf(over.within).ms : HOUR_MS;
  const counted = over?.orders === undefined ? 'events' : 'orders';
  const levels = over && numberLevels((over.events ?? over.orders)!, on);

  return async (db, { since, until, ticks }) => {
    const byPartner = await readArrivals(db, { since, until }, 'partner');
    return [...byPartner].flatMap(([name, minutes]) => {
      if (partner !== undefined && partner !== name) return [];
      const history = historyOf(minutes);
      const severityAt = (rate: Rate, at: Instant): Severity | null => {
        if (levels) return worstPassed(levels, level => rate[counted] > level.over)?.severity ?? null;
        if (rate.events <= LEAST) return null;
        const usual = [at, at - withinMs].map(one => usualIn(hourOf(one), history(at), on.zone));
        if (usual.includes(null)) return null;
        return rate.events > TIMES_USUAL * Math.max(...usual.map(Number)) ? on.severity : null;
      };
      return spells(`partner:${name}`, minutes, severityAt, { since, until, withinMs, ticks });
    });
  };
}

/** The rate changes only when something comes, and when what came is no longer of the time that counts. */
function spells(
  subject: string,
  minutes: readonly ArrivalMinute[],
  severityAt: (rate: Rate, at: Instant) => Severity | null,
  { since, until, withinMs, ticks }: { since: Instant; until: Instant; withinMs: number; ticks: Ticks },
): PastFinding[] {
  const recent = minutes.filter(({ minute }) => minute > since - withinMs - MINUTE_MS);
  const changes = recent.flatMap(({ minute }) => [minute + MINUTE_MS, minute + MINUTE_MS + withinMs]);
  const looks = [...new Set(changes.map(ticks.from))].filter(at => at >= since && at <= until).sort((a, b) => a - b);
  const found: (Omit<PastFinding, 'severities'> & { severities: { at: Instant; severity: Severity }[] })[] = [];
  let [begin, end] = [0, 0];
  const rate: Rate = { events: 0, orders: 0 };
  for (const at of looks) {
    for (; end < recent.length && recent[end]!.minute + MINUTE_MS <= at; end += 1) add(rate, recent[end]!, 1);
    for (; begin < end && recent[begin]!.minute + MINUTE_MS <= at - withinMs; begin += 1) add(rate, recent[begin]!, -1);
    const severity = severityAt(rate, at);
    const last = found.at(-1);
    const open = last?.endedAt === null ? last : null;
    if (severity === null) {
      if (open) Object.assign(open, { endedAt: at });
    } else if (!open) {
      const nothing = { orderId: null, stay: '', status: null, owner: null, stayEvent: null };
      found.push({ subject, ...nothing, raisedAt: at, endedAt: null, severities: [{ at, severity }] });
    } else if (isWorse(severity, open.severities.at(-1)!.severity)) open.severities.push({ at, severity });
  }
  return found;
}

function add(rate: Rate, { events, orders }: ArrivalMinute, times: 1 | -1): void {
  rate.events += times * events;
  rate.orders += times * orders;
}

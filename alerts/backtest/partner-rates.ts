import type { z } from 'zod';
import type { Instant } from '../../platform/clock.ts';
import type { ArrivalMinute } from '../../tracker/arrival-minutes.ts';
import { isTooMuch, type partnerRate, type Rate } from '../conditions/partner-rate.ts';
import { lengthOf, numberLevels } from '../lengths.ts';
import { worstPassed } from '../levels.ts';
import type { RuleContext } from '../rule-context.ts';
import { isWorse, type Severity } from '../severity.ts';
import { type History, HOUR_MS, hourOf, usualIn } from '../usual.ts';
import { arrivalDays, learner } from './arrivals.ts';
import type { PastFinding } from './past-finding.ts';
import type { Stretch, ThingReplay } from './thing-replay.ts';

type Judge = (
  rate: Rate,
  at: Instant,
  on: { history: () => History; busiest: () => number; goesOn: boolean },
) => Severity | null;

const MINUTE_MS = 60_000;

/** `partnerRate`: what came for each partner in the time before each tick. */
export function replayPartnerRate({ partner, over }: z.infer<typeof partnerRate>, on: RuleContext): ThingReplay {
  const withinMs = over ? lengthOf(over.within).ms : HOUR_MS;
  const counted = over?.orders === undefined ? 'events' : 'orders';
  const levels = over && numberLevels((over.events ?? over.orders)!, on);
  const judge: Judge = (rate, at, { history, busiest, goesOn }) => {
    if (levels) return worstPassed(levels, level => rate[counted] > level.over)?.severity ?? null;
    // What is never too much is looked up for nothing.
    if (!isTooMuch(rate, { usual: 0, busiest: 0 }, goesOn)) return null;
    const known = history();
    const usual = [at, at - withinMs].map(one => usualIn(hourOf(one), known, on.zone));
    if (usual.includes(null)) return null;
    const learned = { usual: Math.max(...usual.map(Number)), busiest: busiest() };
    return isTooMuch(rate, learned, goesOn) ? on.severity : null;
  };
  return async (db, stretch) => {
    const meters = new Map<string, Meter>();
    for await (const { upTo, byName } of arrivalDays(db, stretch, 'partner')) {
      for (const [name, minutes] of byName) {
        if (partner !== undefined && partner !== name) continue;
        if (!meters.has(name)) meters.set(name, meter(`partner:${name}`, judge, { ...stretch, withinMs }));
        meters.get(name)!.take(minutes);
      }
      for (const one of meters.values()) one.lookUntil(upTo);
    }
    return [...meters.values()].flatMap(({ found }) => found);
  };
}

type Meter = { take(minutes: readonly ArrivalMinute[]): void; lookUntil(upTo: Instant): void; found: PastFinding[] };

/** Looks at the ticks at which the rate may have changed: when something has come, and when it counts no longer. */
function meter(
  subject: string,
  judge: Judge,
  { since, until, withinMs, ticks }: Stretch & { withinMs: number },
): Meter {
  const { learn, historyAt, busiestBefore } = learner();
  const found: (Omit<PastFinding, 'severities'> & { severities: { at: Instant; severity: Severity }[] })[] = [];
  const rate: Rate = { events: 0, orders: 0 };
  let lately: ArrivalMinute[] = [];
  let [counted, gone] = [0, 0];
  let looked = 0;
  const cameAt = ({ minute }: ArrivalMinute) => minute + MINUTE_MS;

  const look = (at: Instant) => {
    for (; counted < lately.length && cameAt(lately[counted]!) <= at; counted += 1) add(rate, lately[counted]!, 1);
    for (; gone < counted && cameAt(lately[gone]!) <= at - withinMs; gone += 1) add(rate, lately[gone]!, -1);
    if (at < since || at > until) return;
    const last = found.at(-1);
    const open = last?.endedAt === null ? last : null;
    const severity = judge(rate, at, {
      history: () => historyAt(at),
      busiest: () => busiestBefore(at - withinMs),
      goesOn: open !== null,
    });
    if (severity === null) {
      if (open) open.endedAt = at;
    } else if (!open) {
      const nothing = { orderId: null, stay: '', status: null, owner: null, stayEvent: null };
      found.push({ subject, ...nothing, raisedAt: at, endedAt: null, severities: [{ at, severity }] });
    } else if (isWorse(severity, open.severities.at(-1)!.severity)) open.severities.push({ at, severity });
  };

  return {
    found,
    take: minutes => {
      lately.push(...minutes);
      for (const minute of minutes) learn(minute);
    },
    lookUntil: upTo => {
      const changes = lately.flatMap(one => [cameAt(one), cameAt(one) + withinMs]);
      const looks = [...new Set(changes.map(ticks.from))].filter(at => at > looked && at <= upTo).sort((a, b) => a - b);
      looks.forEach(look);
      looked = upTo;
      // What counts no longer and has been looked at is forgotten: a day of it at most is kept.
      const over = lately.findIndex(one => ticks.from(cameAt(one) + withinMs) > upTo);
      const done = Math.min(over < 0 ? lately.length : over, gone);
      lately = lately.slice(done);
      [counted, gone] = [counted - done, gone - done];
    },
  };
}

function add(rate: Rate, { events, orders }: ArrivalMinute, times: 1 | -1): void {
  rate.events += times * events;
  rate.orders += times * orders;
}

import type { Instant } from '../../platform/clock.ts';
import type { Db } from '../../platform/postgres.ts';
import { isTooMuch, type UsualRate } from '../conditions/partner-rate.ts';
import type { Flood } from '../evidence-provider.ts';
import { type BusyHour, readBusiest, readBusyHours, readHours, readKnown } from '../rhythm-rows.ts';
import { HOUR_MS, hourOf, LEARNED_MS, sameHours, usualIn } from '../usual.ts';

/** What came at once may stand before others for days. */
const LOOK_BACK_MS = 7 * 24 * HOUR_MS;
/** Fewer new orders within an hour are none. */
const LEAST = 20;

/** By partner its last burst: hours on end in which far more came than usual. */
export async function readFloods(db: Db, now: Instant, zone: string): Promise<Map<string, Flood>> {
  const busy = await readBusyHours(db, { from: hourOf(now - LOOK_BACK_MS), orders: LEAST });
  if (busy.length === 0) return new Map();
  const names = [...new Set(busy.map(({ name }) => name))];
  const before = [...new Set(busy.flatMap(({ hour }) => sameHours(hour, zone)))];
  const history = await readHours(db, 'partner', names, before);
  const known = new Map((await readKnown(db, 'partner', names)).map(one => [one.name, one]));
  const usualOf = ({ name, hour, events }: BusyHour): number => {
    const all = known.get(name)!;
    const usual = usualIn(hour, { ...all, hours: history.get(name)! }, zone);
    // Of one that is new only the other hours tell what is usual; there may be none.
    const hours = (hourOf(all.lastAt) - all.firstHour) / HOUR_MS;
    return usual ?? (all.events - events) / Math.max(1, hours);
  };
  const from = Math.min(...busy.map(({ hour }) => hour));
  const busiest = await readBusiest(db, names, { from: from - LEARNED_MS, before: from });
  return burstsOf(busy.map(one => ({ ...one, usual: usualOf(one), busiest: busiest.get(one.name) ?? 0 })));
}

/** `busy` by name and hour. The events of an order are more than it; so are those that are usual. */
function burstsOf(busy: readonly (BusyHour & UsualRate)[]): Map<string, Flood> {
  const floods = new Map<string, Flood>();
  for (const { name, hour, events, orders, usual, busiest } of busy) {
    const last = floods.get(name);
    const goesOn = last?.to === hour;
    if (!isTooMuch({ events, orders }, { usual, busiest }, goesOn)) continue;
    const usualOrders = (usual * orders) / events;
    floods.set(name, {
      from: goesOn ? last.from : hour,
      to: hour + HOUR_MS,
      orders: orders + (goesOn ? last.orders : 0),
      usual: usualOrders + (goesOn ? last.usual : 0),
    });
  }
  return floods;
}

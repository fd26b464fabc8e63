import type { Cause } from '../evidence.ts';
import { ordersOfLink } from '../evidence-links.ts';
import type { AskedOrder, EvidenceProvider, Facts } from '../evidence-provider.ts';
import type { ClockOffset } from '../evidence-readers.ts';
import { lengthInWords } from '../sentences.ts';
import { ofEach } from './of-each.ts';
import { WEIGHTS } from './weights.ts';

/** The clock of a system is wrong, and by that the order seems to be late or its events seem to contradict each other. */
export const clockOff: EvidenceProvider = {
  name: 'clock-off',
  look: async (facts, orders) =>
    ofEach('clock-off', orders, order => {
      const clock = [...facts.clocks.values()].find(one => makesLate(one, order, facts) || confuses(one, order, facts));
      if (!clock) return null;
      const cause = clockCause(clock);
      return {
        kind: 'clock_off',
        weight: WEIGHTS.clock_off,
        at: clock.since,
        text: cause.text,
        link: ordersOfLink(clock.source),
        cause,
        blinds: false,
      };
    }),
};

/** The stay began later than the source whose word began it says; by a right clock its limit would not be passed. */
function makesLate({ source, aheadMs }: ClockOffset, { sources, status, since, limitAt }: AskedOrder, { at }: Facts) {
  const said = sources[source];
  const began = said !== undefined && said.status === status && said.at === since;
  return began && aheadMs < 0 && limitAt !== null && limitAt <= at && limitAt - aheadMs > at;
}

/** How long the clock has been wrong nobody knows; what was said longer ago is none of its doing. */
const LATELY_MS = 24 * 3_600_000;

/**
 * Some system has said something that comes later in the lifecycle, and earlier by the clocks: by no more than they differ
 * by.
 */
function confuses({ source, aheadMs }: ClockOffset, order: AskedOrder, { lifecycles, at: now }: Facts): boolean {
  const { sources, status, since } = order;
  const lifecycle = lifecycles.named(order.lifecycle);
  if (!lifecycle || status === null || since === null || sources[source] === undefined) return false;
  if (sources[source].at < now - LATELY_MS - Math.abs(aheadMs)) return false;
  return Object.entries(sources).some(([name, said]) => {
    const isLater = said.status !== status && lifecycle.rank(said.status) > lifecycle.rank(status);
    // Ahead: its word of the present status seems to be the newer one. Behind: its word of the later one, the older one.
    const ofClock = aheadMs > 0 ? name !== source && sources[source]!.at >= since : name === source;
    return isLater && ofClock && said.at <= since && since - said.at <= Math.abs(aheadMs);
  });
}

export function clockCause({ source, aheadMs }: ClockOffset): Cause {
  const length = lengthInWords(Math.abs(aheadMs));
  const text =
    aheadMs < 0
      ? { en: `The clock of ${source} is ${length.en} behind.`, ru: `Часы ${source} отстают на ${length.ru}.` }
      : { en: `The clock of ${source} is ${length.en} ahead.`, ru: `Часы ${source} спешат на ${length.ru}.` };
  return { key: `clock:${source}`, text, isShared: true, system: source };
}

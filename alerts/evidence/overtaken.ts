import type { Instant } from '../../platform/clock.ts';
import { statusLink } from '../evidence-links.ts';
import type { EvidenceProvider, Facts, Line, Waiting } from '../evidence-provider.ts';
import { ofEach } from './of-each.ts';
import { WEIGHTS } from './weights.ts';

/** Taken before it although they came later; one or two are nothing where several work at the same time. */
const YOUNGER = 3;
/** So many orders are passed over; of fewer each has a reason of its own. */
const ORDERS = 3;
/** They came at the same time, and are so large a share of all who came then: an order that is lost is one of many. */
const NEAR_MS = 2 * 24 * 3_600_000;
const SHARE = 0.15;
/** Of those that went on last, the newest first: nearly all who stood there then had come earlier. */
const LAST = 10;
const LEAST_GONE = 5;
const NEWEST_FIRST = 0.75;

/**
 * Several wait while newer ones were taken: the newest are taken first. Where orders are worked on side by side and the
 * work takes different times, newer ones are ready before older ones, too, but as often the other way round.
 */
export const overtaken: EvidenceProvider = {
  name: 'overtaken',
  look: async (facts, orders) =>
    ofEach('overtaken', orders, ({ orderId, lifecycle, status, since, owner }) => {
      if (status === null || since === null) return null;
      const line = withoutBursts(facts, lifecycle, status);
      const younger = youngerGone(line, since);
      if (younger < YOUNGER) return null;
      const passedOver = passedOverNear(line, since);
      if (!passedOver?.some(one => one.orderId === orderId)) return null;
      const text = {
        en: `${younger} orders that came into ${status} later have gone on before it; ${passedOver.length} are passed over like this.`,
        ru: `Раньше него из статуса ${status} вышли пришедшие позже: ${younger}; так обошли заказов: ${passedOver.length}.`,
      };
      return {
        kind: 'overtaken',
        weight: WEIGHTS.overtaken,
        at: since,
        text,
        link: statusLink(status),
        cause: {
          key: `overtaken:${lifecycle}:${status}`,
          text: {
            en: `The newest orders in ${status} are taken first; ${passedOver.length} older ones are passed over.`,
            ru: `В статусе ${status} первыми берут самые новые заказы; более старых обошли: ${passedOver.length}.`,
          },
          isShared: true,
          system: owner,
        },
        blinds: false,
      };
    }),
};

const sorted = new WeakMap<Line['gone'], readonly Instant[]>();

/** How many came later and have gone on. By halving: a thousand may ask about a line of a thousand. */
function youngerGone({ gone }: Line, since: Instant): number {
  const came = sorted.get(gone) ?? gone.map(one => one.since).sort((a, b) => a - b);
  sorted.set(gone, came);
  let [low, high] = [0, came.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (came[middle]! > since) high = middle;
    else low = middle + 1;
  }
  return came.length - low;
}

/** Those that were passed over, of all who came at about that time; null: they are too few, or it is no habit. */
function passedOverNear(line: Line, since: Instant): readonly Waiting[] | null {
  const isNear = (one: { since: Instant }) => Math.abs(one.since - since) <= NEAR_MS;
  const waiting = line.waiting.filter(isNear);
  const passedOver = waiting.filter(one => youngerGone(line, one.since) >= YOUNGER);
  const all = waiting.length + line.gone.filter(isNear).length;
  if (passedOver.length < ORDERS || passedOver.length < SHARE * all) return null;
  return takesNewestFirst(line) ? passedOver : null;
}

function takesNewestFirst({ gone, waiting }: Line): boolean {
  const last = gone.slice(0, LAST);
  if (last.length < LEAST_GONE) return false;
  const stoodThere = last.flatMap(one =>
    waiting.filter(({ since }) => since < one.at).map(({ since }) => since < one.since),
  );
  return stoodThere.filter(Boolean).length >= NEWEST_FIRST * stoodThere.length;
}

/** A partner that sent hundreds at once decides on them in its own time; nobody passes them over. */
function withoutBursts({ line, floods }: Facts, lifecycle: string, status: string): Line {
  const all = line(lifecycle, status);
  if (floods.size === 0) return all;
  const isOfBurst = ({ partner, since }: Waiting) =>
    partner !== null && since >= (floods.get(partner)?.from ?? Infinity);
  return { ...all, waiting: all.waiting.filter(one => !isOfBurst(one)) };
}

/** Whether anywhere in the line so many are passed over. */
export function hasPassedOver(facts: Facts, lifecycle: string, status: string): boolean {
  const line = withoutBursts(facts, lifecycle, status);
  return line.waiting.some(({ since }) => passedOverNear(line, since) !== null);
}

import type { Order } from '../client/api.gen.ts';
import type { MessageKey } from '../words/catalogue.ts';

/** A sentence about an order; durations are in milliseconds, instants ISO 8601. */
export type Sentence = {
  id: MessageKey;
  durations: Readonly<Record<string, number>>;
  dates: Readonly<Record<string, string>>;
};

/** How an order stands, in sentences: where it is and for how long beside its limit; when it will come. Pure. */
export function standingOf(order: Order, { ended, now }: { ended: boolean; now: number }): Sentence[] {
  return [stayOf(order, ended, now), ...dateOf(order, ended, now)];
}

function stayOf({ status, statusSince, frozen, targetAt, dueAt }: Order, ended: boolean, now: number): Sentence {
  const sentence = (id: MessageKey, durations: Sentence['durations'] = {}): Sentence => ({ id, durations, dates: {} });
  if (status === null || statusSince === null) return sentence('order.standing.unknown');
  const dwell = Math.max(0, now - Date.parse(statusSince));
  if (ended) return sentence('order.standing.ended', { dwell });
  if (frozen) return sentence('order.standing.frozen', { dwell });
  if (dueAt === null) return sentence('order.standing.noLimit', { dwell });
  const left = Date.parse(dueAt) - now;
  if (left < 0) return sentence('order.standing.over', { dwell, over: -left });
  const isPastTarget = targetAt !== null && Date.parse(targetAt) < now;
  return sentence(isPastTarget ? 'order.standing.atRisk' : 'order.standing.inTime', { dwell, left });
}

function dateOf({ expected, promisedAt, overdue }: Order, ended: boolean, now: number): Sentence[] {
  if (ended) return [];
  const sentences: Sentence[] = [];
  if (expected.from !== null && expected.to !== null) {
    const dates = { from: expected.from, to: expected.to };
    sentences.push({ id: 'order.standing.expected', durations: {}, dates });
  }
  if (promisedAt !== null) {
    const late = now - Date.parse(promisedAt);
    sentences.push({
      id: overdue ? 'order.standing.promiseBroken' : 'order.standing.promised',
      durations: { late: Math.max(0, late) },
      dates: { promised: promisedAt },
    });
  }
  return sentences;
}

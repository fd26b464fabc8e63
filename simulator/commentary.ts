import { toIso } from '../platform/clock.ts';
import { MINUTE } from './hours.ts';
import type { LiveOptions } from './live.ts';
import { isOver } from './process.ts';
import type { SeenOrder, Truth } from './truth.ts';
import type { Message, Remark } from './world.ts';

/** What the simulator tells the person at the terminal. */
export type Commentary = {
  begins(options: LiveOptions, messages: number): void;
  present(truth: Truth, past: readonly Remark[], resumed: boolean): void;
  remarks(remarks: readonly Remark[]): void;
  count(messages: readonly Message[]): void;
  lookAround(truth: Truth): void;
};

const EXAMPLES = 3;
const EVERY_LOOKS = 3;

export function createCommentary(say: (text: string) => void): Commentary {
  let known = new Set<string>();
  let published = 0;
  let looks = 0;

  return {
    begins: ({ seed, speed, ordersPerMonth }, messages) =>
      say(
        `Simulator: shop, CRM and MES publish the last 45 days (${messages} messages, ${ordersPerMonth} orders a month, ` +
          `seed ${seed}); then a day takes ${inWords(86_400_000 / speed)}.`,
      ),
    present: (truth, past, resumed) => {
      const stuck = truth.orders.filter(order => order.stuck);
      known = new Set(stuck.map(({ orderId }) => orderId));
      const done = Map.groupBy(past, ({ text }) => text.split(':')[0]!);
      const counts = [...done].map(([kind, remarks]) => `${remarks.length} × ${kind}`).sort();
      say(
        [
          resumed
            ? 'Simulator: goes on with the story of the last start.'
            : `Simulator: the past is published. Done on purpose: ${counts.join(', ') || 'nothing'}.`,
          `Stuck now: ${stuck.length} of ${truth.orders.filter(({ status }) => status && !isOver(status)).length} open orders.`,
          ...[...Map.groupBy(stuck, ({ why }) => why?.cause ?? 'slow')].map(([cause, orders]) =>
            [`  ${cause}: ${orders.length}`, ...orders.slice(0, EXAMPLES).map(order => `    ${describe(order)}`)].join(
              '\n',
            ),
          ),
          ...soon(truth),
        ].join('\n'),
      );
    },
    remarks: remarks => {
      for (const { at, text } of remarks) say(`${clockTime(at)} ${text}`);
    },
    count: messages => {
      published += messages.length;
    },
    lookAround: truth => {
      const stuck = truth.orders.filter(order => order.stuck);
      for (const order of stuck)
        if (!known.has(order.orderId)) say(`${clockTime(truth.now)} stuck: ${describe(order)}`);
      known = new Set(stuck.map(({ orderId }) => orderId));
      looks += 1;
      if (looks % EVERY_LOOKS !== 0) return;
      const open = truth.orders.filter(({ status }) => status !== null && !isOver(status)).length;
      say(
        `${clockTime(truth.now)} ${published} messages since the start, ${open} open orders, ${stuck.length} of them stuck`,
      );
    },
  };
}

/** What passes within the next minutes, for who wants to see it happen. */
function soon({ orders, now }: Truth): string[] {
  const next = orders
    .filter(({ dueAt }) => dueAt !== null && dueAt >= now && dueAt < now + 3 * MINUTE)
    .sort((a, b) => a.dueAt! - b.dueAt!)
    .slice(0, EXAMPLES);
  return next.map(
    ({ orderId, status, dueAt }) => `Soon: ${orderId} in ${status}, its limit passes at ${clockTime(dueAt!)}`,
  );
}

function describe({ orderId, status, since, why }: SeenOrder): string {
  return `${orderId} in ${status} since ${toIso(since!).slice(0, 16)}Z: ${why?.sentence ?? 'it is slow'}`;
}

function clockTime(at: number): string {
  return `${toIso(at).slice(11, 19)}Z`;
}

function inWords(ms: number): string {
  return ms >= MINUTE ? `${Math.round(ms / MINUTE)} min` : `${Math.round(ms / 1_000)} s`;
}

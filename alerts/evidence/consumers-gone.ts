import type { WatchedQueue } from '../../collector/watch/watched-queues.ts';
import type { Instant } from '../../platform/clock.ts';
import type { Cause } from '../evidence.ts';
import { queueLink } from '../evidence-links.ts';
import type { AskedOrder, EvidenceProvider, Facts } from '../evidence-provider.ts';
import { lengthInWords } from '../sentences.ts';
import { ofEach } from './of-each.ts';
import { WEIGHTS } from './weights.ts';

/** A consumer that is deployed is gone for a while. */
const GONE_MS = 2 * 60_000;
/** A message is under way for a while, and clocks differ. */
const SLACK_MS = 60_000;

/** Nobody reads from a queue of the system whose move is missing, and what the order waits for lies in it. */
export const consumersGone: EvidenceProvider = {
  name: 'consumers-gone',
  look: async (facts, orders) =>
    ofEach('consumers-gone', orders, order => {
      const queue = unreadQueueOf(facts, order.owner);
      if (!queue || !mayWaitIn(queue, order, facts.at)) return null;
      return {
        kind: 'consumers_gone',
        weight: WEIGHTS.consumers_gone,
        at: queue.hadConsumersAt,
        text: consumersGoneText(queue, facts.at),
        link: queueLink(queue.name, facts.queues),
        cause: consumersGoneCause(queue, facts),
        blinds: false,
      };
    }),
};

/** Had readers, and has had none for a while; the fullest one of the system. */
export function unreadQueueOf({ queues, consumerOf, at }: Facts, system: string | null): WatchedQueue | null {
  if (system === null) return null;
  const own = queues.filter(queue => isUnread(queue, at) && !queue.isOurs && consumerOf(queue.name) === system);
  return own.sort((a, b) => b.messages - a.messages)[0] ?? null;
}

export function isUnread({ consumers, hadConsumersAt, isDeadLetter }: WatchedQueue, now: Instant): boolean {
  return consumers === 0 && hadConsumersAt !== null && now - hadConsumersAt >= GONE_MS && !isDeadLetter;
}

/**
 * What the order waits for was sent when its stay began, or when another system said something of it later. It lies in
 * the queue if that was after the first of what lies there; an order that was late before waits for something else.
 */
function mayWaitIn({ messages, hadConsumersAt, oldestAgeMs }: WatchedQueue, order: AskedOrder, now: Instant): boolean {
  if (messages === 0) return false;
  const from = Math.min(hadConsumersAt!, now - (oldestAgeMs ?? 0)) - SLACK_MS;
  const said = Object.entries(order.sources).flatMap(([source, { at }]) => (source === order.owner ? [] : at));
  return Math.max(order.since ?? Number.NEGATIVE_INFINITY, ...said) >= from;
}

export function consumersGoneCause(queue: WatchedQueue, { at, consumerOf }: Facts): Cause {
  const key = `consumers:${queue.name}`;
  return { key, text: consumersGoneText(queue, at), isShared: true, system: consumerOf(queue.name) };
}

function consumersGoneText({ name, messages, hadConsumersAt }: WatchedQueue, now: Instant) {
  const length = lengthInWords(now - hadConsumersAt!);
  return {
    en: `Nobody has read from ${name} for ${length.en}; ${messages} messages wait.`,
    ru: `Из ${name} никто не читает уже ${length.ru}; ждут сообщений: ${messages}.`,
  };
}

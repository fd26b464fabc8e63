import { readSentTraces } from '../../collector/order-traces/sent-spans.ts';
import type { Instant } from '../../platform/clock.ts';
import type { Db } from '../../platform/postgres.ts';
import type { OrderKey } from '../../tracker/event.ts';
import { type LastWord, readLastWords } from '../../tracker/last-words.ts';
import type { Evidence } from '../evidence.ts';
import { timelineLink } from '../evidence-links.ts';
import type { EvidenceProvider } from '../evidence-provider.ts';
import { lengthInWords } from '../sentences.ts';
import { ofEach } from './of-each.ts';
import { traceOf } from './trace.ts';

/** What came last of the order, from whom, and in which trace; `jaegerUrl: null`: there is nowhere to look at traces. */
export function lastEvent(db: Db, jaegerUrl: string | null): EvidenceProvider {
  return {
    name: 'last-event',
    look: async ({ at: now }, orders) => {
      const ids = orders.map(({ orderId }) => orderId);
      const words = new Map((await readLastWords(db, ids)).map(word => [word.orderId, word]));
      const sent = jaegerUrl === null ? new Map<OrderKey, string>() : await readSentTraces(db, ids);
      return ofEach('last-event', orders, ({ orderId }) => {
        const word = words.get(orderId);
        if (!word) return null;
        const trace = jaegerUrl === null ? null : traceOf(word, sent.get(orderId), jaegerUrl);
        return [lastWord(word, now), ...(trace ? [trace] : [])];
      });
    },
  };
}

function lastWord(
  { orderId, eventId, source, type, status, occurredAt, recordedAt }: LastWord,
  now: Instant,
): Omit<Evidence, 'provider'> {
  // Where a clock is ahead, ours is the one to go by.
  const at = Math.min(occurredAt ?? recordedAt, recordedAt);
  const [ago, what] = [lengthInWords(Math.max(0, now - at)), status ?? type];
  return {
    kind: 'last_event',
    weight: 40,
    at,
    text: {
      en: `The last word of it is from ${source}, ${ago.en} ago: ${what} (event ${eventId}).`,
      ru: `Последнее о нём сообщил ${source}, ${ago.ru} назад: ${what} (событие ${eventId}).`,
    },
    link: timelineLink(orderId, eventId),
    cause: null,
    blinds: false,
  };
}

import type { Db } from '../../platform/postgres.ts';
import { readLastWords } from '../../tracker/last-words.ts';
import { timelineLink } from '../evidence-links.ts';
import type { EvidenceProvider } from '../evidence-provider.ts';
import { lengthInWords } from '../sentences.ts';
import { ofEach } from './of-each.ts';

/** What came last of the order, from whom. */
export function lastEvent(db: Db): EvidenceProvider {
  return {
    name: 'last-event',
    look: async ({ at: now }, orders) => {
      const ids = orders.map(({ orderId }) => orderId);
      const words = new Map((await readLastWords(db, ids)).map(word => [word.orderId, word]));
      return ofEach('last-event', orders, ({ orderId }) => {
        const word = words.get(orderId);
        if (!word) return null;
        const { eventId, source, type, status, occurredAt, recordedAt } = word;
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
      });
    },
  };
}

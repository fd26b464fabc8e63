import type { Db } from '../../platform/postgres.ts';
import { readLastWords } from '../../tracker/last-words.ts';
import type { Evidence } from '../evidence.ts';
import { timelineLink } from '../evidence-links.ts';
import type { EvidenceProvider } from '../evidence-provider.ts';
import { lengthInWords } from '../sentences.ts';

const WEIGHT = 40;

/** What came last of the order, from whom. */
export function lastEvent(db: Db): EvidenceProvider {
  return {
    name: 'last-event',
    look: async ({ at: now }, orders) => {
      const words = await readLastWords(
        db,
        orders.map(({ orderId }) => orderId),
      );
      return new Map(
        words.map(({ orderId, eventId, source, type, status, occurredAt, recordedAt }): [string, Evidence[]] => {
          // Where a clock is wrong, ours is the one to go by.
          const at = Math.min(occurredAt ?? recordedAt, recordedAt);
          const [ago, what] = [lengthInWords(Math.max(0, now - at)), status ?? type];
          return [
            orderId,
            [
              {
                provider: 'last-event',
                kind: 'last_event',
                weight: WEIGHT,
                at,
                text: {
                  en: `The last word of it is from ${source}, ${ago.en} ago: ${what} (event ${eventId}).`,
                  ru: `Последнее о нём сообщил ${source}, ${ago.ru} назад: ${what} (событие ${eventId}).`,
                },
                link: timelineLink(orderId, eventId),
                cause: null,
                blinds: false,
              },
            ],
          ];
        }),
      );
    },
  };
}

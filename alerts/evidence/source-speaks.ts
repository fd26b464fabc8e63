import type { Evidence } from '../evidence.ts';
import type { EvidenceProvider } from '../evidence-provider.ts';
import { lengthInWords } from '../sentences.ts';

const WEIGHT = 20;

/** The system whose move is missing is heard, of whatever orders. */
export const sourceSpeaks: EvidenceProvider = {
  name: 'source-speaks',
  look: async ({ sources, at }, orders) =>
    new Map(
      orders.flatMap(({ orderId, owner }): [string, Evidence[]][] => {
        const heard = owner === null ? undefined : sources.get(owner);
        if (!heard || heard.isSilent) return [];
        const ago = lengthInWords(Math.max(0, at - heard.lastAt));
        const text = {
          en: `${owner} speaks: it was heard ${ago.en} ago.`,
          ru: `${owner} на связи: последнее сообщение ${ago.ru} назад.`,
        };
        const named = { provider: 'source-speaks', kind: 'source_speaks', weight: WEIGHT };
        return [[orderId, [{ ...named, at: heard.lastAt, text, link: null, cause: null, blinds: false }]]];
      }),
    ),
};

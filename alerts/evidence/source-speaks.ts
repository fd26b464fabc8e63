import { ordersOfLink } from '../evidence-links.ts';
import type { EvidenceProvider } from '../evidence-provider.ts';
import { lengthInWords } from '../sentences.ts';
import { ofEach } from './of-each.ts';

/** The system whose move is missing is heard, of whatever orders. */
export const sourceSpeaks: EvidenceProvider = {
  name: 'source-speaks',
  look: async ({ sources, at }, orders) =>
    ofEach('source-speaks', orders, ({ owner }) => {
      const heard = owner === null ? undefined : sources.get(owner);
      if (!heard || heard.isSilent) return null;
      const ago = lengthInWords(Math.max(0, at - heard.lastAt));
      return {
        kind: 'source_speaks',
        weight: 20,
        at: heard.lastAt,
        text: {
          en: `${owner} speaks: it was heard ${ago.en} ago.`,
          ru: `${owner} на связи: последнее сообщение ${ago.ru} назад.`,
        },
        link: ordersOfLink(owner!),
        cause: null,
        blinds: false,
      };
    }),
};

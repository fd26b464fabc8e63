import { statusLink } from '../evidence-links.ts';
import type { EvidenceProvider } from '../evidence-provider.ts';
import { usualInWords } from '../usual-words.ts';
import { ofEach } from './of-each.ts';

/** How long such stays usually are. */
export const usualStay: EvidenceProvider = {
  name: 'usual-stay',
  look: async ({ usual, at }, orders) =>
    ofEach('usual-stay', orders, ({ lifecycle, status, partner, since }) => {
      const known = status === null ? null : usual.of(lifecycle, status, partner);
      if (!known || since === null) return null;
      const words = usualInWords(known, at - since);
      return {
        kind: 'usual',
        weight: 28,
        at: null,
        text: {
          en: `In ${status} ${words.en}; of ${known.samples} stays.`,
          ru: `В ${status} ${words.ru}; по ${known.samples} заказам.`,
        },
        link: statusLink(status!),
        cause: null,
        blinds: false,
      };
    }),
};

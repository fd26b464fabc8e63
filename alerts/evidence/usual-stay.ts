import type { Evidence } from '../evidence.ts';
import type { EvidenceProvider } from '../evidence-provider.ts';
import { usualInWords } from '../usual-words.ts';

const WEIGHT = 28;

/** How long such stays usually are. */
export const usualStay: EvidenceProvider = {
  name: 'usual-stay',
  look: async ({ usual, at }, orders) =>
    new Map(
      orders.flatMap(({ orderId, lifecycle, status, partner, since }): [string, Evidence[]][] => {
        const known = status === null ? null : usual.of(lifecycle, status, partner);
        if (!known || since === null) return [];
        const words = usualInWords(known, at - since);
        const text = {
          en: `In ${status} ${words.en}; of ${known.samples} stays.`,
          ru: `В ${status} ${words.ru}; по ${known.samples} заказам.`,
        };
        const named = { provider: 'usual-stay', kind: 'usual', weight: WEIGHT };
        return [[orderId, [{ ...named, at: null, text, link: null, cause: null, blinds: false }]]];
      }),
    ),
};

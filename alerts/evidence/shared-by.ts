import type { LocalizedText } from '../../tracker/lifecycle.ts';
import type { Evidence } from '../evidence.ts';
import { lateOrdersLink } from '../evidence-links.ts';
import type { EvidenceProvider } from '../evidence-provider.ts';

const WEIGHT = 30;
/** Of a line its first are known; where so many are late there may be more. */
const KNOWN = 900;

/** How many orders are late in the same status, and so wait for the same system. */
export const sharedBy: EvidenceProvider = {
  name: 'shared-by',
  look: async ({ line, at: now }, orders) =>
    new Map(
      orders.flatMap(({ orderId, lifecycle, status, owner }): [string, Evidence[]][] => {
        if (status === null) return [];
        const late = line(lifecycle, status).waiting.filter(({ targetAt }) => targetAt !== null && targetAt < now);
        const others = late.filter(one => one.orderId !== orderId).length;
        const named = { provider: 'shared-by', kind: 'shared_by', weight: WEIGHT, at: null };
        const link = others === 0 ? null : lateOrdersLink(status);
        return [[orderId, [{ ...named, text: sentence(status, owner, others), link, cause: null, blinds: false }]]];
      }),
    ),
};

function sentence(status: string, owner: string | null, others: number): LocalizedText {
  if (others === 0) {
    return { en: `No other order is late in ${status}.`, ru: `Других опаздывающих заказов в ${status} нет.` };
  }
  const atLeast = others < KNOWN ? { en: '', ru: '' } : { en: ' or more', ru: 'не меньше ' };
  const waits = owner === null ? { en: '', ru: '' } : { en: `, waiting for ${owner}`, ru: `, ждут ${owner}` };
  return {
    en: `Late in ${status}, too${waits.en}: ${others}${atLeast.en} other ${others === 1 ? 'order' : 'orders'}.`,
    ru: `В ${status} опаздывают и другие заказы${waits.ru}: ${atLeast.ru}${others}.`,
  };
}

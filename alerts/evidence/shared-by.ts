import type { Db } from '../../platform/postgres.ts';
import { countLate, LATE_LOOKED_AT } from '../../tracker/late-count.ts';
import type { LocalizedText } from '../../tracker/lifecycle.ts';
import type { Evidence } from '../evidence.ts';
import { lateOrdersLink } from '../evidence-links.ts';
import type { AskedOrder, EvidenceProvider } from '../evidence-provider.ts';
import { onceFor } from '../once-for.ts';

const WEIGHT = 30;

/** How many orders are late in the same status, and so wait for the same system. */
export function sharedBy(db: Db): EvidenceProvider {
  const counted = onceFor(async ({ at }, { lifecycle, status }: { lifecycle: string; status: string }) => {
    const [count] = await countLate(db, [{ lifecycle, status }], at);
    return count!.orders;
  });
  return {
    name: 'shared-by',
    look: async (facts, orders) => {
      const found = new Map<string, Evidence[]>();
      for (const order of orders) {
        const { orderId, lifecycle, status, targetAt } = order;
        if (status === null || targetAt === null) continue;
        const others = (await counted(facts, { lifecycle, status })) - (targetAt < facts.at ? 1 : 0);
        found.set(orderId, [evidenceOf(order, status, Math.max(0, others))]);
      }
      return found;
    },
  };
}

function evidenceOf({ owner }: AskedOrder, status: string, others: number): Evidence {
  return {
    provider: 'shared-by',
    kind: 'shared_by',
    weight: WEIGHT,
    at: null,
    text: sentence(status, owner, others),
    link: others === 0 ? null : lateOrdersLink(status),
    cause: null,
    blinds: false,
  };
}

function sentence(status: string, owner: string | null, others: number): LocalizedText {
  if (others === 0) {
    return { en: `No other order is late in ${status}.`, ru: `Других опаздывающих заказов в ${status} нет.` };
  }
  const many = others >= LATE_LOOKED_AT - 1;
  const waits = owner === null ? { en: '', ru: '' } : { en: ` and wait for ${owner}`, ru: `, ждут ${owner}` };
  return {
    en: `${many ? `${others} others or more` : others === 1 ? '1 other' : `${others} others`} ${others === 1 ? 'is' : 'are'} late in ${status}, too${waits.en.replace('wait', others === 1 ? 'waits' : 'wait')}.`,
    ru: `Опаздывают в ${status} и другие${waits.ru}: ${many ? 'не меньше ' : ''}${others}.`,
  };
}

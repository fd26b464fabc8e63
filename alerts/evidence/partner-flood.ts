import type { Cause } from '../evidence.ts';
import type { AskedOrder, EvidenceProvider, Facts, Flood } from '../evidence-provider.ts';
import { lengthInWords, shareInWords } from '../sentences.ts';
import { ofEach } from './of-each.ts';
import { WEIGHTS } from './weights.ts';

/** So many of them, and so large a share of all that stood before the order, are what it waits behind. */
const LEAST = 20;
const SHARE = 0.3;
/** A clock that is behind says of the first ones that they came before it began. */
const SLACK_MS = 3_600_000;
/** Where more than so many of those behind it were taken before it, nobody waits in line: each waits for their own. */
const OVERTOOK = 0.1;

/** Far more came from a partner at once than usual, and it stands before the order in the same status. */
export const partnerFlood: EvidenceProvider = {
  name: 'partner-flood',
  look: async (facts, orders) =>
    ofEach('partner-flood', orders, order => {
      const [first] = [...facts.floods]
        .map(([partner, flood]) => ({ partner, flood, ...standsBefore(facts, order, partner, flood) }))
        .filter(
          ({ count, share, overtook, isOfIt }) =>
            isOfIt || (count >= LEAST && share >= SHARE && overtook <= OVERTOOK * count),
        )
        .sort((a, b) => b.count - a.count);
      if (!first) return null;
      const { partner, flood, count, share } = first;
      return {
        kind: 'partner_flood',
        weight: WEIGHTS.partner_flood,
        at: flood.from,
        text: {
          en: `${count} orders of ${partner} stood before it in ${order.status}, ${shareInWords(share)} of all; ${rateInWords(flood).en}.`,
          ru: `Перед ним в статусе ${order.status} стояло заказов ${partner}: ${count}, это ${shareInWords(share)} всех; ${rateInWords(flood).ru}.`,
        },
        link: `/orders?partner=${encodeURIComponent(partner)}&status=${encodeURIComponent(order.status!)}`,
        cause: floodCause(partner, flood, order.owner),
        blinds: false,
      };
    }),
};

/** Of those that were in the status when the order came into it, or came with it: they wait, or have gone on since. */
function standsBefore(facts: Facts, order: AskedOrder, partner: string, { from, to }: Flood) {
  const { status, since, lifecycle } = order;
  if (status === null || since === null) return { count: 0, share: 0, overtook: 0, isOfIt: false };
  const { waiting, gone } = facts.line(lifecycle, status);
  const began = from - SLACK_MS;
  const before = [
    ...waiting.filter(one => one.since <= since && one.orderId !== order.orderId),
    ...gone.filter(one => one.since <= since && one.at > since),
  ];
  const count = before.filter(one => one.partner === partner && one.since >= began).length;
  const overtook = gone.filter(one => one.since > since).length;
  // Of the burst itself the large ones may be left to the end.
  const isOfIt = order.partner === partner && since >= began && since <= to && count > 0;
  return { count, share: before.length === 0 ? 0 : count / before.length, overtook, isOfIt };
}

/** `system`: who has to work it off. */
export function floodCause(partner: string, flood: Flood, system: string | null): Cause {
  const { en, ru } = rateInWords(flood);
  const text = { en: `${partner} sent far more than usual: ${en}.`, ru: `${partner} прислал больше обычного: ${ru}.` };
  return { key: `flood:${partner}`, text, isShared: true, system };
}

function rateInWords({ from, to, orders, usual }: Flood) {
  const length = lengthInWords(to - from);
  const usually =
    usual < 1
      ? { en: 'less than one', ru: 'меньше одного' }
      : { en: `${Math.round(usual)}`, ru: `${Math.round(usual)}` };
  return {
    en: `${orders} orders within ${length.en}, usually ${usually.en}`,
    ru: `заказов за ${length.ru}: ${orders}, обычно ${usually.ru}`,
  };
}

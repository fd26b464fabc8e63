import type { Instant } from '../../platform/clock.ts';
import type { Lifecycle, LocalizedText } from '../../tracker/lifecycle.ts';
import type { Evidence } from '../evidence.ts';
import { timelineLink } from '../evidence-links.ts';
import type { AskedOrder, EvidenceProvider } from '../evidence-provider.ts';
import { lengthInWords } from '../sentences.ts';
import { WEIGHTS } from './weights.ts';

/**
 * A system says since that the order is where it can't have come to: it goes no further until somebody says what is so.
 * Only of one order that is asked about: rules find what systems disagree about by themselves (conditions/divergence.ts).
 */
export const saysOtherwise: EvidenceProvider = {
  name: 'says-otherwise',
  look: async ({ lifecycles, at }, orders) =>
    new Map(
      orders.flatMap((order): [string, Evidence[]][] => {
        const lifecycle = lifecycles.named(order.lifecycle);
        const said = lifecycle ? saidOtherwise(order, lifecycle) : [];
        return said.length === 0 ? [] : [[order.orderId, said.map(one => evidenceOf(order, one, at))]];
      }),
    ),
};

type Said = { source: string; status: string; at: Instant };

/** What systems have said since the stay began and what no way leads to from there; a word that is behind is no such one. */
export function saidOtherwise({ status, since, sources }: AskedOrder, lifecycle: Lifecycle): Said[] {
  if (status === null || since === null) return [];
  return Object.entries(sources).flatMap(([source, said]) => {
    const isAhead = said.status !== status && lifecycle.rank(said.status) > lifecycle.rank(status);
    return isAhead && said.at >= since && lifecycle.path(status, said.status) === null ? [{ source, ...said }] : [];
  });
}

function evidenceOf({ orderId, status }: AskedOrder, said: Said, now: Instant): Evidence {
  const ago = lengthInWords(Math.max(0, now - said.at));
  const text: LocalizedText = {
    en: `${said.source} said ${said.status} of it ${ago.en} ago, which can't follow ${status}.`,
    ru: `${said.source} сообщил о нём ${said.status} ${ago.ru} назад, но после ${status} этого быть не может.`,
  };
  return {
    provider: 'says-otherwise',
    kind: 'says_otherwise',
    weight: WEIGHTS.says_otherwise,
    at: said.at,
    text,
    link: timelineLink(orderId, null),
    cause: {
      key: `disagreement:${orderId}`,
      text: {
        en: `${said.source} says ${said.status} of ${orderId}, which can't follow ${status}.`,
        ru: `${said.source} сообщает о ${orderId} ${said.status}, но после ${status} этого быть не может.`,
      },
      isShared: false,
      system: said.source,
    },
    blinds: false,
  };
}

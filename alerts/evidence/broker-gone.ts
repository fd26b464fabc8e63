import type { WatchedBroker } from '../../collector/watch/watched-broker.ts';
import type { Instant } from '../../platform/clock.ts';
import type { Cause } from '../evidence.ts';
import { BROKER_LINK } from '../evidence-links.ts';
import type { EvidenceProvider, Facts } from '../evidence-provider.ts';
import { lengthInWords } from '../sentences.ts';
import { ofEach } from './of-each.ts';
import { CONTEXT, WEIGHTS } from './weights.ts';

/** RabbitMQ does not answer: nobody hears anything, and neither do we. */
export const brokerGone: EvidenceProvider = {
  name: 'broker-gone',
  look: async (facts, orders) => {
    const cause = brokerCause(facts);
    return ofEach('broker-gone', orders, ({ limitAt }) => {
      if (!cause) return null;
      const { since } = facts.broker!;
      const explains = (limitAt ?? facts.at) >= since;
      return {
        kind: 'broker_gone',
        weight: explains ? WEIGHTS.broker_gone : CONTEXT,
        at: since,
        text: cause.text,
        link: BROKER_LINK,
        cause: explains ? cause : null,
        blinds: true,
      };
    });
  },
};

/** Null: it answers, or nobody has looked. */
export function brokerCause({ broker, at }: { broker: WatchedBroker | null; at: Instant } | Facts): Cause | null {
  if (!broker || broker.reachable) return null;
  const length = lengthInWords(at - broker.since);
  const text = { en: `RabbitMQ has not answered for ${length.en}.`, ru: `RabbitMQ не отвечает уже ${length.ru}.` };
  return { key: 'broker', text, isShared: true, system: null };
}

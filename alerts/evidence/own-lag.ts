import type { Cause } from '../evidence.ts';
import { queueLink } from '../evidence-links.ts';
import type { EvidenceProvider, OwnLag } from '../evidence-provider.ts';
import { lengthInWords } from '../sentences.ts';
import { ofEach } from './of-each.ts';
import { CONTEXT, WEIGHTS } from './weights.ts';

/** We ourselves have not taken in yet what came: whatever is missing may be in our own queue. */
export const ownLag: EvidenceProvider = {
  name: 'own-lag',
  look: async ({ ownLag: lag, at, queues }, orders) =>
    ofEach('own-lag', orders, ({ limitAt }) => {
      if (!lag) return null;
      // What should have come before the first that waits for us would be known.
      const explains = (limitAt ?? at) >= lag.since;
      const cause = ownLagCause(lag);
      return {
        kind: 'own_lag',
        weight: explains ? WEIGHTS.own_lag : CONTEXT,
        at: lag.since,
        text: cause.text,
        link: queueLink(lag.queue, queues),
        cause: explains ? cause : null,
        blinds: true,
      };
    }),
};

export function ownLagCause({ ms, queue, messages, consumers }: OwnLag): Cause {
  const length = lengthInWords(ms);
  const text =
    consumers === 0
      ? {
          en: `Orderwatch has not read from ${queue} for ${length.en}; ${messages} messages wait for it.`,
          ru: `Orderwatch не читает из ${queue} уже ${length.ru}; ждут сообщений: ${messages}.`,
        }
      : {
          en: `Orderwatch is ${length.en} behind: ${messages} messages wait in ${queue}.`,
          ru: `Orderwatch отстаёт на ${length.ru}: в ${queue} ждут сообщений: ${messages}.`,
        };
  return { key: 'own:lag', text, isShared: true, system: null };
}

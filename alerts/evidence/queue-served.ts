import type { WatchedQueue } from '../../collector/watch/watched-queues.ts';
import type { Evidence } from '../evidence.ts';
import type { EvidenceProvider, Facts } from '../evidence-provider.ts';

const WEIGHT = 22;

/** The queues of the system whose move is missing, as far as somebody reads from them. */
export const queueServed: EvidenceProvider = {
  name: 'queue-served',
  look: async (facts, orders) =>
    new Map(
      orders.map(({ orderId, owner }) => [
        orderId,
        queuesOf(facts, owner)
          .filter(({ consumers }) => consumers > 0)
          .map(evidenceOf),
      ]),
    ),
};

/** What the system takes its work from, as it was seen last. */
export function queuesOf(facts: Facts, owner: string | null): WatchedQueue[] {
  if (owner === null) return [];
  return facts.queues.filter(({ name, isDeadLetter }) => !isDeadLetter && facts.consumerOf(name) === owner);
}

function evidenceOf({ name, consumers, messages, sampledAt }: WatchedQueue): Evidence {
  return {
    provider: 'queue-served',
    kind: 'queue_is_served',
    weight: WEIGHT,
    at: sampledAt,
    text: {
      en: `${name} is read from: consumers: ${consumers}, messages: ${messages}.`,
      ru: `Из ${name} читают: читателей: ${consumers}, сообщений: ${messages}.`,
    },
    link: null,
    cause: null,
    blinds: false,
  };
}

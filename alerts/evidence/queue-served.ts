import type { WatchedQueue } from '../../collector/watch/watched-queues.ts';
import { queueLink } from '../evidence-links.ts';
import type { EvidenceProvider, Facts } from '../evidence-provider.ts';
import { ofEach } from './of-each.ts';

/** The queues of the system whose move is missing, as far as somebody reads from them. */
export const queueServed: EvidenceProvider = {
  name: 'queue-served',
  look: async (facts, orders) =>
    ofEach('queue-served', orders, ({ owner }) =>
      queuesOf(facts, owner)
        .filter(({ consumers }) => consumers > 0)
        .map(({ name, consumers, messages, sampledAt }) => ({
          kind: 'queue_is_served',
          weight: 22,
          at: sampledAt,
          text: {
            en: `${name} is read from: ${counted(consumers, 'consumer')}, ${counted(messages, 'message')} in it.`,
            ru: `Из ${name} читают (читателей: ${consumers}), сообщений в ней: ${messages}.`,
          },
          link: queueLink(name, facts.queues),
          cause: null,
          blinds: false,
        })),
    ),
};

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** What the system takes its work from, as it was seen last. */
export function queuesOf({ queues, consumerOf }: Facts, owner: string | null): WatchedQueue[] {
  if (owner === null) return [];
  return queues.filter(({ name, isDeadLetter, isOurs }) => !isDeadLetter && !isOurs && consumerOf(name) === owner);
}

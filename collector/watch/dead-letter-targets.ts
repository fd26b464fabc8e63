import { matchesPattern } from '../mapping/topic-pattern.ts';
import type { BindingAnswer, ExchangeAnswer, QueueAnswer } from './broker-answers.ts';

/** Where a queue sends what dies in it; `routingKey` null: the message keeps its own. */
export type DeadLettering = { vhost: string; exchange: string; routingKey: string | null };

/** As the queue was declared, or as a policy says: an argument goes before a policy. */
export function deadLetteringOf(queue: QueueAnswer): DeadLettering | null {
  const { vhost, arguments: declared, effective_policy_definition: policy } = queue;
  const exchange = text(declared['x-dead-letter-exchange']) ?? text(policy['dead-letter-exchange']);
  if (exchange === null) return null;
  const routingKey = text(declared['x-dead-letter-routing-key']) ?? text(policy['dead-letter-routing-key']);
  return { vhost, exchange, routingKey };
}

/** The name of a queue that is the same for nobody else. */
export function queueKey({ vhost, name }: { vhost: string; name: string }): string {
  return JSON.stringify([vhost, name]);
}

/**
 * The queues at which dead letters arrive, by their keys. A message that keeps its routing key may go to any queue that
 * is bound there, so each of them counts.
 */
export function deadLetterTargets(
  queues: readonly QueueAnswer[],
  { exchanges, bindings }: { exchanges: readonly ExchangeAnswer[]; bindings: readonly BindingAnswer[] },
): Set<string> {
  const types = new Map(exchanges.map(exchange => [queueKey(exchange), exchange.type]));
  const bound = Map.groupBy(bindings, ({ vhost, source }) => queueKey({ vhost, name: source }));
  const targets = new Set<string>();
  const seen = new Set<string>();
  const follow = ({ vhost, exchange, routingKey }: DeadLettering): void => {
    // The default exchange leads to the queue of the routing key's name.
    if (exchange === '') {
      if (routingKey !== null) targets.add(queueKey({ vhost, name: routingKey }));
      return;
    }
    const way = JSON.stringify([vhost, exchange, routingKey]);
    if (seen.has(way)) return;
    seen.add(way);
    const key = queueKey({ vhost, name: exchange });
    for (const binding of bound.get(key) ?? []) {
      if (!leads(types.get(key), binding.routing_key, routingKey)) continue;
      if (binding.destination_type === 'queue') targets.add(queueKey({ vhost, name: binding.destination }));
      else follow({ vhost, exchange: binding.destination, routingKey });
    }
  };
  for (const queue of queues) {
    const deadLettering = deadLetteringOf(queue);
    if (deadLettering) follow(deadLettering);
  }
  return targets;
}

function leads(type: string | undefined, pattern: string, routingKey: string | null): boolean {
  if (routingKey === null) return true;
  if (type === 'topic') return matchesPattern(pattern, routingKey);
  if (type === 'direct') return pattern === routingKey;
  return true;
}

function text(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

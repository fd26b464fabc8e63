import type { WatchedEndpoint } from '../../collector/watch/watched-endpoints.ts';
import type { Instant } from '../../platform/clock.ts';
import { endpointDownText } from '../endpoint-words.ts';
import type { Cause } from '../evidence.ts';
import type { EvidenceProvider, Facts } from '../evidence-provider.ts';
import { whyBlind } from '../fresh-sample.ts';
import { consumersGoneCause } from './consumers-gone.ts';
import { ofEach } from './of-each.ts';
import { queuesOf } from './queue-served.ts';
import { CONTEXT, WEIGHTS } from './weights.ts';

/** What is deployed does not answer for a while. */
const DOWN_MS = 2 * 60_000;
/** Watchers look every fifteen seconds, what was said before may have been under way, and clocks differ. */
const TOGETHER_MS = 3 * 60_000;
/** So much time may be between two events of a system. */
const BETWEEN_EVENTS_MS = 15 * 60_000;

/** An endpoint of the system whose move is missing does not answer. */
export const endpointDown: EvidenceProvider = {
  name: 'endpoint-down',
  look: async (facts, orders) =>
    ofEach('endpoint-down', orders, ({ owner, limitAt }) => {
      const endpoint = downEndpointOf(facts, owner);
      if (!endpoint) return null;
      // Whoever was late before is late for another reason; and who goes on speaking does more than its endpoint says.
      const explains = (limitAt ?? facts.at) >= endpoint.since && !speaksSince(endpoint, facts);
      return {
        kind: 'endpoint_down',
        weight: explains ? WEIGHTS.endpoint_down : CONTEXT,
        at: endpoint.since,
        text: endpointDownText(endpoint, facts.at),
        link: null,
        cause: explains ? endpointCause(endpoint, facts) : null,
        blinds: false,
      };
    }),
};

/** Has been down for a while, as somebody saw just now; the one that went first. */
export function downEndpointOf({ endpoints, at }: Facts, system: string | null): WatchedEndpoint | null {
  if (system === null) return null;
  const down = endpoints.filter(
    one => one.system === system && !one.up && at - one.since >= DOWN_MS && whyBlind(one.name, one, at) === null,
  );
  return down.sort((a, b) => a.since - b.since)[0] ?? null;
}

function speaksSince({ system, since }: WatchedEndpoint, { sources }: Facts): boolean {
  const heard = system === null ? undefined : sources.get(system);
  return heard !== undefined && heard.lastAt > since + TOGETHER_MS;
}

/** A process that ends reads from no queue any more and answers nobody: that is one matter, and the queue's. */
export function endpointCause(endpoint: WatchedEndpoint, facts: Facts): Cause {
  const { name, system, since } = endpoint;
  const queue = queuesOf(facts, system).find(
    ({ consumers, hadConsumersAt }) =>
      consumers === 0 && hadConsumersAt !== null && Math.abs(hadConsumersAt - since) <= TOGETHER_MS,
  );
  if (queue) return consumersGoneCause(queue, facts);
  return { key: `endpoint:${name}`, text: endpointDownText(endpoint, facts.at), isShared: true, system };
}

/** It began to say nothing when its endpoint went down, and not long before. */
export function silencedBy(facts: Facts, source: string, lastAt: Instant): WatchedEndpoint | null {
  const endpoint = downEndpointOf(facts, source);
  if (!endpoint) return null;
  return lastAt <= endpoint.since + TOGETHER_MS && lastAt >= endpoint.since - BETWEEN_EVENTS_MS ? endpoint : null;
}

import type { Facts } from '../evidence-provider.ts';
import { messagesIn } from './dead-letters.ts';
import { SILENT_MS } from './facts.ts';
import { hasStopped } from './flow-stopped.ts';
import { hasPassedOver } from './overtaken.ts';
import { waitTogether } from './started-together.ts';
import { parts } from './things.ts';

/** So many orders of its burst wait somewhere. */
const FLOOD_LEAST = 20;

/** Whether what the key names is so now. What nobody can see any more is taken to be: nothing is concluded from that. */
export function isStillSo(key: string, facts: Facts): boolean {
  const [kind, name] = parts(key);
  const [lifecycle, status] = parts(name);
  switch (kind) {
    case 'own':
      return facts.broker?.reachable !== true || facts.ownLag !== null;
    case 'broker':
      return facts.broker?.reachable !== true;
    case 'consumers': {
      if (facts.broker?.reachable !== true) return true;
      return facts.queues.some(queue => queue.name === name && queue.consumers === 0);
    }
    case 'dead':
      return facts.broker?.reachable !== true || messagesIn(name, facts) > 0;
    case 'endpoint':
      return facts.endpoints.some(endpoint => endpoint.name === name && !endpoint.up);
    case 'quarantine':
      return facts.quarantine.some(({ fingerprint }) => fingerprint === name);
    case 'silence': {
      const heard = facts.sources.get(name);
      // By a rule with a length of its own a silence may be one before much is missing.
      return heard !== undefined && facts.at - heard.lastAt >= SILENT_MS && (heard.isSilent || heard.expected >= 1);
    }
    case 'deploy': {
      const [service, version] = [name.slice(0, name.lastIndexOf('@')), name.slice(name.lastIndexOf('@') + 1)];
      // Whatever was deployed after it is meant to be better.
      return facts.deploys.find(one => one.service === service)?.version === version;
    }
    case 'flood':
      return facts.floods.has(name) && waitsOf(name, facts) >= FLOOD_LEAST;
    case 'clock':
      return facts.clocks.has(name);
    case 'flow':
      return hasStopped(facts.line(lifecycle, status));
    case 'overtaken':
      return hasPassedOver(facts, lifecycle, status);
    case 'together':
      return waitTogether(facts, lifecycle, status);
    default:
      return true;
  }
}

function waitsOf(partner: string, { lifecycles, line, floods }: Facts): number {
  const { from } = floods.get(partner)!;
  const counts = lifecycles.all.flatMap(({ name, names }) =>
    names.map(status => line(name, status).waiting.filter(one => one.partner === partner && one.since >= from).length),
  );
  return Math.max(0, ...counts);
}

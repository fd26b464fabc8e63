import type { Instant } from '../../platform/clock.ts';
import type { LocalizedText } from '../../tracker/lifecycle.ts';
import { type Cause, type Judgement, NO_JUDGEMENT } from '../evidence.ts';
import type { Facts } from '../evidence-provider.ts';
import type { Subject } from '../finding.ts';
import { lengthInWords } from '../sentences.ts';
import { brokerCause } from './broker-gone.ts';
import { clockCause } from './clock-off.ts';
import { consumersGoneCause, isUnread, unreadQueueOf } from './consumers-gone.ts';
import { deadLettersCause } from './dead-letters.ts';
import { endpointCause, silencedBy } from './endpoint-down.ts';
import { ownLagCause } from './own-lag.ts';
import { floodCause } from './partner-flood.ts';
import { quarantineCause } from './quarantined.ts';
import { silenceCause, silenceText } from './source-silent.ts';

const ANYBODY = '*';

/** What is found of a queue, a source, a partner: whether it is a cause itself, or has one. */
export function judgeThing(subject: Subject, facts: Facts): Judgement {
  const [kind, name] = parts(subject);
  return { ...NO_JUDGEMENT, cause: causeOf(kind, name, facts), suspect: kind === 'source' ? blindness(facts) : null };
}

function causeOf(kind: string, name: string, facts: Facts): Cause | null {
  switch (kind) {
    case 'queue':
      return queueCause(name, facts);
    case 'source':
      return name === ANYBODY ? (deafness(facts) ?? firstToStop(facts, facts.at)) : sourceCause(name, facts);
    case 'partner': {
      const flood = facts.floods.get(name);
      return flood ? floodCause(name, flood, null) : null;
    }
    case 'broker':
      return brokerCause(facts);
    case 'endpoint': {
      const endpoint = facts.endpoints.find(one => one.name === name);
      // One that is only slow is no cause of anything.
      return endpoint && !endpoint.up ? endpointCause(endpoint, facts) : null;
    }
    case 'quarantine': {
      const group = facts.quarantine.find(({ fingerprint }) => fingerprint === name);
      return group ? quarantineCause(group) : null;
    }
    case 'clock': {
      const clock = facts.clocks.get(name);
      return clock ? clockCause(clock) : null;
    }
    default:
      return null;
  }
}

function queueCause(name: string, facts: Facts): Cause | null {
  const named = facts.queues.filter(queue => queue.name === name);
  if (named.some(({ isDeadLetter }) => isDeadLetter)) return deadLettersCause(name, facts);
  if (named.some(({ isOurs }) => isOurs)) return facts.ownLag && ownLagCause(facts.ownLag);
  const unread = named.find(queue => isUnread(queue, facts.at));
  return unread ? consumersGoneCause(unread, facts) : null;
}

/** Nothing comes from anybody: it is more likely that we are deaf than that all are silent. */
function deafness(facts: Facts): Cause | null {
  return brokerCause(facts) ?? (facts.ownLag && ownLagCause(facts.ownLag));
}

/** One system answers what another one says: who stops first silences those behind it. */
function firstToStop(facts: Facts, before: Instant): Cause | null {
  const unread = facts.queues
    .filter(
      queue => !queue.isOurs && queue.messages > 0 && isUnread(queue, facts.at) && queue.hadConsumersAt! <= before,
    )
    .sort((a, b) => a.hadConsumersAt! - b.hadConsumersAt!)[0];
  if (unread) return consumersGoneCause(unread, facts);
  const [silent] = [...facts.sources]
    .filter(([, heard]) => heard.isSilent && heard.lastAt < before)
    .sort(([, a], [, b]) => a.lastAt - b.lastAt);
  return silent ? silenceCause(silent[0], silenceText(silent[0], silent[1], facts.at)) : null;
}

/** What it says may wait for us; or it does not hear what it would answer. */
function sourceCause(source: string, facts: Facts): Cause | null {
  const heard = facts.sources.get(source);
  if (heard && facts.broker?.reachable === false && heard.lastAt >= facts.broker.since) return brokerCause(facts);
  if (heard && facts.ownLag && heard.lastAt >= facts.ownLag.since) return ownLagCause(facts.ownLag);
  const queue = unreadQueueOf(facts, source);
  if (queue && queue.messages > 0) return consumersGoneCause(queue, facts);
  if (!heard) return null;
  const endpoint = silencedBy(facts, source, heard.lastAt);
  if (endpoint) return endpointCause(endpoint, facts);
  return firstToStop(facts, heard.lastAt) ?? silenceCause(source, saidNothing(source, facts));
}

function saidNothing(source: string, { sources, at }: Facts): LocalizedText {
  const heard = sources.get(source)!;
  if (heard.isSilent) return silenceText(source, heard, at);
  // A rule may name a length of its own, by which nothing need be usual.
  const length = lengthInWords(at - heard.lastAt);
  return { en: `${source} has said nothing for ${length.en}.`, ru: `${source} молчит уже ${length.ru}.` };
}

function blindness(facts: Facts): LocalizedText | null {
  return deafness(facts)?.text ?? null;
}

/** A name may have colons itself. */
export function parts(subject: string): [kind: string, name: string] {
  const colon = subject.indexOf(':');
  return colon === -1 ? [subject, ''] : [subject.slice(0, colon), subject.slice(colon + 1)];
}

import type { WatchedQueue } from '../../collector/watch/watched-queues.ts';
import { HOUR, T0 } from '../../test/support/factory.ts';
import { referenceLifecycles } from '../../test/support/reference.ts';
import type { Lifecycles } from '../../tracker/lifecycle.ts';
import { NO_USUAL_STAYS } from '../../tracker/usual.ts';
import { askAbout } from '../asked-order.ts';
import type { AskedOrder, Facts, Line } from '../evidence-provider.ts';
import type { DeadLetter, EvidenceReaders, QuarantinedMessage } from '../evidence-readers.ts';
import { sharedCauses } from '../providers.ts';
import { queueOwners } from '../queue-owners.ts';
import { EMPTY_LINE, lineName } from './lines.ts';

export const NOW = T0 + 10 * HOUR;

export function aQueue(named: Partial<WatchedQueue>): WatchedQueue {
  return {
    name: 'mes.inbox',
    vhost: '/',
    messages: 0,
    ready: 0,
    unacknowledged: 0,
    consumers: 1,
    hadConsumersAt: NOW,
    publishedPerSecond: 0,
    takenPerSecond: 0,
    wasEmptyAt: null,
    oldestAgeMs: null,
    ageIsEstimate: false,
    isDeadLetter: false,
    isOurs: false,
    sampledAt: NOW,
    ...named,
  };
}

/** All is well: everybody speaks, the queues are read, nothing is dead. A test names what is not. */
export function theFacts(
  named: Partial<Omit<Facts, 'line'>> & { lines?: Readonly<Record<string, Partial<Line>>> } = {},
): Facts {
  const { lines = {}, ...rest } = named;
  const speaks = { lastAt: NOW - 60_000, expected: 0.1, needed: 10, isSilent: false };
  return {
    at: NOW,
    lifecycles: referenceLifecycles,
    broker: { reachable: true, since: T0 - HOUR, obstacle: null, alarms: [], sampledAt: NOW },
    queues: [aQueue({}), aQueue({ name: 'crm.inbox' }), aQueue({ name: 'orderwatch.ledger', isOurs: true })],
    endpoints: [],
    consumerOf: queueOwners({}, ['shop', 'crm', 'mes']),
    ownLag: null,
    sources: new Map([
      ['shop', speaks],
      ['crm', speaks],
      ['mes', speaks],
    ]),
    floods: new Map(),
    deploys: [],
    testRuns: [],
    clocks: new Map(),
    deadLetterQueues: [],
    quarantine: [],
    line: (lifecycle, status) => ({ ...EMPTY_LINE, ...lines[lineName({ lifecycle, status })] }),
    usual: NO_USUAL_STAYS,
    ...rest,
  };
}

/** Submitted at T0, and its price should have come within the hour. */
export function anAskedOrder(
  named: Partial<AskedOrder> = {},
  lifecycles: Lifecycles = referenceLifecycles,
): AskedOrder {
  const { orderId = 'ORD-1', since = T0, status = 'SUBMITTED' } = named;
  const order = {
    orderId,
    keys: [orderId],
    lifecycle: 'jewellery',
    status,
    confirmed: true,
    since,
    targetAt: (since ?? 0) + HOUR,
    dueAt: (since ?? 0) + 24 * HOUR,
    promisedAt: null,
    frozen: false,
    provisional: false,
    partner: null,
    ids: {},
    correlationId: null,
    sources: { shop: { status: 'SUBMITTED', at: since ?? T0 } },
    firstEventAt: since,
    lastEventAt: since,
  };
  return { ...askAbout({ ...order, ...named }, lifecycles, null), ...named };
}

type Read = { letters?: readonly DeadLetter[]; messages?: readonly QuarantinedMessage[] };

/** Those of the collector, with what they would read. */
export function readersThatRead({ letters = [], messages = [] }: Read = {}): EvidenceReaders {
  return {
    readDeadLetters: async (_, names) => letters.filter(({ orders }) => orders.some(name => names.includes(name))),
    readQuarantined: async (_, wanted) => messages.filter(({ names }) => names.some(name => wanted.includes(name))),
    readDeadLetterQueues: async () => [],
    groupQuarantine: async () => [],
    readDeploys: async () => [],
    readTestRuns: async () => [],
    readClockOffsets: async () => [],
  };
}

/** All that look for what orders share, and read nothing themselves but what is given here. */
export function providersThatRead(read: Read = {}) {
  const db = { query: () => Promise.reject(new Error('No provider asks the database itself.')) };
  return sharedCauses(db as never, readersThatRead(read));
}

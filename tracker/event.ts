import { hash } from 'node:crypto';
import type { Instant } from '../platform/clock.ts';

/** The key under which the ledger keeps an event: what the event itself names, whatever else we know (INGEST §1). */
export type OrderKey = string;

/** `~mes:M-77` or `~corr:…`: another name of an order. Also the key of an order known by nothing better. */
export type Alias = string;

export type Customer = {
  id?: string | undefined;
  name?: string | undefined;
  email?: string | undefined;
  phone?: string | undefined;
  locale?: string | undefined;
  timezone?: string | undefined;
};

/** An event as its producer states it, decoded and checked, not yet in the ledger. */
export type StatedEvent = {
  key: OrderKey;
  eventId: string;
  type: string;
  /** Null for facts that do not move the order: progress, notes. */
  status: string | null;
  source: string;
  /** The producer's word; null when it said nothing. */
  occurredAt: Instant | null;
  /** Counts the events of this source about this order. */
  sequence: number | null;
  correlationId: string | null;
  causationId: string | null;
  /** System → the id under which that system knows the order. */
  ids: Readonly<Record<string, string>>;
  partner: string | null;
  promisedAt: Instant | null;
  customer: Customer | null;
  data: Readonly<Record<string, unknown>> | null;
  traceparent: string | null;
  /** From an import or a replay: nobody is told about it. Never guessed from age. */
  historic: boolean;
};

/** An event in the ledger. `recordedAt` was given once, when it was first accepted. */
export type OrderEvent = StatedEvent & { recordedAt: Instant; digest: string };

/** The source of everything that people do through Orderwatch; no message from outside may claim it. */
export const OWN_SOURCE = 'orderwatch';

/** Types of our own events that mean something to the fold. All others are facts on the timeline. */
export const OWN_TYPES = {
  corrected: 'order.status_corrected',
  frozen: 'order.frozen',
  unfrozen: 'order.unfrozen',
  identityDecided: 'order.identity_decided',
  /** An operator has brought the order to the next status. */
  advanced: 'order.advanced',
} as const;

/** Types of our own events that change who works on an order, and nothing of its way. */
export const HAND_TYPES = {
  taken: 'order.taken',
  released: 'order.released',
  assigned: 'order.assigned',
  noted: 'order.note',
} as const;

const ALIAS_MARK = '~';

export function isProvisional(key: OrderKey): boolean {
  return key.startsWith(ALIAS_MARK);
}

function idAlias(system: string, id: string): Alias {
  return `${ALIAS_MARK}${system}:${id}`;
}

export function correlationAlias(correlationId: string): Alias {
  return `${ALIAS_MARK}corr:${correlationId}`;
}

/**
 * The key that an event names itself: its order id, else the first of its ids in the declared order of systems
 * (undeclared ones after them, by name), else its correlation id. Null when it names nothing.
 */
export function orderKey(
  named: { orderId: string | null; ids: Readonly<Record<string, string>>; correlationId: string | null },
  systems: readonly string[],
): OrderKey | null {
  if (named.orderId !== null) return named.orderId;
  const present = Object.keys(named.ids).sort();
  const system = systems.find(name => named.ids[name] !== undefined) ?? present[0];
  if (system !== undefined) return idAlias(system, named.ids[system]!);
  return named.correlationId === null ? null : correlationAlias(named.correlationId);
}

/** Every other name that an event states for its order, its own provisional key among them. */
export function aliasesOf(event: Pick<StatedEvent, 'ids' | 'correlationId'>): Alias[] {
  const aliases = Object.entries(event.ids).map(([system, id]) => idAlias(system, id));
  if (event.correlationId !== null) aliases.push(correlationAlias(event.correlationId));
  return aliases;
}

/**
 * SHA-256 over what the producer said, to tell a duplicate from a conflict. The trace context is left out: a producer
 * that publishes the same fact twice does so in two spans. So is `historic`, which is ours. And so is whatever is null:
 * the digests of the ledger must hold when an event learns to say more.
 */
export function contentDigest(event: StatedEvent): string {
  let said = '';
  for (const field of DIGESTED) {
    const value = event[field];
    if (value !== null) said += `${said === '' ? '' : ','}"${field}":${canonicalJson(value)}`;
  }
  return hash('sha256', `{${said}}`, 'hex');
}

type Digested = Exclude<keyof StatedEvent, 'traceparent' | 'historic'>;

/** Every field of what was said, sorted, as everything is that is digested. */
const DIGESTED = Object.keys({
  causationId: true,
  correlationId: true,
  customer: true,
  data: true,
  eventId: true,
  ids: true,
  key: true,
  occurredAt: true,
  partner: true,
  promisedAt: true,
  sequence: true,
  source: true,
  status: true,
  type: true,
} satisfies Record<Digested, true>) as Digested[];

/** Names sorted, what is null left out of objects. By hand, since it is done for every event and a replacer is slow. */
function canonicalJson(value: unknown): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  const said = value as Readonly<Record<string, unknown>>;
  let text = '';
  for (const name of sortedNames(said)) {
    if (said[name] === null || said[name] === undefined) continue;
    text += `${text === '' ? '' : ','}${JSON.stringify(name)}:${canonicalJson(said[name])}`;
  }
  return `{${text}}`;
}

/** In the order in which an object that was put together sorted gives them: those that look like an array's first. */
function sortedNames(object: Readonly<Record<string, unknown>>): string[] {
  const names = Object.keys(object);
  if (names.length < 2) return names;
  if (!/^\d/.test(names[0]!)) return names.sort();
  return Object.keys(Object.fromEntries(names.sort().map(name => [name, null])));
}

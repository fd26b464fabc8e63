import { createHash } from 'node:crypto';
import { v5 as uuidv5 } from 'uuid';
import type { Instant } from '../../platform/clock.ts';
import { type Customer, OWN_SOURCE, orderKey, type StatedEvent } from '../../tracker/event.ts';
import type { InboundMessage } from '../message.ts';
import { type DecodeContext, type Rejection, rejected, type Verdict } from './envelope.ts';
import { inRange, type TimeVerdict } from './iso-time.ts';
import { isHoldable } from './json-body.ts';
import type { PlainBody } from './plain-shape.ts';
import { readTraceparent } from './traceparent.ts';

/** What a message says about an order, of the right types and otherwise unchecked, however it was written. */
export type StatedFields = Omit<PlainBody, 'occurredAt' | 'promisedAt' | 'data'> & {
  /** Null where the message says no time. */
  time(field: 'occurredAt' | 'promisedAt'): TimeVerdict | null;
  data(): Record<string, unknown> | null;
  /** Told apart by it when nothing names the event. */
  identity(said: { key: string; source: string; what: string; at: Instant | null }): string;
};

/** How a way of writing events speaks of them, in the reasons of its rejections. */
export type Wording = {
  /** The name of a field, at the beginning of a sentence that says what is wrong with it. */
  name(field: string): string;
  nameless(): string;
  sourceless(): string;
  /** `type`: what the message says it is, if it does. */
  statusless(type: string | null, names: readonly string[]): string;
  unknownStatus(status: string, names: readonly string[]): string;
};

export const STATUS_CHANGED = 'order.status_changed';
const MAX_ID_LENGTH = 256;
const MAX_NAME_LENGTH = 64;
// Each is a row that other orders wait for while it is written.
const MAX_IDS = 50;
const SYSTEM_NAME = /^[A-Za-z0-9][A-Za-z0-9_.-]*$/;

/** The checks that every event passes. AMQP properties fill what the message itself lacks. */
export function statedEvent(
  fields: StatedFields,
  message: InboundMessage,
  context: DecodeContext,
  wording: Wording,
): Verdict {
  const filled = fill(fields, message);
  const verdict = checkedEvent(fields, filled, message, context, wording);
  if (verdict.ok) return verdict;
  const { orderId = null, ids } = fields;
  return { ...verdict, said: { orderId, ids: ids ?? {}, correlationId: filled.correlationId, source: filled.source } };
}

function checkedEvent(
  fields: StatedFields,
  filled: Filled,
  message: InboundMessage,
  context: DecodeContext,
  wording: Wording,
): Verdict {
  const problem =
    textProblem(fields, filled, wording) ??
    statusProblem(filled, context, wording) ??
    sourceProblem(filled.source, wording) ??
    idsProblem(fields.ids, wording);
  if (problem) return problem;

  const ids = statedIds(fields.ids);
  const { correlationId } = filled;
  const key = orderKey({ orderId: fields.orderId ?? null, ids, correlationId }, context.lifecycles.systems);
  if (key === null) return rejected('missing_field', wording.nameless(), { field: 'orderId' });
  if (!isCount(fields.sequence)) {
    return rejected(
      'bad_number',
      `${wording.name('sequence')} is ${fields.sequence}; it must be a whole number from 0 to ${Number.MAX_SAFE_INTEGER}.`,
      { field: 'sequence' },
    );
  }
  const occurred = instantOf(fields.time('occurredAt'), 'occurredAt', wording, message.properties.timestamp);
  if (!occurred.ok) return occurred;
  const promised = instantOf(fields.time('promisedAt'), 'promisedAt', wording, null);
  if (!promised.ok) return promised;

  const status = fields.status ?? null;
  const type = filled.type ?? STATUS_CHANGED;
  const source = filled.source!;
  const event: StatedEvent = {
    key,
    eventId: filled.eventId ?? fields.identity({ key, source, what: status ?? type, at: occurred.at }),
    type,
    status,
    source,
    occurredAt: occurred.at,
    sequence: fields.sequence ?? null,
    correlationId,
    causationId: fields.causationId ?? null,
    ids,
    partner: fields.partner || null,
    promisedAt: promised.at,
    customer: customerOf(fields.customer),
    data: fields.data(),
    traceparent: readTraceparent(message.properties.headers),
    historic: context.historic,
  };
  return { ok: true, event };
}

type Filled = {
  eventId: string | null;
  correlationId: string | null;
  type: string | null;
  status: string | null;
  source: string | null;
};

function fill(fields: StatedFields, { properties }: InboundMessage): Filled {
  return {
    eventId: fields.eventId ?? properties.messageId,
    correlationId: fields.correlationId ?? properties.correlationId,
    type: fields.type ?? properties.type,
    status: fields.status ?? null,
    source: fields.source ?? properties.appId,
  };
}

/** What holds for every short text, wherever it came from: not empty, not endless, no characters that can't be kept. */
function textProblem(fields: StatedFields, filled: Filled, wording: Wording): Rejection | null {
  const short = (name: string, value: string | null | undefined) => shortText(name, value, wording);
  return (
    short('orderId', fields.orderId) ??
    short('eventId', filled.eventId) ??
    short('correlationId', filled.correlationId) ??
    short('causationId', fields.causationId) ??
    short('type', filled.type) ??
    short('source', filled.source) ??
    short('partner', fields.partner || null) ??
    short('customer.id', fields.customer?.id || null) ??
    (fields.orderId?.startsWith('~') ? reservedOrderId(wording) : null)
  );
}

function shortText(name: string, value: string | null | undefined, wording: Wording): Rejection | null {
  if (value === null || value === undefined) return null;
  const about = { field: name };
  if (value === '') {
    return rejected('bad_id', `${wording.name(name)} is empty; leave it out or give it a value.`, about);
  }
  if (value.length > MAX_ID_LENGTH) {
    return rejected(
      'bad_id',
      `${wording.name(name)} has ${value.length} characters; at most ${MAX_ID_LENGTH} are taken.`,
      about,
    );
  }
  if (isHoldable(value)) return null;
  return rejected(
    'bad_characters',
    `${wording.name(name)} holds a NUL character or half of a surrogate pair; leave it out.`,
    about,
  );
}

function reservedOrderId(wording: Wording): Rejection {
  return rejected(
    'reserved',
    `${wording.name('orderId')} begins with "~", which is reserved for orders that have no order id yet.`,
    { field: 'orderId' },
  );
}

function statusProblem({ type, status }: Filled, { lifecycles }: DecodeContext, wording: Wording): Rejection | null {
  if (status === null) {
    if (type !== null && type !== STATUS_CHANGED) return null;
    return rejected('missing_field', wording.statusless(type, lifecycles.names), { field: 'status' });
  }
  if (lifecycles.knows(status)) return null;
  return rejected('unknown_status', wording.unknownStatus(status, lifecycles.names), {
    field: 'status',
    value: status,
  });
}

function sourceProblem(source: string | null, wording: Wording): Rejection | null {
  if (source === null) return rejected('missing_field', wording.sourceless(), { field: 'source' });
  if (!isReservedSource(source)) return null;
  return rejected(
    'reserved',
    `${wording.name('source')} "${source}" is reserved; use the name of the system that publishes.`,
    { field: 'source' },
  );
}

/** `__proto__` as a key would vanish from the view of an order by its sources. */
export function isReservedSource(source: string): boolean {
  return source.toLowerCase() === OWN_SOURCE || source === '__proto__';
}

function idsProblem(ids: PlainBody['ids'], wording: Wording): Rejection | null {
  const count = Object.keys(ids ?? {}).length;
  if (count > MAX_IDS)
    return rejected('bad_id', `\`ids\` names ${count} systems; at most ${MAX_IDS} are taken.`, { field: 'ids' });
  for (const [system, id] of Object.entries(ids ?? {})) {
    const problem = systemProblem(system);
    if (problem) return problem;
    if (id === null) continue;
    if (typeof id !== 'string')
      return rejected('wrong_type', `\`ids.${system}\` must be a string; send it in quotes.`, { field: 'ids' });
    const textual = shortText(`ids.${system}`, id, wording);
    if (textual) return textual;
  }
  return null;
}

export function systemProblem(system: string): Rejection | null {
  if (!SYSTEM_NAME.test(system) || system.length > MAX_NAME_LENGTH) {
    return rejected(
      'bad_id',
      `\`ids\` names the system "${system.slice(0, MAX_NAME_LENGTH).toWellFormed()}"; a system's name has 1 to ` +
        `${MAX_NAME_LENGTH} letters, digits, dots, underscores or hyphens and begins with a letter or digit.`,
      { field: 'ids' },
    );
  }
  return system === 'corr'
    ? rejected('reserved', '`ids.corr` is reserved; send `correlationId` instead.', { field: 'ids' })
    : null;
}

/** After idsProblem: every value is a good string, or null, which says that the system knows no id. */
function statedIds(ids: PlainBody['ids']): Record<string, string> {
  return Object.fromEntries(Object.entries(ids ?? {}).filter(([, id]) => id !== null)) as Record<string, string>;
}

function isCount(sequence: number | null | undefined): boolean {
  return sequence === null || sequence === undefined || (Number.isSafeInteger(sequence) && sequence >= 0);
}

function instantOf(
  stated: TimeVerdict | null,
  field: string,
  wording: Wording,
  property: Instant | null,
): { ok: true; at: Instant | null } | Rejection {
  if (stated !== null)
    return stated.ok ? stated : rejected('bad_time', `${wording.name(field)} ${stated.problem}`, { field });
  if (property === null || inRange(property)) return { ok: true, at: property };
  return rejected(
    'bad_time',
    `${wording.name(field)} is missing and the AMQP property timestamp in its place is ${property / 1000} seconds ` +
      'since 1970, which is not in the years 0001 to 9999.',
    { field },
  );
}

function customerOf(customer: PlainBody['customer']): Customer | null {
  if (!customer) return null;
  const said = Object.entries(customer).filter(([, value]) => value);
  return said.length === 0 ? null : (Object.fromEntries(said) as Customer);
}

// Any fixed UUID will do, and it may never change: a redelivery must get the id that the first delivery got.
const NAMESPACE = '6f3a4f0e-52f4-4d0e-9d43-2f8d1f6f7c11';

/** The id of an event without one: the same for the same parts. */
export function derivedId(parts: readonly unknown[]): string {
  return uuidv5(JSON.stringify(parts), NAMESPACE);
}

export function digestOf(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

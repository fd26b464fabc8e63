import { createHash } from 'node:crypto';
import { v5 as uuidv5 } from 'uuid';
import type { Instant } from '../../platform/clock.ts';
import { nearMatch } from '../../platform/near-match.ts';
import { type Customer, OWN_SOURCE, orderKey, type StatedEvent } from '../../tracker/event.ts';
import type { InboundMessage } from '../message.ts';
import { type DecodeContext, type Envelope, type Rejection, rejected, type Verdict } from './envelope.ts';
import { inRange, parseTime } from './iso-time.ts';
import { isHoldable, readJsonObject } from './json-body.ts';
import { type PlainBody, readShape } from './plain-shape.ts';
import { readTraceparent } from './traceparent.ts';

/** Our own contract (DESIGN §4): a JSON object; AMQP properties fill what it lacks. */
export const plain: Envelope = { name: 'plain', recognises: () => true, decode };

const STATUS_CHANGED = 'order.status_changed';
const MAX_ID_LENGTH = 256;
const MAX_NAME_LENGTH = 64;
// Each is a row that other orders wait for while it is written.
const MAX_IDS = 50;
const SYSTEM_NAME = /^[A-Za-z0-9][A-Za-z0-9_.-]*$/;

function decode(message: InboundMessage, context: DecodeContext): Verdict {
  const json = readJsonObject(message.body, message.properties.contentEncoding);
  if (!json.ok) return json;
  const shape = readShape(json.object);
  if (!shape.ok) return shape;
  const { body } = shape;
  const filled = fill(body, message);

  const problem =
    textProblem(body, filled) ?? statusProblem(filled, context) ?? sourceProblem(filled.source) ?? idsProblem(body.ids);
  if (problem) return problem;

  const ids = statedIds(body.ids);
  const { correlationId } = filled;
  const key = orderKey({ orderId: body.orderId ?? null, ids, correlationId }, context.lifecycles.systems);
  if (key === null) return nameless();
  if (!isCount(body.sequence)) {
    return rejected(
      'bad_number',
      `\`sequence\` is ${body.sequence}; it must be a whole number from 0 to ${Number.MAX_SAFE_INTEGER}.`,
    );
  }
  const occurred = instantOf(body.occurredAt, 'occurredAt', message.properties.timestamp);
  if (!occurred.ok) return occurred;
  const promised = instantOf(body.promisedAt, 'promisedAt', null);
  if (!promised.ok) return promised;

  const status = body.status ?? null;
  const type = filled.type ?? STATUS_CHANGED;
  const source = filled.source!;
  const event: StatedEvent = {
    key,
    eventId: filled.eventId ?? derivedId(key, source, status ?? type, occurred.at, message.body),
    type,
    status,
    source,
    occurredAt: occurred.at,
    sequence: body.sequence ?? null,
    correlationId,
    causationId: body.causationId ?? null,
    ids,
    partner: body.partner || null,
    promisedAt: promised.at,
    customer: customerOf(body.customer),
    data: body.data ? (json.exact().data as Record<string, unknown>) : null,
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

function fill(body: PlainBody, { properties, routingKey }: InboundMessage): Filled {
  return {
    eventId: body.eventId ?? properties.messageId,
    correlationId: body.correlationId ?? properties.correlationId,
    type: body.type ?? properties.type,
    status: body.status ?? null,
    source: body.source ?? properties.appId ?? sourceInRoutingKey(routingKey),
  };
}

function sourceInRoutingKey(routingKey: string | null): string | null {
  return /^order\.([^.]+)\.[^.]+$/.exec(routingKey ?? '')?.[1] ?? null;
}

/** What holds for every short text, wherever it came from: not empty, not endless, no characters that can't be kept. */
function textProblem(body: PlainBody, filled: Filled): Rejection | null {
  return (
    shortText('orderId', body.orderId) ??
    shortText('eventId', filled.eventId) ??
    shortText('correlationId', filled.correlationId) ??
    shortText('causationId', body.causationId) ??
    shortText('type', filled.type) ??
    shortText('source', filled.source) ??
    shortText('partner', body.partner || null) ??
    shortText('customer.id', body.customer?.id || null) ??
    (body.orderId?.startsWith('~') ? reservedOrderId() : null)
  );
}

function shortText(name: string, value: string | null | undefined): Rejection | null {
  if (value === null || value === undefined) return null;
  if (value === '') return rejected('bad_id', `\`${name}\` is empty; leave it out or give it a value.`);
  if (value.length > MAX_ID_LENGTH) {
    return rejected('bad_id', `\`${name}\` has ${value.length} characters; at most ${MAX_ID_LENGTH} are taken.`);
  }
  if (isHoldable(value)) return null;
  return rejected('bad_characters', `\`${name}\` holds a NUL character or half of a surrogate pair; leave it out.`);
}

function reservedOrderId(): Rejection {
  return rejected('reserved', '`orderId` begins with "~", which is reserved for orders that have no order id yet.');
}

function statusProblem({ type, status }: Filled, { lifecycles }: DecodeContext): Rejection | null {
  if (status === null) {
    if (type !== null && type !== STATUS_CHANGED) return null;
    const why =
      type === null ? 'The event has neither `type` nor `status`' : `An event of type "${type}" needs a \`status\``;
    return rejected('missing_field', `${why}; a status is one of ${lifecycles.names.join(', ')}.`);
  }
  if (lifecycles.knows(status)) return null;
  const shown = status.length > 60 ? `${status.slice(0, 60).toWellFormed()}…` : status;
  const near = nearMatch(status, lifecycles.names);
  const meant = near === null ? '' : ` Did you mean ${near}?`;
  return rejected(
    'unknown_status',
    `\`status\` "${shown}" is not a known status.${meant} Known are ${lifecycles.names.join(', ')}.`,
  );
}

function sourceProblem(source: string | null): Rejection | null {
  if (source === null) {
    return rejected(
      'missing_field',
      'The event does not say which system it is from: set `source` in the body, the AMQP property app_id, ' +
        'or a routing key of the form order.<source>.<status>.',
    );
  }
  // `__proto__` as a key would vanish from the view of an order by its sources.
  if (source.toLowerCase() !== OWN_SOURCE && source !== '__proto__') return null;
  return rejected('reserved', `\`source\` "${source}" is reserved; use the name of the system that publishes.`);
}

function idsProblem(ids: PlainBody['ids']): Rejection | null {
  const count = Object.keys(ids ?? {}).length;
  if (count > MAX_IDS) return rejected('bad_id', `\`ids\` names ${count} systems; at most ${MAX_IDS} are taken.`);
  for (const [system, id] of Object.entries(ids ?? {})) {
    if (!SYSTEM_NAME.test(system) || system.length > MAX_NAME_LENGTH) {
      return rejected(
        'bad_id',
        `\`ids\` names the system "${system.slice(0, MAX_NAME_LENGTH).toWellFormed()}"; a system's name has 1 to ` +
          `${MAX_NAME_LENGTH} letters, digits, dots, underscores or hyphens and begins with a letter or digit.`,
      );
    }
    if (system === 'corr') return rejected('reserved', '`ids.corr` is reserved; send `correlationId` instead.');
    if (id === null) continue;
    if (typeof id !== 'string') return rejected('wrong_type', `\`ids.${system}\` must be a string; send it in quotes.`);
    const problem = shortText(`ids.${system}`, id);
    if (problem) return problem;
  }
  return null;
}

/** After idsProblem: every value is a good string, or null, which says that the system knows no id. */
function statedIds(ids: PlainBody['ids']): Record<string, string> {
  return Object.fromEntries(Object.entries(ids ?? {}).filter(([, id]) => id !== null)) as Record<string, string>;
}

function nameless(): Rejection {
  return rejected(
    'missing_field',
    'The event does not say which order it is about: it needs `orderId`, or an id of the order in another system ' +
      'in `ids` ({ "mes": "M-77" }), or a `correlationId`.',
  );
}

function isCount(sequence: number | null | undefined): boolean {
  return sequence === null || sequence === undefined || (Number.isSafeInteger(sequence) && sequence >= 0);
}

function instantOf(
  text: string | null | undefined,
  name: string,
  property: Instant | null,
): { ok: true; at: Instant | null } | Rejection {
  if (text !== null && text !== undefined) {
    const time = parseTime(text);
    return time.ok ? time : rejected('bad_time', `\`${name}\` ${time.problem}`);
  }
  if (property === null || inRange(property)) return { ok: true, at: property };
  return rejected(
    'bad_time',
    `\`${name}\` is missing and the AMQP property timestamp in its place is ${property / 1000} seconds since 1970, ` +
      'which is not in the years 0001 to 9999.',
  );
}

function customerOf(customer: PlainBody['customer']): Customer | null {
  if (!customer) return null;
  const said = Object.entries(customer).filter(([, value]) => value);
  return said.length === 0 ? null : (Object.fromEntries(said) as Customer);
}

// Any fixed UUID will do, and it may never change: a redelivery must get the id that the first delivery got.
const NAMESPACE = '6f3a4f0e-52f4-4d0e-9d43-2f8d1f6f7c11';

/** For an event without an id. Without a time, the bytes tell one from another. */
function derivedId(key: string, source: string, what: string, at: Instant | null, body: Buffer): string {
  const when = at ?? createHash('sha256').update(body).digest('hex');
  return uuidv5(JSON.stringify([key, source, what, when]), NAMESPACE);
}

import { type DecodeContext, type Rejection, rejected, type Verdict } from '../envelope/envelope.ts';
import { describe, isObject, type JsonObject, problemWithin, readJsonObject } from '../envelope/json-body.ts';
import { derivedId, digestOf, type StatedFields, statedEvent } from '../envelope/stated-event.ts';
import type { InboundMessage } from '../message.ts';
import { storable } from '../storable.ts';
import { evaluate, type Gave, type Variables } from './expression.ts';
import { readForm } from './form-body.ts';
import { mappedTime } from './mapped-time.ts';
import { clipped, nameOf, type Reading, wordingOf } from './mapped-wording.ts';
import { publicationOf, type Source } from './source.ts';
import { readXml } from './xml-body.ts';

export type Mapped = { readings: readonly Reading[]; verdict: Verdict };

/** Reads a message as its source declares it: at once where all expressions are paths. */
export function decodeMapped(
  source: Source,
  message: InboundMessage,
  context: DecodeContext,
): Mapped | Promise<Mapped> {
  const document = readDocument(source, message);
  if (!document.ok) {
    const reason = `Source ${source.declared.name}: ${document.reason}`;
    return { readings: [], verdict: saidBy(source, rejected(document.kind, reason, document.about)) };
  }
  const expressions = source.fields.map(({ expression }) => expression);
  const gave = evaluate(expressions, document.object, variablesOf(message));
  return gave instanceof Promise
    ? gave.then(settled => stateMapped(source, message, context, settled))
    : stateMapped(source, message, context, gave);
}

function stateMapped(source: Source, message: InboundMessage, context: DecodeContext, gave: readonly Gave[]): Mapped {
  const readings = readingsOf(source, message, gave);
  const stated = stateFields(source, readings, message);
  if (!stated.ok) return { readings, verdict: saidBy(source, stated) };
  return { readings, verdict: statedEvent(stated.fields, message, context, wordingOf(source, readings)) };
}

/** Whoever it is about: whose messages these are is declared. */
function saidBy({ declared }: Source, rejection: Rejection): Rejection {
  if (typeof declared.source !== 'string') return rejection;
  return { ...rejection, said: { orderId: null, ids: {}, correlationId: null, source: declared.source } };
}

function readDocument({ declared }: Source, { body, properties }: InboundMessage) {
  if (declared.format === 'xml') return readXml(body, properties);
  if (declared.format === 'form') return readForm(body, properties);
  const json = readJsonObject(body, properties.contentEncoding);
  // Long numbers are ids more often than not: their digits count.
  return json.ok ? { ok: true as const, object: json.exact() } : json;
}

function readingsOf({ declared, fields }: Source, message: InboundMessage, gave: readonly Gave[]): Reading[] {
  const readings: Reading[] = fields.map(({ field, expression: { text, path } }, index) => {
    const one = gave[index]!;
    const value = 'problem' in one ? null : one.value;
    // What stands in the message was checked there; an expression may cut a character in half.
    const unholdable = path === null && problemWithin({ value }) ? 'it gives half a character, or NUL' : null;
    return { field, expression: text, gave: value, problem: 'problem' in one ? one.problem : unholdable };
  });
  if (typeof declared.source === 'object' && 'header' in declared.source) {
    const { header } = declared.source;
    const { headers } = message.properties;
    const value = Object.hasOwn(headers, header) ? storable(headers[header]) : null;
    readings.push({ field: 'source', expression: `header ${header}`, gave: value, problem: null });
  }
  return readings;
}

/** As they would come out of quarantine again, so that a replay reads the same. Few mappings ask for any of them. */
function variablesOf(message: InboundMessage): Variables {
  const { headers, ...named } = message.properties;
  return {
    ...publicationOf(message),
    get headers() {
      return storable(headers);
    },
    get properties() {
      return storable(named);
    },
  };
}

/** Readings → fields of the right types, or what is wrong with the first that isn't. */
function stateFields(
  source: Source,
  readings: readonly Reading[],
  message: InboundMessage,
): { ok: true; fields: StatedFields } | Rejection {
  const { declared } = source;
  const values = new Map<string, unknown>();
  for (const reading of readings) {
    const problem = readingProblem(source, reading);
    if (problem) return problem;
    values.set(reading.field, isText(reading.field) ? asText(reading.gave as string | number | null) : reading.gave);
  }
  const text = (field: string) => (values.get(field) ?? null) as string | null;
  const named = (group: string) =>
    Object.fromEntries(
      [...values]
        .filter(([field, value]) => field.startsWith(`${group}.`) && value !== null)
        .map(([field, value]) => [field.slice(group.length + 1), value]),
    );
  const status = text('status');
  const wording = wordingOf(source, readings);
  // Another system's `type` is the class of its message as a rule: it does not make a fact of a change without status.
  if (status === null && values.has('status') && !values.has('type')) {
    return rejected('missing_field', wording.statusless(null, []), { field: 'status' });
  }
  const fields: StatedFields = {
    eventId: text('eventId'),
    type: text('type'),
    orderId: text('orderId'),
    status: status === null ? null : (source.statuses.get(status) ?? status),
    source: typeof declared.source === 'string' ? declared.source : text('source'),
    correlationId: text('correlationId'),
    causationId: text('causationId'),
    sequence: asNumber(values.get('sequence')),
    customer: named('customer'),
    ids: named('ids'),
    partner: text('partner'),
    time: field => mappedTime(values.get(field) ?? null, declared.zone ?? null),
    data: () => (values.get('data') as JsonObject | undefined) ?? nonEmpty(named('data')),
    identity: () => identityOf(message),
  };
  return { ok: true, fields };
}

const TIMES = ['occurredAt', 'promisedAt'];

/** All others are texts; numbers become text, since many a system counts its orders. */
function isText(field: string): boolean {
  return field !== 'sequence' && field !== 'data' && !field.startsWith('data.') && !TIMES.includes(field);
}

function readingProblem(source: Source, reading: Reading): Rejection | null {
  const { field, gave, problem } = reading;
  const name = nameOf(source, reading);
  if (problem !== null)
    return rejected('expression_failed', `${name} can't be worked out: ${clipped(problem)}.`, { field });
  if (gave === null || TIMES.includes(field)) return null;
  if (field === 'data') {
    return isObject(gave)
      ? null
      : rejected('wrong_type', `${name} gives ${describe(gave)}; it must give an object.`, { field });
  }
  if (field === 'sequence') {
    if (typeof gave === 'number' || (typeof gave === 'string' && /^\s*(\d{1,16}\s*)?$/.test(gave))) return null;
    return rejected('wrong_type', `${name} gives ${describe(gave)}; it must give a whole number.`, { field });
  }
  if (!isText(field) || typeof gave === 'string' || typeof gave === 'number') return null;
  const several = Array.isArray(gave) ? ' Choose one of them with [0], or write them together with $join.' : '';
  return rejected('wrong_type', `${name} gives ${describe(gave)}; it must give one text or number.${several}`, {
    field,
  });
}

/** Spaces around a text are padding of some old table. What is empty says nothing. */
function asText(value: string | number | null): string | null {
  return value === null ? null : String(value).trim() || null;
}

function asNumber(value: unknown): number | null {
  if (typeof value !== 'string') return (value as number | null | undefined) ?? null;
  return value.trim() === '' ? null : Number(value);
}

function nonEmpty(object: JsonObject): JsonObject | null {
  return Object.keys(object).length === 0 ? null : object;
}

// The broker writes them on the way, and tracing writes others at each attempt to publish.
const NOT_THE_PUBLISHERS =
  /^(x-death$|x-(first|last)-death-|x-delivery-count$|x-acquired-count$|x-received-from$|x-shovelled|x-opt-|traceparent$|tracestate$|baggage$)/;

/**
 * The id of an event that has none: from the message and not from what the mapping makes of it, so that a redelivery
 * and a replay under a mended mapping meet their twin. What its publisher sent twice in the very same words, with the
 * same timestamp if any, is the same event.
 */
function identityOf(message: InboundMessage): string {
  const { exchange, routingKey } = publicationOf(message);
  const { headers, timestamp } = message.properties;
  const own = Object.entries(storable(headers) as JsonObject).filter(([name]) => !NOT_THE_PUBLISHERS.test(name));
  return derivedId([
    'mapped',
    exchange,
    routingKey,
    timestamp,
    sorted(Object.fromEntries(own)),
    digestOf(message.body),
  ]);
}

/** Postgres' jsonb keeps no order of names. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isObject(value)) return value;
  return Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, inner]) => [name, sorted(inner)]);
}

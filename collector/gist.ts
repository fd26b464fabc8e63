import { type Alias, aliasesOf, isProvisional, type OrderKey, type StatedEvent } from '../tracker/event.ts';
import type { Rejection } from './envelope/envelope.ts';
import { decodeUtf8, isObject, MAX_BODY_BYTES } from './envelope/json-body.ts';
import { systemProblem } from './envelope/stated-event.ts';
import type { InboundMessage } from './message.ts';

/**
 * What a message seems to be about, also when nobody understands it: names only, nothing of anybody's data. Names of
 * orders are those of the ledger: `ORD-1042`, `~mes:M-77`, `~corr:cart-77`.
 */
export type Gist = {
  names: (OrderKey | Alias)[];
  type: string | null;
  status: string | null;
  source: string | null;
};

// What names more orders than that is a list of them, and the matter of none.
const MOST_NAMES = 50;
const DEEPEST = 6;
const MOST_PARTS = 2_000;

/** Of an event that was understood. */
export function gistOfEvent(event: StatedEvent): Gist {
  const { key, type, status, source } = event;
  const names = [...new Set([key, ...aliasesOf(event)])].slice(0, MOST_NAMES);
  return { names, type: codeIn(type), status, source: codeIn(source) };
}

/** Of one that was not: by what was read of it, then by what it seems to say. */
export function gistOfRejected(message: InboundMessage, { said }: Rejection): Gist {
  const seen = gistOf(message);
  if (said === undefined) return seen;
  const { orderId, ids, correlationId } = said;
  const names = [
    ...namesIn(orderId, id => id),
    ...Object.entries(ids).flatMap(([system, id]) =>
      systemProblem(system) ? [] : namesIn(id, it => `~${system}:${it}`),
    ),
    ...namesIn(correlationId, id => `~corr:${id}`),
  ];
  const all = [...new Set([...names, ...seen.names])].slice(0, MOST_NAMES);
  return { ...seen, names: all, source: codeIn(said.source) ?? seen.source };
}

/**
 * Of any other: by the names that fields bear in most systems, at whatever depth. It is a guess, good enough to say that a
 * message may be what an order waits for, and nothing is decided by it.
 */
export function gistOf(message: InboundMessage): Gist {
  const { properties, routingKey, exchange } = message;
  const names = new Set<string>();
  const said: { type: string | null; status: string | null; source: string | null } = {
    type: null,
    status: null,
    source: null,
  };
  const note = (field: string, value: unknown) => {
    const id = idIn(value);
    if (id === null) return;
    if (ORDER_FIELDS.has(field) && !isProvisional(id)) names.add(id);
    else if (CORRELATION_FIELDS.has(field)) names.add(`~corr:${id}`);
    else if ((field === 'type' || field === 'status' || field === 'source') && said[field] === null) {
      said[field] = codeIn(value);
    }
  };
  walk(parsed(message.body), note, (system, value) => {
    const id = idIn(value);
    if (id !== null && systemProblem(system) === null) names.add(`~${system}:${id}`);
  });
  note('correlationid', properties.correlationId);
  for (const [header, value] of Object.entries(properties.headers)) note(plainName(header.replace(/^x-/i, '')), value);
  return {
    names: [...names].slice(0, MOST_NAMES),
    type: said.type ?? codeIn(properties.type),
    status: said.status,
    source: said.source ?? codeIn(properties.appId) ?? codeIn(sourceIn(routingKey)) ?? codeIn(exchange),
  };
}

const ORDER_FIELDS = new Set(['orderid', 'order', 'ordernumber', 'orderno', 'orderkey']);
const CORRELATION_FIELDS = new Set(['correlationid']);

/** `order_id`, `Order-Id` and `orderId` are the same field. */
function plainName(name: string): string {
  return name.toLowerCase().replace(/[_\-. ]/g, '');
}

/** Without recursion, and never deeper or further than anybody names an order. */
function walk(
  root: unknown,
  note: (field: string, value: unknown) => void,
  noteId: (system: string, value: unknown) => void,
): void {
  const open = [{ value: root, depth: 0 }];
  for (let at = 0; at < open.length && at < MOST_PARTS; at++) {
    const { value, depth } = open[at]!;
    const push = (inner: unknown) => depth < DEEPEST && open.push({ value: inner, depth: depth + 1 });
    if (Array.isArray(value)) value.slice(0, MOST_NAMES).forEach(push);
    else if (isObject(value)) {
      for (const [name, inner] of Object.entries(value)) {
        const field = plainName(name);
        if (field === 'ids' && isObject(inner)) for (const [system, id] of Object.entries(inner)) noteId(system, id);
        else if (inner !== null && typeof inner === 'object') push(inner);
        else note(field, inner);
      }
    }
  }
}

function parsed(body: Buffer): unknown {
  if (body.length > MAX_BODY_BYTES) return null;
  const text = decodeUtf8(body);
  if (text === null) return null;
  try {
    return JSON.parse(text);
  } catch {
    return Object.fromEntries(pairsIn(text));
  }
}

/** Of what is no JSON, or was cut off: what looks like a field with a value, in JSON, XML or a form. */
function pairsIn(text: string): [string, string][] {
  const found: [string, string][] = [];
  for (const { 1: name, 2: value } of text.matchAll(PAIR)) {
    found.push([name!, value!]);
    if (found.length === MOST_NAMES) break;
  }
  return found;
}

const PAIR =
  /\b(order[_\-.]?(?:id|number|no|key)|correlation[_\-.]?id|status|source)["']?\s*[:=>]\s*["']?([\p{L}\p{N}][\p{L}\p{N}_.\-/]{0,127})/giu;

/** An id as systems make them: no address, no number to call, no text. */
function idIn(value: unknown): string | null {
  const text = typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : value;
  return typeof text === 'string' && ID.test(text) ? text : null;
}

const ID = /^[~\p{L}\p{N}][\p{L}\p{N}_.:#\-/]{0,255}$/u;

function namesIn(value: unknown, named: (id: string) => string): string[] {
  const id = idIn(value);
  return id === null ? [] : [named(id)];
}

/** A word of a program: `PRICED`, `order.note`, `mes`. */
export function codeIn(value: unknown): string | null {
  return typeof value === 'string' && CODE.test(value) ? value : null;
}

const CODE = /^[A-Za-z][A-Za-z0-9_.-]{0,63}$/;

function sourceIn(routingKey: string | null): string | null {
  return /^order\.([^.]+)\.[^.]+$/.exec(routingKey ?? '')?.[1] ?? null;
}

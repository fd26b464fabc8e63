import type { Readable } from '../../platform/mistake.ts';
import type { InboundMessage } from '../message.ts';
import { storable } from '../storable.ts';
import { defaultTopology } from '../topology.ts';
import { compileExpression, type Expression } from './expression.ts';
import { bindingsOf, type SourceDeclaration } from './source-declaration.ts';
import { matchesPattern } from './topic-pattern.ts';

/** A declared source, ready to read messages. */
export type Source = {
  declared: SourceDeclaration;
  fields: readonly { field: string; expression: Expression }[];
  /** Status of the message → ours. */
  statuses: ReadonlyMap<string, string>;
};

/** Throws for an expression of which `expressionProblem` tells. */
export function compileSource(declared: SourceDeclaration): Source {
  return {
    declared,
    fields: expressionsOf(declared).map(({ field, text }) => ({ field, expression: compileExpression(text) })),
    statuses: new Map(Object.entries(declared.statuses ?? {}).map(([theirs, ours]) => [theirs.trim(), ours])),
  };
}

export type StatedExpression = {
  /** `orderId`, `ids.mes`. */
  field: string;
  /** Where it stands in the declaration. */
  path: readonly string[];
  text: string;
};

/** Also of a declaration of which parts were refused. */
export function expressionsOf({ fields = {}, source }: Readable<SourceDeclaration>): StatedExpression[] {
  const inFields = Object.entries(fields).flatMap(([name, stated]) => within([name], stated));
  const found = inFields.map(({ path, text }) => ({ field: path.join('.'), path: ['fields', ...path], text }));
  if (typeof source !== 'object' || !('field' in source) || source.field === undefined) return found;
  return [...found, { field: 'source', path: ['source', 'field'], text: source.field }];
}

function within(
  path: readonly string[],
  stated: string | Readonly<Record<string, string | undefined>> | undefined,
): { path: readonly string[]; text: string }[] {
  if (stated === undefined) return [];
  if (typeof stated === 'string') return [{ path, text: stated }];
  return Object.entries(stated).flatMap(([name, text]) => within([...path, name], text));
}

/**
 * Where a message was published first. One that was a dead letter and was put back comes through the default exchange,
 * or through whatever moved it; what the broker wrote when it died tells where it had come from.
 */
export function publicationOf({ exchange, routingKey, properties }: InboundMessage): {
  exchange: string | null;
  routingKey: string | null;
} {
  const deaths: unknown = properties.headers['x-death'];
  const death = Array.isArray(deaths) ? deaths.findLast(it => it?.queue === defaultTopology.queue) : undefined;
  const firstKey: unknown = death?.['routing-keys']?.[0];
  return typeof death?.exchange === 'string' && typeof firstKey === 'string'
    ? { exchange: death.exchange, routingKey: firstKey }
    : { exchange, routingKey };
}

/** Why a source does not read a message (the end of a sentence that begins with "it"), or null when it does. */
export function mismatch({ declared }: Source, message: InboundMessage): string | null {
  if (message.exchange === null)
    return `reads messages of the exchange ${declared.exchange}, and this one came over HTTP`;
  const { exchange, routingKey } = publicationOf(message);
  const key = routingKey ?? '';
  if (exchange !== declared.exchange) return `reads messages of the exchange ${declared.exchange}, not of ${exchange}`;
  const bindings = bindingsOf(declared);
  const { when } = declared;
  if (!bindings.some(pattern => matchesPattern(pattern, key))) {
    return `is bound with ${bindings.join(', ')}, which the routing key "${key}" does not match`;
  }
  if (when?.routingKey !== undefined && !matchesPattern(when.routingKey, key)) {
    return `wants the routing key ${when.routingKey}, which "${key}" does not match`;
  }
  const { headers } = message.properties;
  for (const [name, value] of Object.entries(when?.headers ?? {})) {
    const found = Object.hasOwn(headers, name) ? storable(headers[name]) : undefined;
    // A table may have a field of the name toString: only what is one value is made text.
    const text = typeof found === 'object' ? JSON.stringify(found) : String(found);
    if (text !== String(value)) {
      const is = found === undefined ? 'is missing' : `is ${JSON.stringify(text)}`;
      return `wants the header ${name} to be "${value}", and it ${is}`;
    }
  }
  return null;
}

import type { InboundMessage } from '../message.ts';
import { compileExpression, type Expression } from './expression.ts';
import type { SourceDeclaration } from './source-declaration.ts';
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
    statuses: new Map(Object.entries(declared.statuses).map(([theirs, ours]) => [theirs.trim(), ours])),
  };
}

export type StatedExpression = {
  /** `orderId`, `ids.mes`. */
  field: string;
  /** Where it stands in the declaration. */
  path: readonly string[];
  text: string;
};

export function expressionsOf({ fields, source }: SourceDeclaration): StatedExpression[] {
  const inFields = Object.entries(fields).flatMap(([name, stated]) => within([name], stated));
  const found = inFields.map(({ path, text }) => ({ field: path.join('.'), path: ['fields', ...path], text }));
  if (typeof source === 'string' || !('field' in source)) return found;
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

/** Why a source does not read a message (the end of a sentence that begins with "it"), or null when it does. */
export function mismatch({ declared }: Source, message: InboundMessage): string | null {
  const { exchange, bindings, when } = declared;
  if (message.exchange === null) return `reads messages of the exchange ${exchange}, and this one came over HTTP`;
  if (message.exchange !== exchange) return `reads messages of the exchange ${exchange}, not of ${message.exchange}`;
  const routingKey = message.routingKey ?? '';
  if (!bindings.some(pattern => matchesPattern(pattern, routingKey))) {
    return `is bound with ${bindings.join(', ')}, which the routing key "${routingKey}" does not match`;
  }
  if (when?.routingKey !== undefined && !matchesPattern(when.routingKey, routingKey)) {
    return `wants the routing key ${when.routingKey}, which "${routingKey}" does not match`;
  }
  const { headers } = message.properties;
  for (const [name, value] of Object.entries(when?.headers ?? {})) {
    const found = Object.hasOwn(headers, name) ? headers[name] : undefined;
    if (String(found) !== String(value)) {
      const is = found === undefined ? 'is missing' : `is ${JSON.stringify(String(found))}`;
      return `wants the header ${name} to be "${value}", and it ${is}`;
    }
  }
  return null;
}

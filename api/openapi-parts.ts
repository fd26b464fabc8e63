import { z } from 'zod';
import { contract } from './contract.ts';

/** What the OpenAPI document is put together of: schemas of the contract, parameters, answers. */

type Schema = Record<string, unknown>;
type SchemaName = keyof typeof contract;

export function schemas(): Record<string, Schema> {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(contract)) registry.add(schema, { id });
  const made = z.toJSONSchema(registry, { uri: reference, override: ({ jsonSchema }) => tidy(jsonSchema as Schema) });
  return Object.fromEntries(
    Object.entries(made.schemas).map(([id, { $schema: _dialect, $id: _uri, ...schema }]) => [id, schema]),
  );
}

function tidy(schema: Schema): void {
  // zod's pattern for times is 300 characters that say no more than the format.
  if (schema.format === 'date-time' || schema.format === 'date') delete schema.pattern;
  // Clients must not break when a field is added.
  if (schema.additionalProperties === false) delete schema.additionalProperties;
}

export function reference(name: string): string {
  return `#/components/schemas/${name}`;
}

export function inputSchema(schema: z.ZodType): Schema {
  const made = z.toJSONSchema(schema, { io: 'input', override: ({ jsonSchema }) => tidy(jsonSchema as Schema) });
  const { $schema: _dialect, ...rest } = made as Schema;
  return rest;
}

export function parameters(schema: z.ZodObject): object[] {
  const made = inputSchema(schema) as { properties?: Record<string, Schema> };
  return Object.entries(made.properties ?? {}).map(([name, property]) => {
    const { description, ...type } = property;
    return { name, in: 'query', ...(description ? { description } : {}), schema: type };
  });
}

const json = (name: SchemaName) => ({ 'application/json': { schema: { $ref: reference(name) } } });
export const answer = (description: string, name: SchemaName) => ({ description, content: json(name) });
export const problems = (...statuses: (keyof typeof PROBLEMS)[]) =>
  Object.fromEntries(
    (['401', '403', '429', ...statuses, '503'] as const).map(status => [
      status,
      {
        description: PROBLEMS[status],
        content: { 'application/problem+json': { schema: { $ref: reference('Problem') } } },
      },
    ]),
  );

const PROBLEMS = {
  '400': 'A bad or unknown parameter, with its name.',
  '401': 'Nobody has signed in, and there is no valid API key.',
  '403': 'Not for this role, or not with this scope.',
  '404': 'There is none.',
  '410': 'The link was used already, or has ended.',
  '409': 'The name is that of several orders, which are listed; or it is not done, for the reason given.',
  '412':
    'Somebody changed it since the ETag that If-Match names: the problem has the present one, or says what was done last.',
  '413': 'The request is too large.',
  '415': 'Only application/json is taken.',
  '422': 'The event was not understood; it is kept in quarantine with the reason.',
  '429': 'Too many requests; Retry-After says when the next one is taken.',
  '503': 'The database does not answer; try again later.',
};

export const orderName = {
  name: 'id',
  in: 'path',
  required: true,
  description:
    'The order id, an id of any system (`M-77`, or `mes:M-77` to be exact) or the correlation id; URL-encoded.',
  schema: { type: 'string' },
};
export const notificationId = {
  name: 'id',
  in: 'path',
  required: true,
  description: 'Id of the message.',
  schema: { type: 'string' },
};
export const customerId = {
  name: 'id',
  in: 'path',
  required: true,
  description: 'Id of the customer, as events say it.',
  schema: { type: 'string' },
};
export const messageId = {
  name: 'id',
  in: 'path',
  required: true,
  description: 'Id of the quarantined message.',
  schema: { type: 'string' },
};

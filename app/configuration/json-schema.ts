import { z } from 'zod';
import { documentSchema } from './sections.ts';

export type JsonSchema = {
  type?: string | string[];
  description?: string;
  default?: unknown;
  examples?: unknown[];
  enum?: unknown[];
  format?: string;
  pattern?: string;
  required?: string[];
  properties?: Record<string, JsonSchema>;
  propertyNames?: JsonSchema;
  additionalProperties?: JsonSchema | false;
  items?: JsonSchema;
  const?: unknown;
  anyOf?: JsonSchema[];
  /** Forms of which one key says which it is. */
  oneOf?: JsonSchema[];
};

/** JSON Schema (draft 2020-12) of the configuration: for editors, and what docs/configuration.md is made from. */
export function configurationSchema(): JsonSchema {
  return z.toJSONSchema(documentSchema, { target: 'draft-2020-12', io: 'input' }) as JsonSchema;
}

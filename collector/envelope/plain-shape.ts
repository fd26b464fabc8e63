import { z } from 'zod';
import { type Rejection, rejected } from './envelope.ts';
import { describe, isObject, type JsonObject } from './json-body.ts';

// Types only; what the values mean is checked field by field in plain.ts. Null says the same as an absent field.
const text = z.string().nullish();
const object = z.custom<JsonObject>(isObject).nullish();

const shape = z.object({
  eventId: text,
  type: text,
  orderId: text,
  status: text,
  source: text,
  occurredAt: text,
  correlationId: text,
  causationId: text,
  sequence: z.number().nullish(),
  customer: z.object({ id: text, name: text, email: text, phone: text, locale: text, timezone: text }).nullish(),
  ids: object,
  partner: text,
  promisedAt: text,
  data: object,
});

/** The body of a plain event. Fields that we do not know are left out: producers evolve before we do. */
export type PlainBody = z.infer<typeof shape>;

export function readShape(body: JsonObject): { ok: true; body: PlainBody } | Rejection {
  const parsed = shape.safeParse(body);
  if (parsed.success) return { ok: true, body: parsed.data };
  const problems = parsed.error.issues.map(({ path }) => wrongType(body, path.map(String)));
  return rejected('wrong_type', problems.join(' '), { field: parsed.error.issues[0]!.path.join('.') });
}

const OBJECTS = new Set(['customer', 'ids', 'data']);

function wrongType(body: JsonObject, path: readonly string[]): string {
  const name = path.join('.');
  const value = path.reduce<unknown>((inner, key) => (inner as JsonObject)[key], body);
  return `\`${name}\` must be ${wanted(name)}; it is ${describe(value)}.`;
}

function wanted(name: string): string {
  if (OBJECTS.has(name)) return 'an object';
  return name === 'sequence' ? 'a number' : 'a string';
}

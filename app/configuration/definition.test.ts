import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { configurationSchema } from './json-schema.ts';
import { referencePage } from './reference-page.ts';
import { documentSchema } from './sections.ts';

const written = (file: string) => readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');

// Whoever changed the definition runs `npm run docs`.
test('the JSON Schema for editors is that of the definition', () => {
  expect(JSON.parse(written('orderwatch.schema.json'))).toEqual(JSON.parse(JSON.stringify(configurationSchema())));
});

test('docs/configuration.md is made from the definition', () => {
  expect(written('docs/configuration.md').trimEnd()).toBe(referencePage(configurationSchema()).trimEnd());
});

test('every table of that page has a heading of its own', () => {
  const marks = referencePage(configurationSchema()).match(/^(?:##.*|\| key \|.*)$/gm)!;
  const bare = marks.filter((mark, index) => mark.startsWith('|') && !marks[index - 1]?.startsWith('##'));
  expect(marks.length).toBeGreaterThan(10);
  expect(bare).toEqual([]);
});

/** Every field that somebody can write, by its path. */
function fields(schema: z.ZodType, path: string): [path: string, schema: z.ZodType][] {
  if (schema instanceof z.core.$ZodOptional) return fields(schema._zod.def.innerType as z.ZodType, path);
  if (schema instanceof z.ZodArray) return fields(schema.element as z.ZodType, `${path}[]`);
  if (schema instanceof z.ZodRecord) return fields(schema.valueType as z.ZodType, `${path}.*`);
  if (schema instanceof z.ZodUnion) return schema.options.flatMap(option => fields(option as z.ZodType, path));
  if (!(schema instanceof z.ZodObject)) return [];
  return Object.entries(schema.shape).flatMap(([name, field]): [string, z.ZodType][] => [
    [`${path}.${name}`, field as z.ZodType],
    ...fields(field as z.ZodType, `${path}.${name}`),
  ]);
}

const all = fields(documentSchema, '').map(([path, schema]) => {
  const inner = schema instanceof z.core.$ZodOptional ? (schema._zod.def.innerType as z.ZodType) : schema;
  return { path, schema, meta: { ...inner.meta(), ...schema.meta() } };
});

test('every field says what it means', () => {
  expect(all.length).toBeGreaterThan(30);
  expect(all.filter(({ meta }) => !meta.description).map(({ path }) => path)).toEqual([]);
});

test('every example is right', () => {
  const wrong = all.flatMap(({ path, schema, meta }) =>
    ((meta.examples ?? []) as unknown[])
      .filter(example => !schema.safeParse(example).success)
      .map(example => `${path}: ${JSON.stringify(example)}`),
  );
  expect(wrong).toEqual([]);
});

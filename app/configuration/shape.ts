import { z } from 'zod';
import { capital, type Mistake, named, type Path, type Refused, shown } from '../../platform/mistake.ts';
import { nearMatch } from '../../platform/near-match.ts';
import { inlineYaml } from './inline-yaml.ts';
import type { Place, YamlDocument } from './yaml-document.ts';

/** `readable`: the value without what was refused; `refused` says what that is. */
export type Shape = { problems: (Mistake & Place)[]; readable: unknown; refused: Refused };

type Issue = z.core.$ZodIssue;

/**
 * Holds the document against the schema. Sentences that the schema gives itself count; the others are made here, from
 * its descriptions and examples.
 */
export function checkShape(schema: z.ZodType, document: YamlDocument): Shape {
  // An empty message marks the issues that the schema has no sentence for.
  const { error } = schema.safeParse(document.value, { reportInput: true, error: () => '' });
  const issues = (error?.issues ?? []).flatMap(withinUnion);
  const unknown = issues.flatMap(issue => unknownKeys(schema, document, issue));
  // A misspelt key is told once, and not as a missing one, too.
  const misspelt = new Set(unknown.map(({ path, near }) => key([...path.slice(0, -1), near ?? ''])));
  const wrong = issues.filter(
    ({ code, path }) => code !== 'unrecognized_keys' && !(isMissing(document, path) && misspelt.has(key(path))),
  );
  const problems = [
    ...unknown.map(({ path, sentence }) => ({ path, sentence, ...document.keyPlace(path) })),
    ...wrong.map(issue => {
      const path = issue.path as Path;
      // What a value must be says little to somebody who has left its key out.
      const own = isMissing(document, path) ? '' : issue.message;
      return { path, sentence: own || sentenceOf(schema, document, issue), ...document.valuePlace(path) };
    }),
  ];
  const meant = unknown.flatMap(({ path, near }) => (near === null ? [] : [[...path.slice(0, -1), near]]));
  const wrongPlaces: Path[] = [...wrong.map(({ path }) => path as Path), ...meant];
  const places = [...wrongPlaces, ...document.repeated];
  return {
    problems,
    readable: wrongPlaces.reduce<unknown>((value, path) => without(value, path), document.value),
    refused: path => places.some(place => isWithin(place, path) || isWithin(path, place)),
  };
}

/** Of a choice, what is wrong with the alternative that was meant, as far as its type tells which one that was. */
function withinUnion(issue: Issue): Issue[] {
  if (issue.code !== 'invalid_union' || issue.message) return [issue];
  const meant = issue.errors.filter(issues =>
    issues.every(({ path, code }) => path.length > 0 || code === 'unrecognized_keys'),
  );
  const [best] = meant.toSorted((a, b) => a.length - b.length);
  return (best ?? []).length === 0
    ? [issue]
    : best!.flatMap(inner => withinUnion({ ...inner, path: [...issue.path, ...inner.path] } as Issue));
}

function unknownKeys(schema: z.ZodType, document: YamlDocument, issue: Issue) {
  if (issue.code !== 'unrecognized_keys') return [];
  const at = issue.path as Path;
  const known = keysOf(schemaAt(schema, at, document.value));
  return issue.keys.map(unknown => {
    const near = nearMatch(unknown, known);
    const hint = near === null ? '' : ` Did you mean \`${near}\`?`;
    const sentence = `\`${unknown}\` is no key of ${named(at)}.${hint} It has ${listed(
      known.map(name => `\`${name}\``),
      'and',
    )}.`;
    return { path: [...at, unknown], near, sentence };
  });
}

function isMissing(document: YamlDocument, path: readonly PropertyKey[]): boolean {
  return document.nodeAt(path as Path) === null;
}

function sentenceOf(schema: z.ZodType, document: YamlDocument, issue: Issue): string {
  const path = issue.path as Path;
  const here = schemaAt(schema, path, document.value);
  if (issue.code === 'invalid_union' && 'options' in issue) {
    return choiceOf(document, issue, (issue.options as unknown[]).map(String));
  }
  if (isMissing(document, path)) {
    const { description } = metaOf(here);
    const sentence = `${capital(named(path.slice(0, -1)))} has no ${named(path)}, which must be given`;
    return description ? `${sentence}: ${description}` : `${sentence}.`;
  }
  const what = capital(named(path));
  const node = document.nodeAt(path);
  if (issue.code === 'invalid_type') {
    const written = node?.kind === 'scalar' && node.value !== null ? node.written : null;
    const isMeantAsText = issue.expected === 'string' && written !== null && here?.safeParse(written).success;
    const hint = isMeantAsText
      ? ` Put it in quotes: "${written}".`
      : canBeLeftOut(issue, here)
        ? ' Or leave it out.'
        : '';
    return `${what} is ${shown(issue.input)}; it must be ${typeInWords(issue.expected)}${suchAs(here)}.${hint}`;
  }
  if (issue.code === 'invalid_value') {
    const values = issue.values.map(String);
    const near = typeof issue.input === 'string' ? nearMatch(issue.input, values) : null;
    const hint = near === null ? '' : ` Did you mean ${near}?`;
    return `${what} is ${shown(issue.input)}; it must be ${listed(values, 'or')}.${hint}`;
  }
  if (issue.code === 'too_small' && Number(issue.minimum) === 1) {
    return `${what} is empty; it must have at least one entry${suchAs(here)}.`;
  }
  if (issue.code === 'too_big' || issue.code === 'too_small') {
    const [bound, limit] = issue.code === 'too_big' ? ['most', issue.maximum] : ['least', issue.minimum];
    const ofWhat = issue.origin === 'string' ? 'characters' : issue.origin === 'array' ? 'entries' : '';
    return `${what} must ${ofWhat === '' ? 'be' : 'have'} at ${bound} ${limit}${ofWhat && ` ${ofWhat}`}.`;
  }
  return `${what} is ${shown(issue.input)}, which has not the form that it must have${suchAs(here)}.`;
}

/** Of a key that says which of several forms a mapping has. */
function choiceOf(document: YamlDocument, { path, input }: Issue, known: readonly string[]): string {
  const key = String(path.at(-1));
  const forms = `it must be ${listed(known, 'or')}`;
  if (isMissing(document, path)) {
    return `${capital(named(path.slice(0, -1) as Path))} has no \`${key}\`, which must be given; ${forms}.`;
  }
  const written = (input as Record<string, unknown>)[key];
  const near = typeof written === 'string' ? nearMatch(written, known) : null;
  return `${capital(named(path as Path))} is ${shown(written)}; ${forms}.${near === null ? '' : ` Did you mean ${near}?`}`;
}

function canBeLeftOut({ input }: Issue, schema: z.ZodType | null): boolean {
  return input === null && schema instanceof z.core.$ZodOptional;
}

const TYPES: Record<string, string> = {
  string: 'text',
  boolean: 'true or false',
  array: 'a list',
  object: 'a mapping',
  record: 'a mapping',
  int: 'a whole number',
};

function typeInWords(expected: string): string {
  return TYPES[expected] ?? `a ${expected}`;
}

function suchAs(schema: z.ZodType | null): string {
  const [example] = (metaOf(schema).examples as unknown[] | undefined) ?? [];
  return example === undefined ? '' : ` such as ${inlineYaml(example)}`;
}

export function listed(words: readonly string[], conjunction: 'and' | 'or'): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} ${conjunction} ${words.at(-1)}`;
}

/** The schema of what stands at the path; null where that depends on what else stands there. */
function schemaAt(schema: z.ZodType, path: Path, document: unknown): z.ZodType | null {
  let at: z.ZodType | null = alternative(schema, document);
  let value = document;
  for (const step of path) {
    const inner: z.ZodType | null = at && bare(at);
    value = (value as Record<string | number, unknown> | null | undefined)?.[step];
    if (inner instanceof z.ZodObject) at = (inner.shape[step] as z.ZodType | undefined) ?? null;
    else if (inner instanceof z.ZodRecord) at = inner.valueType as z.ZodType;
    else if (inner instanceof z.ZodArray) at = inner.element as z.ZodType;
    else return null;
    at = at && alternative(at, value);
  }
  return at;
}

/**
 * Of a choice by one key, what that key has chosen; where it says nothing known, the choice itself. Of a word or a mapping,
 * the mapping where one is written.
 */
function alternative(schema: z.ZodType, value: unknown): z.ZodType {
  const choice = bare(schema);
  if (choice instanceof z.ZodUnion && !(choice instanceof z.ZodDiscriminatedUnion)) {
    const [mapping, ...more] = choice.options.filter(option => option instanceof z.ZodObject);
    return mapping && more.length === 0 && typeof value === 'object' ? mapping : schema;
  }
  if (!(choice instanceof z.ZodDiscriminatedUnion)) return schema;
  const { discriminator, options } = choice.def;
  const chosen = (value as Record<string, unknown> | null | undefined)?.[discriminator];
  const found = (options as z.ZodObject[]).find(({ shape }) => shape[discriminator]?.safeParse(chosen).success);
  return found ?? schema;
}

function bare(schema: z.ZodType): z.ZodType {
  return schema instanceof z.core.$ZodOptional ? bare(schema._zod.def.innerType as z.ZodType) : schema;
}

function keysOf(schema: z.ZodType | null): string[] {
  const inner = schema && bare(schema);
  return inner instanceof z.ZodObject ? Object.keys(inner.shape) : [];
}

function metaOf(schema: z.ZodType | null): z.core.GlobalMeta {
  if (!schema) return {};
  const inner = schema instanceof z.core.$ZodOptional ? metaOf(schema._zod.def.innerType as z.ZodType) : {};
  return { ...inner, ...schema.meta() };
}

function without(value: unknown, [step, ...rest]: Path): unknown {
  if (step === undefined) return undefined;
  if (Array.isArray(value)) return value.with(Number(step), without(value[Number(step)], rest));
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return value;
  return { ...value, [step]: without((value as Record<string, unknown>)[step], rest) };
}

function isWithin(path: Path, outer: Path): boolean {
  return outer.every((step, index) => path[index] === step);
}

function key(path: readonly PropertyKey[]): string {
  return JSON.stringify(path);
}

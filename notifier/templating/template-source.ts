import { LineCounter, parseDocument, type YAMLError } from 'yaml';
import { z } from 'zod';
import { capital, meant, named, type Path, shown } from '../../platform/mistake.ts';

/** What is wrong in a file of templates; `line` counts from 1 and is null where it is the file as a whole. */
export type TemplateMistake = { file: string; line: number | null; sentence: string };

export type Read<T> = { declared: T | null; mistakes: readonly TemplateMistake[]; lineOf: (path: Path) => number };

/** A YAML file held against its schema; all mistakes at once. */
export function readTemplateFile<T>(file: string, text: string, schema: z.ZodObject & z.ZodType<T>): Read<T> {
  const lines = new LineCounter();
  const options = { lineCounter: lines, prettyErrors: false, version: '1.2', stringKeys: true } as const;
  const document = parseDocument(text.replace(/^\uFEFF/, ''), options);
  const lineAt = (offset: number) => Math.max(1, lines.linePos(offset).line);
  /** Of what stands there, else of what it is missing in. */
  const lineOf = (path: Path): number => {
    for (let length = path.length; length > 0; length--) {
      const node = document.getIn(path.slice(0, length), true) as { range?: [number, number, number] } | undefined;
      if (node?.range) return lineAt(node.range[0]);
    }
    return 1;
  };
  const refused = (mistakes: { line: number; sentence: string }[]) => ({
    declared: null,
    mistakes: mistakes.map(mistake => ({ file, ...mistake })),
    lineOf,
  });

  const broken = [...document.errors, ...document.warnings];
  if (broken.length > 0) {
    // One slip makes the parser stumble over all that follows; a text without quotes is named as such.
    const line = lineAt(broken[0]!.pos[0]);
    const there = broken.filter(({ pos }) => lineAt(pos[0]) === line);
    const told = there.find(({ code }) => code === 'NON_STRING_KEY') ?? broken[0]!;
    return refused([{ line, sentence: yamlSentence(told) }]);
  }
  let value: unknown;
  try {
    value = document.toJS();
  } catch (error) {
    // Aliases are followed only now: to nothing, or to so much that it would fill the memory.
    return refused([{ line: 1, sentence: `This is no YAML: ${(error as Error).message}.` }]);
  }
  const verdict = schema.safeParse(value, { reportInput: true });
  if (verdict.success) return { declared: verdict.data, mistakes: [], lineOf };
  const found = verdict.error.issues.flatMap(issue => sentences(issue, schema));
  return refused(found.map(({ path, sentence }) => ({ line: lineOf(path), sentence })));
}

function yamlSentence({ code, message }: YAMLError): string {
  if (code === 'NON_STRING_KEY') return 'A mapping begins here; put a text that begins with {{ in quotes.';
  return `This is no YAML: ${message}.`;
}

function sentences(issue: z.core.$ZodIssue, schema: z.ZodObject): { path: Path; sentence: string }[] {
  const path = issue.path as Path;
  if (issue.code === 'unrecognized_keys') {
    const here = schemaAt(schema, path);
    const known = here instanceof z.ZodObject ? Object.keys(here.shape) : [];
    return issue.keys.map(key => ({
      path: [...path, key],
      sentence: `\`${key}\` is no key of ${path.length === 0 ? 'a template' : named(path)}.${meant(key, known)} It has ${known.join(', ')}.`,
    }));
  }
  const what = path.length === 0 ? 'The file' : capital(named(path));
  if (issue.input === undefined) {
    const { description } = schemaAt(schema, path)?.meta() ?? {};
    return [{ path, sentence: `${what} is missing${description ? `: ${description}` : '.'}` }];
  }
  const wanted =
    issue.code === 'invalid_value'
      ? `one of ${issue.values.join(', ')}`
      : issue.code === 'invalid_type'
        ? (WANTED[issue.expected] ?? `a ${issue.expected}`)
        : 'more than nothing';
  return [{ path, sentence: `${what} is ${shown(issue.input)}; it must be ${wanted}.` }];
}

const WANTED: Readonly<Record<string, string>> = {
  string: 'text; put it in quotes',
  array: 'a list',
  object: 'a mapping',
  boolean: 'true or false',
};

function schemaAt(schema: z.ZodType, path: Path): z.ZodType | null {
  let here: z.ZodType | null = schema;
  for (const step of path) {
    const inner: z.ZodType | null = here && bare(here);
    if (inner instanceof z.ZodArray) here = inner.element as z.ZodType;
    else here = inner instanceof z.ZodObject ? ((inner.shape[step] as z.ZodType | undefined) ?? null) : null;
  }
  return here && bare(here);
}

function bare(schema: z.ZodType): z.ZodType {
  return schema instanceof z.core.$ZodOptional ? bare(schema._zod.def.innerType as z.ZodType) : schema;
}

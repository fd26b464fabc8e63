import type { CompletionSource } from '@codemirror/autocomplete';

/** JSON Schema, as far as it says what may be written where. */
export type Schema = {
  description?: string;
  type?: string | string[];
  enum?: unknown[];
  const?: unknown;
  properties?: Record<string, Schema>;
  additionalProperties?: Schema | boolean;
  items?: Schema;
  anyOf?: Schema[];
  oneOf?: Schema[];
};

export type Suggestion = { label: string; apply: string; detail?: string; info?: string };

/** What may be written at the cursor of a YAML document that the schema is of; the schema comes when it is first needed. */
export function yamlCompletion(schema: () => Promise<Schema>): CompletionSource {
  return async context => {
    const word = context.matchBefore(/[\w.*-]*/);
    if (!word || (word.from === word.to && !context.explicit)) return null;
    const options = suggestions(await schema(), context.state.sliceDoc(0, word.from));
    return options.length === 0 ? null : { from: word.from, options, validFor: /^[\w.*-]*$/ };
  };
}

/** `before`: the text up to the word at the cursor. */
export function suggestions(schema: Schema, before: string): Suggestion[] {
  const { path, siblings, value } = placeIn(before);
  let here = [schema];
  for (const key of path) here = here.flatMap(one => below(one, key));
  const forms = here.flatMap(one => formsOf(one, siblings));
  if (value !== null) return unique(forms.flatMap(form => valuesOf(form.properties?.[value] ?? {})));
  return unique(
    forms.flatMap(({ properties = {} }) =>
      Object.entries(properties)
        .filter(([name]) => !siblings.has(name))
        .map(([name, { description }]) => ({
          label: name,
          apply: `${name}: `,
          ...(description === undefined ? {} : { info: description }),
        })),
    ),
  );
}

type Place = {
  /** Keys from the root to the mapping that is written in. */
  path: string[];
  /** What stands in that mapping already. */
  siblings: ReadonlyMap<string, string>;
  /** The key whose value is written; null: a key is. */
  value: string | null;
};

const LINE = /^(\s*)(?:- )?([\w."*-]+):\s*(.*)$/;

function placeIn(before: string): Place {
  const lines = before.split('\n');
  const current = lines.pop()!;
  const path: string[] = [];
  const siblings = new Map<string, string>();
  const open = current.lastIndexOf('{');
  const isInFlow = open > current.lastIndexOf('}');
  const own = LINE.exec(current);
  let indent = /^\s*/.exec(current)![0].length;
  let value: string | null = null;
  if (isInFlow) {
    const keys = [...current.slice(0, open).matchAll(/([\w.*-]+):\s*(?=\{|$)/g)].map(match => match[1]!);
    path.push(...keys);
    for (const part of current.slice(open + 1).split(',')) {
      const [, key, said] = /^\s*([\w.*-]+):\s*(.*)$/.exec(part) ?? [];
      if (key !== undefined) siblings.set(key, said!.trim());
    }
    value = /([\w.*-]+):\s*$/.exec(current)?.[1] ?? null;
  } else if (own) {
    value = own[2]!;
  }
  for (const line of lines.toReversed()) {
    const [, space, key, said] = LINE.exec(line) ?? [];
    if (key === undefined || /^\s*#/.test(line)) continue;
    if (space!.length < indent) {
      path.unshift(key);
      indent = space!.length;
    } else if (space!.length === indent && !isInFlow && path.length === 0) siblings.set(key, said!);
  }
  return { path, siblings, value };
}

function below(schema: Schema, key: string): Schema[] {
  const { properties, additionalProperties, items } = schema;
  const own = properties && Object.hasOwn(properties, key) ? properties[key]! : null;
  const any = typeof additionalProperties === 'object' ? additionalProperties : null;
  const next = own ?? any;
  return [
    ...(next ? [next] : []),
    ...(items ? below(items, key) : []),
    ...[...(schema.anyOf ?? []), ...(schema.oneOf ?? [])].flatMap(one => below(one, key)),
  ];
}

/** Of several forms, those that agree with what stands there already. */
function formsOf(schema: Schema, siblings: Place['siblings']): Schema[] {
  const parts = [...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...(schema.items ? [schema.items] : [])];
  const all = [...(schema.properties ? [schema] : []), ...parts.flatMap(one => formsOf(one, siblings))];
  return all.filter(({ properties = {} }) =>
    [...siblings].every(
      ([key, said]) => said === '' || properties[key]?.const === undefined || properties[key].const === said,
    ),
  );
}

function valuesOf(schema: Schema): Suggestion[] {
  const own = [...(schema.enum ?? []), ...(schema.const === undefined ? [] : [schema.const])].map(String);
  const truth = schema.type === 'boolean' ? ['true', 'false'] : [];
  return [
    ...[...own, ...truth].map(label => ({ label, apply: label })),
    ...[...(schema.anyOf ?? []), ...(schema.oneOf ?? [])].flatMap(valuesOf),
  ];
}

function unique(found: readonly Suggestion[]): Suggestion[] {
  return [...new Map(found.map(one => [one.label, one])).values()];
}

import type { Schema } from './operations.ts';

type Named = Readonly<Record<string, Schema>>;

/** Deeper than this only the name of a thing is told. */
const DEPTH = 5;
const REFERENCE = '#/components/schemas/';

function resolved(schema: Schema, named: Named): Schema {
  return schema.$ref === undefined ? schema : (named[schema.$ref.slice(REFERENCE.length)] ?? {});
}

/** What a value looks like, as those who write TypeScript would say it; what is said of a field stands behind it. */
export function shapeOf(schema: Schema, named: Named, depth = 0): string {
  if (schema.$ref !== undefined && depth >= DEPTH) return schema.$ref.slice(REFERENCE.length);
  const {
    type,
    format,
    anyOf,
    items,
    properties,
    additionalProperties,
    required = [],
    ...rest
  } = resolved(schema, named);
  if (rest.const !== undefined) return JSON.stringify(rest.const);
  if (rest.enum) return rest.enum.map(value => JSON.stringify(value)).join(' | ');
  if (anyOf) return [...new Set(anyOf.map(one => shapeOf(one, named, depth)))].join(' | ');
  if (items) {
    const item = shapeOf(items, named, depth);
    return item.includes(' | ') && !item.startsWith('{') ? `(${item})[]` : `${item}[]`;
  }
  if (properties && Object.keys(properties).length > 0) {
    if (depth >= DEPTH) return '{ … }';
    const indent = '  '.repeat(depth + 1);
    const lines = Object.entries(properties).map(([name, field]) => {
      const about = field.description ?? resolved(field, named).description;
      const mark = required.includes(name) ? '' : '?';
      return `${indent}${name}${mark}: ${shapeOf(field, named, depth + 1)}${about === undefined ? '' : `  // ${about}`}`;
    });
    return `{\n${lines.join('\n')}\n${'  '.repeat(depth)}}`;
  }
  if (typeof additionalProperties === 'object') return `Record<string, ${shapeOf(additionalProperties, named, depth)}>`;
  if (type === undefined) return 'any';
  const types = typeof type === 'string' ? [type] : type;
  return types.map(each => (each === 'string' && format !== undefined ? `string (${format})` : each)).join(' | ');
}

/** The least that a value must have, to be filled in. */
export function exampleOf(schema: Schema, named: Named): unknown {
  const whole = resolved(schema, named);
  if (whole.default !== undefined) return whole.default;
  if (whole.const !== undefined) return whole.const;
  if (whole.enum) return whole.enum[0];
  if (whole.anyOf?.[0]) return exampleOf(whole.anyOf[0], named);
  const type = typeof whole.type === 'string' ? whole.type : whole.type?.[0];
  if (type === 'object') {
    const { properties = {}, required = [] } = whole;
    return Object.fromEntries(required.map(name => [name, exampleOf(properties[name] ?? {}, named)]));
  }
  if (type === 'array') return [];
  if (type === 'boolean') return false;
  if (type === 'integer' || type === 'number') return Math.max(whole.minimum ?? 0, 0);
  return type === 'string' ? '' : null;
}

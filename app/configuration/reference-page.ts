import { inlineYaml } from './inline-yaml.ts';
import type { JsonSchema } from './json-schema.ts';

/** docs/configuration.md: the definition, readable. */
export function referencePage(schema: JsonSchema): string {
  const sections = Object.entries(schema.properties ?? {}).map(
    ([name, section]) =>
      `## \`${name}\`\n\n${facts(name, section, schema.required?.includes(name) === true)}${parts(name, section)}`,
  );
  return `${INTRODUCTION}\n${sections.join('\n')}`;
}

const INTRODUCTION = `# Configuration

<!-- Made from the definition by \`npm run docs\`; change the schemas, not this page. -->

One YAML file says what Orderwatch is to know of a company. \`ORDERWATCH_CONFIG\` names it; without that, the
[reference case](../app/configuration/reference.yaml) counts, which is also a good file to begin with:

    npm run --silent orderwatch -- check --example > orderwatch.yaml
    npm run --silent orderwatch -- check orderwatch.yaml
    ORDERWATCH_CONFIG=orderwatch.yaml npm start

\`orderwatch check\` tells all problems at once, each with file, line and column, and what would be right. Whatever it
refuses, a starting Orderwatch refuses, too. A running one follows its file: within a few seconds, or at once on SIGHUP,
what is right counts for the next event, and the orders that are there are worked out anew by it; what is wrong is
refused, the old configuration goes on, and the log, the metric \`orderwatch_config_last_reload_successful\` and
\`/readyz\` (\`"degraded": ["configuration"]\`) say so.

Every \`orderwatch\` that works on one database (tracker, API, the commands) must be given the same file. A command that
is given none, and no \`DATABASE_URL\`, takes that of the Orderwatch that runs in \`ORDERWATCH_HOME\`.

The file is YAML 1.2 in UTF-8: \`no\` is a word, \`09:00\` and \`2027-01-08\` are text, with or without quotes. Anchors,
aliases and \`<<\` may be used. Unknown keys are refused. Editors complete and check it by
[orderwatch.schema.json](../orderwatch.schema.json) (\`orderwatch check --schema\`), with this as its first line:

    # yaml-language-server: $schema=orderwatch.schema.json

**Durations** are ISO 8601: \`PT30M\`, \`PT24H\`, \`P1D\`, \`P3W\`.
`;

/** What there is to say about a section that is not said in a table of its parts. */
function facts(name: string, schema: JsonSchema, isRequired: boolean): string {
  const [example] = schema.examples ?? [];
  const lines = [
    schema.description ?? '',
    `${typeInWords(schema)}, ${isRequired ? 'must be given' : 'may be left out'}.`.replace(/^./, first =>
      first.toUpperCase(),
    ),
    ...(example === undefined ? [] : [`    ${name}: ${inlineYaml(example)}`]),
  ];
  return `${lines.join('\n\n')}\n`;
}

/** A table for each mapping with keys of its own, the outer one first. */
function parts(path: string, schema: JsonSchema): string {
  if (schema.properties) {
    const fields = Object.entries(schema.properties);
    const rows = fields.map(([name, field]) => row(name, field, schema.required?.includes(name) === true));
    const inner = fields.map(([name, field]) => heading(`${path}.${name}`, field));
    return `\n| key | type | default | meaning | example |\n|---|---|---|---|---|\n${rows.join('\n')}\n${inner.join('')}`;
  }
  if (schema.items) return heading(`${path}[]`, schema.items);
  if (schema.additionalProperties) return heading(`${path}.<name>`, schema.additionalProperties);
  if (schema.oneOf) return schema.oneOf.map(form => heading(formPath(path, form), form)).join('');
  return (schema.anyOf ?? []).map(alternative => heading(alternativePath(path, alternative), alternative)).join('');
}

/** Of several ways to write the same key, by the keys that this one has. */
function alternativePath(path: string, { properties }: JsonSchema): string {
  return properties ? `${path}: { ${Object.keys(properties).join(', ')} }` : path;
}

/** Of several forms, by the word that says which one it is. */
function formPath(path: string, { properties = {} }: JsonSchema): string {
  const [key, word] = Object.entries(properties).find(([, field]) => field.const !== undefined) ?? [];
  return key === undefined ? path : `${path}: { ${key}: ${word!.const}, … }`;
}

function heading(path: string, schema: JsonSchema): string {
  const inner = parts(path, schema);
  if (!schema.properties) return inner;
  const description = schema.description ? `\n${schema.description}\n` : '';
  return `\n### \`${path}\`\n${description}${inner}`;
}

function row(name: string, schema: JsonSchema, isRequired: boolean): string {
  const [example] = schema.examples ?? [];
  const shown = example === undefined ? '' : `\`${name}: ${inlineYaml(example)}\``;
  const byDefault = schema.default === undefined ? '' : `\`${inlineYaml(schema.default)}\``;
  const cells = [
    `\`${name}\``,
    typeInWords(schema),
    isRequired ? '**required**' : byDefault,
    schema.description ?? '',
    shown,
  ];
  return `| ${cells.map(cell => cell.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`;
}

const FORMATS: Record<string, string> = { date: 'date', duration: 'duration' };

function typeInWords(schema: JsonSchema): string {
  if (schema.const !== undefined) return `\`${schema.const}\``;
  if (schema.oneOf) return 'mapping';
  if (schema.enum) return schema.enum.map(value => `\`${value}\``).join(' or ');
  if (schema.anyOf) return [...new Set(schema.anyOf.map(typeInWords))].join(' or ');
  if (Array.isArray(schema.type)) return schema.type.map(type => typeInWords({ type })).join(' or ');
  switch (schema.type) {
    case 'string':
      return FORMATS[schema.format ?? ''] ?? 'text';
    case 'boolean':
      return '`true` or `false`';
    case 'integer':
      return 'whole number';
    case 'array':
      return `list of ${plural(typeInWords(schema.items ?? {}))}`;
    case 'object':
      return schema.additionalProperties
        ? `mapping of names to ${plural(typeInWords(schema.additionalProperties))}`
        : 'mapping';
    default:
      return schema.type ?? 'anything';
  }
}

function plural(type: string): string {
  return ['date', 'duration', 'mapping'].includes(type) ? `${type}s` : type;
}

import { isMap, isScalar, parseDocument, type Scalar, stringify, type YAMLMap } from 'yaml';
import type { RuleDeclaration } from '../../alerts/rules-schema.ts';

export type DeclaredRules = Readonly<Record<string, RuleDeclaration>>;

/** Where one rule is written: lines from 0, `to` is the first behind it. Its own comments above it belong to it. */
type Block = { name: string; from: number; to: number };
type Section = { lines: string[]; blocks: readonly Block[]; indent: number };

/**
 * The rule as the document has it, under a `rules` of its own, with its comments. Where what stands there leans on other
 * places of the document (an alias), or on another form of writing, it is written anew from what it says.
 */
export function ruleText(text: string, name: string, declared: RuleDeclaration): string {
  const section = sectionOf(text);
  const block = section?.blocks.find(one => one.name === name);
  const written = section && block ? section.lines.slice(block.from, block.to).join('\n') : null;
  if (written === null || leansOnOthers(written)) return anew({ [name]: declared });
  return `rules:\n${written}\n`;
}

/**
 * The document with the rules of `snippet` in the place of those of the same name, or behind all others. Everything else
 * stays as it is written, unless the rules of the document are not written line by line: then those are written anew.
 * `running`: the rules that count now, also where the document declares none; `wanted`: what the snippet says.
 */
export function withRules(
  text: string,
  snippet: string,
  { running, wanted }: { running: DeclaredRules; wanted: Readonly<Record<string, unknown>> },
): string {
  const into = sectionOf(text);
  const from = sectionOf(snippet);
  if (!into || !from) return rewritten(text, { ...running, ...wanted });
  const lines = [...into.lines];
  const end = into.blocks.at(-1)!.to;
  const replaced = new Set<string>();
  const changes = from.blocks.map(block => {
    const own = from.lines.slice(block.from, block.to).map(line => shifted(line, into.indent - from.indent));
    const place = replaced.has(block.name) ? undefined : into.blocks.find(({ name }) => name === block.name);
    replaced.add(block.name);
    return place ? { at: place.from, count: place.to - place.from, own } : { at: end, count: 0, own: ['', ...own] };
  });
  // From the end on, so that the lines before keep their numbers; of what is new, the last is put there first.
  for (const { at, count, own } of changes.toReversed().toSorted((a, b) => b.at - a.at)) {
    lines.splice(at, count, ...own);
  }
  return lines.join('\n');
}

function rewritten(text: string, rules: Readonly<Record<string, unknown>>): string {
  const document = parseDocument(text, { version: '1.2', schema: 'core', logLevel: 'silent' });
  document.set('rules', rules);
  return document.toString({ lineWidth: 0 });
}

function anew(rules: DeclaredRules): string {
  return stringify({ rules }, { lineWidth: 0 });
}

/** Null where the rules are not written one beneath the other. */
function sectionOf(text: string): Section | null {
  const document = parseDocument(text, { version: '1.2', schema: 'core', uniqueKeys: false, logLevel: 'silent' });
  if (document.errors.length > 0 || !isMap(document.contents)) return null;
  const sections = document.contents.items;
  const nth = sections.findIndex(({ key }) => isScalar(key) && key.value === 'rules');
  const rules = sections[nth]?.value as YAMLMap | undefined;
  if (!isMap(rules) || rules.flow || rules.items.length === 0) return null;
  if (!rules.items.every(({ key }) => isScalar(key) && typeof key.value === 'string')) return null;
  const lines = text.split('\n');
  const lineOf = (at: number) => text.slice(0, at).split('\n').length - 1;
  const begins = rules.items.map(({ key }) => lineOf((key as Scalar).range![0]));
  const next = sections[nth + 1]?.key as Scalar | undefined;
  const behind = next?.range ? lineOf(next.range[0]) : lines.length;
  const ends = begins.map((_, item) => lastLine(lines, begins[item]!, begins[item + 1] ?? behind));
  const above = lineOf((sections[nth]!.key as Scalar).range![0]);
  const blocks = begins.map((begin, item) => ({
    name: String((rules.items[item]!.key as Scalar).value),
    from: firstComment(lines, begin, item === 0 ? above + 1 : ends[item - 1]!),
    to: ends[item]!,
  }));
  return { lines, blocks, indent: /^ */.exec(lines[begins[0]!]!)![0].length };
}

/** Without the empty lines and comments at its end, which are about what comes next. */
function lastLine(lines: readonly string[], from: number, to: number): number {
  let end = to;
  while (end > from + 1 && /^\s*(#.*)?$/.test(lines[end - 1]!)) end -= 1;
  return end;
}

function firstComment(lines: readonly string[], begin: number, least: number): number {
  let first = begin;
  while (first > least && /^\s*#/.test(lines[first - 1]!)) first -= 1;
  return first;
}

function shifted(line: string, by: number): string {
  if (line.trim() === '' || by === 0) return line;
  return by > 0 ? ' '.repeat(by) + line : line.replace(new RegExp(`^ {0,${-by}}`), '');
}

/** An anchor or an alias; a text that only looks like one is written anew as well, which changes its look only. */
function leansOnOthers(written: string): boolean {
  return /(?:^|[\s[{,:])(?:[*&][A-Za-z_]|<<:)/m.test(written);
}

import type { SourceDeclaration } from '../../collector/mapping/source-declaration.ts';
import { type PlacedProblem, type Problem, problemLine } from '../configuration/read.ts';
import type { Declared } from '../configuration/sections.ts';
import { printable } from './printable.ts';
import { table } from './table.ts';

/** One problem a line; with the text of the file also what stands there, and a mark below the place. */
export function describeProblems(problems: readonly Problem[], text: string | null): string {
  const lines = text?.split(/\r?\n/);
  const described = problems.map(problem => {
    const said = printable(problemLine(problem));
    return lines && problem.line !== null
      ? [said, ...extract(lines[problem.line - 1] ?? '', problem)].join('\n')
      : said;
  });
  const count = problems.length === 1 ? '1 problem.' : `${problems.length} problems.`;
  return `${described.join(lines ? '\n\n' : '\n')}\n\n${count}`;
}

const WIDTH = 100;

/** A long line is cut so that the place is in what is left of it. */
function extract(line: string, { line: number, column }: PlacedProblem): string[] {
  if (line.trim() === '') return [];
  const from = Math.max(0, column - WIDTH + 20);
  const shown = printable(line.slice(from, from + WIDTH).replaceAll('\t', ' '));
  const margin = `  ${number} | `;
  return [`${margin}${shown}`, `${' '.repeat(margin.length - 2)}| ${' '.repeat(column - 1 - from)}^`];
}

/** What a configuration without problems declares. */
export function describeConfiguration(
  file: string,
  { systems, calendars = {}, lifecycles, sources = [] }: Declared,
): string {
  const rest = Object.keys(lifecycles).length === 1 ? 'every order' : 'every other order';
  const rows = [
    ['systems', systems.join(', ')],
    ...Object.entries(calendars).map(([name, { zone }]) => ['calendar', `${name} (${zone})`]),
    ...Object.entries(lifecycles).map(([name, { match, statuses }]) => [
      'lifecycle',
      `${name}: ${count(Object.keys(statuses).length)}, for ${match ? inWords(match) : rest}`,
    ]),
    ...sources.map(source => ['source', sourceInWords(source)]),
  ];
  return `${printable(file)} is right.\n\n${table(rows, '  ')}`;
}

function sourceInWords({ name, exchange, bindings, format = 'json', statuses = {} }: SourceDeclaration): string {
  const taken = bindings ? bindings.join(' or ') : 'all messages';
  const mapped = Object.entries(statuses).map(([theirs, ours]) => `${theirs} → ${ours}`);
  return `${name}: ${taken} of exchange ${exchange}, ${format}, ${mapped.length > 0 ? mapped.join(', ') : 'no status mapped'}`;
}

function inWords({ partner, productClass }: NonNullable<Declared['lifecycles'][string]['match']>): string {
  const traits = [
    ...(partner ? [`partner ${partner.join(' or ')}`] : []),
    ...(productClass ? [`product class ${productClass.join(' or ')}`] : []),
  ];
  return `orders of ${traits.join(' and ')}`;
}

function count(statuses: number): string {
  return statuses === 1 ? '1 status' : `${statuses} statuses`;
}

import { dirname, resolve } from 'node:path';
import type { Mistake, Readable } from '../../platform/mistake.ts';
import { type Configuration, compile, crossMistakes, type Declared, documentSchema } from './sections.ts';
import { checkShape } from './shape.ts';
import { type Place, readYaml, type YamlDocument } from './yaml-document.ts';

export type PlacedProblem = Mistake & Place & { file: string };
/** Without a place: that the file can't be read at all. */
export type Problem = PlacedProblem | (Mistake & { file: string; line: null; column: null });

export type ConfigurationVerdict =
  | { ok: true; configuration: Configuration; declared: Declared }
  | { ok: false; problems: readonly PlacedProblem[] };

/**
 * A configuration document, checked as a whole: all problems at once, in the order in which they stand there. Where it
 * is no YAML, only that is told. `fileName` is how problems call it, and whose folder the files that it names are meant
 * from.
 */
export function readConfiguration(text: string, fileName: string): ConfigurationVerdict {
  const folder = dirname(resolve(fileName));
  const verdict = readDeclared(text, fileName, folder);
  return verdict.ok ? { ...verdict, configuration: compile(verdict.declared, folder) } : verdict;
}

/** What stands in it. `folder`: of the files that it names; null: those are not looked at. */
export function readDeclared(
  text: string,
  fileName: string,
  folder: string | null,
): { ok: true; declared: Declared } | Extract<ConfigurationVerdict, { ok: false }> {
  const { document, problems: syntax } = readYaml(text);
  const problems: (Mistake & Place)[] = syntax.map(problem => ({ path: [], ...problem }));
  if (document) {
    const shape = checkShape(documentSchema, document);
    const readable = (shape.readable ?? {}) as Readable<Declared>;
    const crossed = crossMistakes(readable, shape.refused, folder).map(mistake => ({
      ...mistake,
      ...placeOf(document, mistake),
    }));
    // An alias that leads nowhere stands for nothing: that is told already.
    const isTold = ({ line, column }: Place) => syntax.some(one => one.line === line && one.column === column);
    problems.push(...[...shape.problems, ...crossed].filter(problem => !isTold(problem)));
    if (problems.length === 0) return { ok: true, declared: documentSchema.parse(document.value) };
  }
  return { ok: false, problems: inOrder(problems).map(problem => ({ file: fileName, ...problem })) };
}

/** The mistakes that somebody else has found in a document, with their places. */
export function placeMistakes(text: string, fileName: string, mistakes: readonly Mistake[]): PlacedProblem[] {
  const { document } = readYaml(text);
  return mistakes.flatMap(mistake => (document ? [{ file: fileName, ...mistake, ...placeOf(document, mistake) }] : []));
}

function placeOf(document: YamlDocument, { path }: Mistake): Place {
  return document.nodeAt(path)?.kind === 'scalar' ? document.valuePlace(path) : document.keyPlace(path);
}

/** Something that several aliases lead to is told once. */
function inOrder(problems: readonly (Mistake & Place)[]): (Mistake & Place)[] {
  const said = new Set<string>();
  return problems
    .toSorted((a, b) => a.line - b.line || a.column - b.column)
    .filter(({ line, column, sentence }) => {
      const words = `${line}:${column} ${sentence}`;
      return !said.has(words) && said.add(words);
    });
}

/** `file:line:column  sentence`, as compilers write it and editors read it. */
export function problemLine({ file, line, column, sentence }: Problem): string {
  return `${file}${line === null ? '' : `:${line}:${column}`}  ${sentence}`;
}

import { z } from 'zod';
import type { TriedMapping } from '../../api/quarantine/try-mapping.ts';
import { type SourceDeclaration, sourceDeclaration } from '../../collector/mapping/source-declaration.ts';
import { compileSources, sourceMistakes } from '../../collector/mapping/source-section.ts';
import type { Mistake, Path, Readable } from '../../platform/mistake.ts';
import type { Lifecycles } from '../../tracker/lifecycle.ts';
import { checkShape } from './shape.ts';
import { type Place, readYaml, type YamlDocument } from './yaml-document.ts';

const list = z.array(sourceDeclaration).min(1, 'Write at least one source.');
const document = z.strictObject({ sources: list });

/** Three ways of writing the same, and where in each of them the list of sources begins. */
const FORMS = {
  document: {
    schema: document,
    sources: (value: unknown) => (value as { sources?: unknown }).sources,
    at: ['sources'],
  },
  list: { schema: list, sources: (value: unknown) => value, at: [] },
  one: { schema: sourceDeclaration, sources: (value: unknown) => [value], at: null },
} as const;

/** Sources that somebody tries out, checked as those of the configuration are, against the lifecycles that are declared. */
export function triedMapping(text: string, lifecycles: Lifecycles): TriedMapping {
  const { document: yaml, problems: syntax } = readYaml(text);
  const mistakes = syntax.map(problem => ({ path: [] as Path, ...problem }));
  if (yaml) {
    const { schema, sources, at } = formOf(yaml);
    const shape = checkShape(schema, yaml);
    mistakes.push(...shape.problems);
    const inDocument = (path: Path): Path => (at === null ? path.slice(1) : [...at, ...path]);
    const readable = sources(shape.readable ?? {}) as Readable<SourceDeclaration>[] | undefined;
    const crossed = sourceMistakes(readable, {
      statuses: lifecycles.names,
      systems: lifecycles.systems,
      refused: path => shape.refused(inDocument(path)),
    }).map(({ path, sentence }) => ({ sentence, path: inDocument(path) }));
    mistakes.push(...crossed.map(mistake => ({ ...mistake, ...placeOf(yaml, mistake) })));
    if (mistakes.length === 0) {
      const declared = z.array(sourceDeclaration).parse(sources(yaml.value));
      return { ok: true, sources: compileSources(declared) };
    }
  }
  const inOrder = mistakes.toSorted((a, b) => a.line - b.line || a.column - b.column);
  return { ok: false, mistakes: inOrder.map(mistake => ({ ...mistake, path: [...mistake.path] })) };
}

function formOf({ value }: YamlDocument) {
  if (Array.isArray(value)) return FORMS.list;
  return typeof value === 'object' && value !== null && 'sources' in value ? FORMS.document : FORMS.one;
}

function placeOf(yaml: YamlDocument, { path }: Mistake): Place {
  return yaml.nodeAt(path)?.kind === 'scalar' ? yaml.valuePlace(path) : yaml.keyPlace(path);
}

import { parseAllDocuments } from 'yaml';
import type { Path } from '../../platform/mistake.ts';
import { syntaxMistakes } from './yaml-syntax.ts';
import { type Found, plainValue, repeatedIn, type YamlNode, yamlTree } from './yaml-tree.ts';

export type Place = { line: number; column: number };

export type YamlDocument = {
  value: unknown;
  /** The paths of what is given twice; `value` has the first. */
  repeated: readonly Path[];
  /** Null where there is nothing. */
  nodeAt(path: Path): YamlNode | null;
  /** Where the value begins; of one that is missing: the key of what it is missing in. */
  valuePlace(path: Path): Place;
  /** Where the key of the value begins; of an entry of a list: where that begins. */
  keyPlace(path: Path): Place;
};

export type YamlVerdict = { document: YamlDocument | null; problems: (Place & { sentence: string })[] };

/** Room for a hundred lifecycles, and a limit to what a wrong path (a log, a dump) can cost. */
const MAX_LENGTH = 1_048_576;
// biome-ignore lint/suspicious/noControlCharactersInRegex: YAML allows none of them, and our parser lets them pass.
const CONTROL = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f]/g;

/** YAML 1.2: `no` is a word, 12:30 and 2027-01-01 are text. The document is null where it can't be made out. */
export function readYaml(text: string): YamlVerdict {
  const place = placesIn(text);
  const refuse = (...found: Found[]) => ({ document: null, problems: firstOfLine(located(found)) });
  const located = (found: readonly Found[]) => found.map(({ at, sentence }) => ({ ...place(at), sentence }));

  if (text.length > MAX_LENGTH) {
    return refuse({
      at: 0,
      sentence: `The file has ${text.length} characters; a configuration has at most ${MAX_LENGTH}.`,
    });
  }
  const documents = parseAllDocuments(text, {
    version: '1.2',
    schema: 'core',
    resolveKnownTags: false,
    stringKeys: true,
    // Told by ourselves, with the place of the first.
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: 'silent',
  });
  const controls = [...text.matchAll(CONTROL)].map(({ index, 0: sign }) => ({
    at: index,
    sentence: `A control character (U+${sign.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}) stands here; take it out.`,
  }));
  if (!Array.isArray(documents) || documents.length === 0) return refuse(...controls, EMPTY);
  const [document, ...others] = documents.filter((one, index) => index === 0 || one.contents !== null);
  const broken = [...controls, ...documents.flatMap(one => syntaxMistakes(one, text))];
  if (broken.length > 0) return refuse(...broken);
  if (others.length > 0) {
    const at = others[0]!.contents?.range[0] ?? 0;
    return refuse({ at, sentence: 'A second document (after ---) begins here; a configuration is one document.' });
  }
  if (document!.directives.yaml.explicit && document!.directives.yaml.version !== '1.2') {
    return refuse({ at: 0, sentence: 'The configuration is read as YAML 1.2; leave the %YAML line out.' });
  }
  const { root, found } = yamlTree(document!, at => place(at).line);
  if (root.kind === 'scalar' && root.value === null) return refuse(EMPTY);
  return { document: asDocument(root, place), problems: located(found) };
}

const EMPTY: Found = {
  at: 0,
  sentence:
    'The document is empty; it must declare at least `systems` and `lifecycles`. `orderwatch check --example` prints ' +
    'one to begin with.',
};

/** The parser's own counter loses lines where the text makes no sense. */
function placesIn(text: string): (at: number) => Place {
  const starts = [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)];
  return at => {
    const line = starts.findLastIndex(start => start <= at);
    return { line: line + 1, column: at - starts[line]! + 1 };
  };
}

/** After the first mistake in a line, the parser often stumbles over the rest of it. */
function firstOfLine(problems: YamlVerdict['problems']): YamlVerdict['problems'] {
  const sorted = problems.toSorted((a, b) => a.line - b.line || a.column - b.column);
  return sorted.filter((problem, index) => problem.line !== sorted[index - 1]?.line);
}

function asDocument(root: YamlNode, place: (at: number) => Place): YamlDocument {
  const child = (node: YamlNode, key: string | number): { keyAt: number; node: YamlNode } | undefined => {
    if (node.kind === 'map') return node.entries.get(String(key));
    const item = node.kind === 'list' ? node.items[Number(key)] : undefined;
    return item && { keyAt: item.at, node: item };
  };
  /** As far as the path leads. */
  const follow = (path: Path) => {
    let reached = { keyAt: root.at, node: root };
    for (const [index, key] of path.entries()) {
      const next = child(reached.node, key);
      if (!next) return { ...reached, left: path.length - index };
      reached = next;
    }
    return { ...reached, left: 0 };
  };
  return {
    value: plainValue(root),
    repeated: repeatedIn(root),
    nodeAt: path => {
      const { node, left } = follow(path);
      return left === 0 ? node : null;
    },
    valuePlace: path => {
      const { node, keyAt, left } = follow(path);
      return place(left === 0 ? node.at : keyAt);
    },
    keyPlace: path => place(follow(path).keyAt),
  };
}

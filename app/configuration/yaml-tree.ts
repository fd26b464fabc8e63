import { type Document, isAlias, isMap, isPair, isScalar, isSeq, type Node } from 'yaml';
import { meant, type Path } from '../../platform/mistake.ts';

/** A YAML document as plain values that know where they stand. `at` is an offset into the text. */
export type YamlNode = ScalarNode | ListNode | MapNode;
/** `written`: as it stands there, without quotes. */
export type ScalarNode = { kind: 'scalar'; at: number; size: 1; value: unknown; written: string };
export type ListNode = { kind: 'list'; at: number; size: number; items: YamlNode[] };
export type MapNode = { kind: 'map'; at: number; size: number; entries: Map<string, MapEntry> };
/** `repeated`: the key is given twice, so nobody knows which of the values is meant; this is the first. */
export type MapEntry = { keyAt: number; node: YamlNode; repeated?: true };

export type Found = { at: number; sentence: string };

/** Values that aliases may add to a document; a few lines of aliases to aliases would fill the memory. */
const MAX_ALIASED = 10_000;

/**
 * Aliases stand for what their anchor names, and `<<` takes the entries of a mapping over. What YAML leaves open or lets
 * pass is refused: a key given twice, aliases that go round in a circle or lead nowhere.
 */
export function yamlTree(
  document: Document.Parsed,
  lineOf: (at: number) => number,
): { root: YamlNode; found: Found[] } {
  const found: Found[] = [];
  const anchors = new Map<string, YamlNode | 'open'>();
  let aliased = 0;

  function build(node: Node | null | undefined, at: number): YamlNode {
    if (!node) return scalar(at);
    const start = node.range?.[0] ?? at;
    if (isAlias(node)) return alias(node.source, start);
    const anchor = isMap(node) || isSeq(node) || isScalar(node) ? node.anchor : undefined;
    if (anchor !== undefined) anchors.set(anchor, 'open');
    const built = isMap(node) ? map(node.items, start) : isSeq(node) ? list(node.items, start) : leaf(node, start);
    if (anchor !== undefined) anchors.set(anchor, built);
    return built;
  }

  function alias(name: string, at: number): YamlNode {
    const target = anchors.get(name);
    if (target === undefined) {
      const known = [...anchors.keys()];
      found.push({ at, sentence: `No anchor &${name} stands before this alias *${name}.${meant(name, known)}` });
    } else if (target === 'open') {
      found.push({ at, sentence: `The alias *${name} stands inside of what it stands for; write out what is meant.` });
    } else {
      const before = aliased;
      aliased += target.size;
      if (aliased <= MAX_ALIASED) return { ...target, at };
      if (before <= MAX_ALIASED) {
        const sentence = `With the alias *${name} aliases stand for more than ${MAX_ALIASED} values; write them out.`;
        found.push({ at, sentence });
      }
    }
    return scalar(at);
  }

  function list(items: readonly unknown[], at: number): ListNode {
    const built = items.map(item => build(isPair(item) ? null : (item as Node | null), at));
    return { kind: 'list', at, items: built, size: sizeOf(built) };
  }

  function map(pairs: readonly { key: unknown; value: unknown }[], at: number): MapNode {
    const entries = new Map<string, MapEntry>();
    const merged: MapNode[] = [];
    for (const { key, value } of pairs) {
      const keyAt = (key as Node | null)?.range?.[0] ?? at;
      const name = isScalar(key) ? String(key.value ?? '') : '';
      const node = build(value as Node | null, keyAt);
      const first = entries.get(name);
      if (name === '<<') merged.push(...toMerge(node));
      else if (name === '__proto__')
        found.push({ at: keyAt, sentence: '`__proto__` can not be a key; choose another name.' });
      else if (first) {
        const sentence = `\`${name}\` stands here for the second time (first in line ${lineOf(first.keyAt)}); keep one of them.`;
        found.push({ at: keyAt, sentence });
        entries.set(name, { ...first, repeated: true });
      } else entries.set(name, { keyAt, node });
    }
    // What the mapping says itself counts, and of several that are taken over the first.
    for (const { entries: others } of merged) {
      for (const [name, entry] of others) if (!entries.has(name)) entries.set(name, entry);
    }
    return { kind: 'map', at, entries, size: sizeOf([...entries.values()].map(({ node }) => node)) };
  }

  function toMerge(node: YamlNode): MapNode[] {
    if (node.kind === 'map') return [node];
    if (node.kind === 'list') return node.items.flatMap(toMerge);
    found.push({
      at: node.at,
      sentence: '`<<` takes over the entries of a mapping; give it an alias of one, such as *base.',
    });
    return [];
  }

  return { root: build(document.contents, 0), found };
}

function sizeOf(nodes: readonly YamlNode[]): number {
  return nodes.reduce((sum, { size }) => sum + size, 1);
}

function leaf(node: Node, at: number): ScalarNode {
  if (!isScalar(node)) return scalar(at);
  return { kind: 'scalar', at, size: 1, value: node.value, written: node.source ?? String(node.value ?? '') };
}

function scalar(at: number): ScalarNode {
  return { kind: 'scalar', at, size: 1, value: null, written: '' };
}

/** The paths of what is given twice. */
export function repeatedIn(node: YamlNode, path: Path = []): Path[] {
  if (node.kind === 'scalar') return [];
  if (node.kind === 'list') return node.items.flatMap((item, index) => repeatedIn(item, [...path, index]));
  return [...node.entries].flatMap(([name, entry]) => {
    const here = [...path, name];
    return entry.repeated ? [here] : repeatedIn(entry.node, here);
  });
}

export function plainValue(node: YamlNode): unknown {
  switch (node.kind) {
    case 'scalar':
      return node.value;
    case 'list':
      return node.items.map(plainValue);
    case 'map':
      return Object.fromEntries([...node.entries].map(([name, entry]) => [name, plainValue(entry.node)]));
    default:
      return node satisfies never;
  }
}

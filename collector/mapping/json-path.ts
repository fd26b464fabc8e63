import jsonata from 'jsonata';

/**
 * A JSONata expression that only goes down by names and fixed places: `$.order.lines[0].sku`, `$headers.kind`. Most
 * fields of most mappings are one. It is walked here at once, without JSONata's evaluator, and means the same.
 */
export type JsonPath = {
  /** The variable that it begins at; null: the message itself. */
  variable: string | null;
  steps: readonly Step[];
};
type Step = { name: string; places: readonly number[] };

/** The path that an expression is, or null when it is more than that. Throws JSONata's error when it is none at all. */
export function asJsonPath(text: string): JsonPath | null {
  const tree = jsonata(text).ast() as Node;
  if (tree.type === 'variable') return hasOnly(tree, []) ? { variable: startOf(tree), steps: [] } : null;
  if (tree.type !== 'path' || !tree.steps || !hasOnly(tree, ['steps'])) return null;
  const [first, ...rest] = tree.steps;
  const isFrom = first?.type === 'variable' && hasOnly(first, []);
  const steps = (isFrom ? rest : tree.steps).map(asStep);
  return steps.includes(null) ? null : { variable: isFrom ? startOf(first) : null, steps: steps as Step[] };
}

/** The variable without a name, `$`, is the context: at the beginning of a path that is the message. */
function startOf({ value }: Node): string | null {
  return value === '' ? null : (value as string);
}

type Node = { type: string; value?: unknown; steps?: Node[]; stages?: Node[]; expr?: Node };

function asStep(node: Node): Step | null {
  if (node.type !== 'name' || !hasOnly(node, ['stages'])) return null;
  const places = (node.stages ?? []).map(({ type, expr }) => {
    return type === 'filter' && expr?.type === 'number' && hasOnly(expr, []) ? (expr.value as number) : null;
  });
  return places.includes(null) ? null : { name: node.value as string, places: places as number[] };
}

/** Every other mark on a node (grouping, a parent that is asked for, `[]`) changes what it means. */
function hasOnly(node: Node, more: readonly string[]): boolean {
  return Object.keys(node).every(key => ['type', 'value', 'position', ...more].includes(key));
}

export function walk({ variable, steps }: JsonPath, document: unknown, variables: Readonly<Record<string, unknown>>) {
  let value: unknown = variable === null ? document : variables[variable];
  for (const [index, { name, places }] of steps.entries()) {
    if (Array.isArray(value) || places.length > 0) return walkLists(steps.slice(index), value);
    value = own(value, name);
    if (value === undefined) return undefined;
  }
  return value;
}

/** What came together along a path: it counts as its one value where it has one, which a list of the message never does. */
class Sequence extends Array<unknown> {}

// As JSONata's evaluatePath, evaluateStep, evaluateFilter and lookup have it.
function walkLists(steps: readonly Step[], from: unknown): unknown {
  let values: readonly unknown[] = Array.isArray(from) ? from : [from];
  for (const [index, step] of steps.entries()) {
    const found = values.map(value => take(step, value)).filter(value => value !== undefined);
    const [only] = found;
    const isLast = index === steps.length - 1;
    values = isLast && found.length === 1 && isList(only) ? only : flattened(found);
    if (values.length === 0) break;
  }
  return single(values);
}

function take({ name, places }: Step, value: unknown): unknown {
  return places.reduce(pick, single(lookUp(value, name)));
}

function pick(value: unknown, place: number): unknown {
  const list = Array.isArray(value) ? value : [value];
  const item: unknown = list.at(Math.floor(place));
  if (Array.isArray(item)) return item;
  return item === undefined ? new Sequence() : sequence([item]);
}

function lookUp(value: unknown, name: string): unknown {
  if (!Array.isArray(value)) return own(value, name);
  return flattened(value.map(item => lookUp(item, name)).filter(found => found !== undefined));
}

function own(value: unknown, name: string): unknown {
  return value !== null && typeof value === 'object' && Object.hasOwn(value, name)
    ? (value as Record<string, unknown>)[name]
    : undefined;
}

function isList(value: unknown): value is unknown[] {
  return Array.isArray(value) && !(value instanceof Sequence);
}

function flattened(values: readonly unknown[]): Sequence {
  return sequence(values.flat());
}

function sequence(values: readonly unknown[]): Sequence {
  const made = new Sequence();
  for (const value of values) made.push(value);
  return made;
}

function single(value: unknown): unknown {
  if (!(value instanceof Sequence)) return value;
  return value.length === 0 ? undefined : value.length === 1 ? value[0] : value;
}

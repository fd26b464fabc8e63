import jsonata from 'jsonata';
import { nearMatch } from '../../platform/near-match.ts';
import { asJsonPath, type JsonPath, walk } from './json-path.ts';
import { evaluateAll, evaluateNow, type Worked } from './sandbox.ts';

/** JSONata; `path` when it is no more than a path, which is evaluated without JSONata. */
export type Expression = { text: string; path: JsonPath | null };

/** Beside the message itself, `$`. Described in docs/connecting.md. */
export const VARIABLES = ['headers', 'properties', 'routingKey', 'exchange'] as const;
export type Variables = Readonly<Record<(typeof VARIABLES)[number], unknown>>;

/** Null for nothing. */
export type Gave = { value: unknown } | { problem: string };

/** Throws for an expression of which `expressionProblem` tells. */
export function compileExpression(text: string): Expression {
  return { text, path: asJsonPath(text) };
}

/** What each gives for a message, at once if all are paths. Never throws or rejects, and takes a bounded time. */
export function evaluate(
  expressions: readonly Expression[],
  document: unknown,
  variables: Variables,
): Gave[] | Promise<Gave[]> {
  const others = expressions.filter(({ path }) => path === null).map(({ text }) => text);
  const all = (worked: Worked[]): Gave[] =>
    expressions.map(({ path }) => {
      if (path) return { value: walk(path, document, variables) ?? null };
      const next = worked.shift()!;
      return 'problem' in next ? next : { value: next.gave };
    });
  return others.length === 0 ? all([]) : evaluateAll(others, document, variables).then(all);
}

/** Why an expression can't be used, as a sentence, or null. */
export function expressionProblem(text: string): string | null {
  try {
    return treeProblem(jsonata(text).ast());
  } catch (error) {
    const { message, position } = error as jsonata.JsonataError;
    const place = position === undefined ? '' : ` (at character ${position} of ${text.length})`;
    return `The expression is no JSONata: ${message.replace(/\.$/, '')}${place}. A JSON path such as $.order.number is one.`;
  }
}

const CHANGING = new Map([
  ['now', '$now() tells the time of the decoding'],
  ['millis', '$millis() tells the time of the decoding'],
  ['random', '$random() gives something else each time'],
  ['shuffle', '$shuffle() gives something else each time'],
  ['eval', '$eval() does what the message says'],
]);

/** What JSONata takes and a mapping must not do, or hardly means. */
function treeProblem(tree: unknown): string | null {
  const used = new Set<string>();
  const declared = new Set<string>(VARIABLES);
  for (const { type, value, lhs, arguments: args, focus, index } of nodes(tree)) {
    if (type === 'variable') used.add(String(value));
    if (type === 'bind') declared.add(String((lhs as Node).value));
    if (type === 'lambda') for (const { value: name } of args as Node[]) declared.add(String(name));
    for (const name of [focus, index]) if (typeof name === 'string') declared.add(name);
  }
  for (const name of used) {
    const changing = declared.has(name) ? undefined : CHANGING.get(name);
    if (changing !== undefined) {
      return `The expression uses $${name}: ${changing}, and a message that comes again must become the same event.`;
    }
    if (declared.has(name) || name === '' || name === '$' || isBuiltIn(name)) continue;
    const near = nearMatch(name, VARIABLES);
    const meant = near === null ? '' : ` Did you mean $${near}?`;
    const known = VARIABLES.map(variable => `$${variable}`).join(', ');
    return `The expression uses $${name}, which is neither a function of JSONata nor one of ${known}.${meant}`;
  }
  return null;
}

type Node = Record<string, unknown> & { type?: string; value?: unknown };

function nodes(tree: unknown): Node[] {
  const found: Node[] = [];
  const open = [tree];
  const seen = new Set<unknown>();
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next === null || typeof next !== 'object' || seen.has(next)) continue;
    seen.add(next);
    if (!Array.isArray(next)) found.push(next as Node);
    open.push(...Object.values(next).filter(inner => inner !== undefined));
  }
  return found;
}

function isBuiltIn(name: string): boolean {
  const [found] = evaluateNow([`$exists($${name})`], {}, {});
  return found !== undefined && 'gave' in found && found.gave === true;
}

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type Context, createContext, Script } from 'node:vm';

/**
 * JSONata where it can do no harm. It is a whole language: an expression may loop, recurse, or look for a regular
 * expression in a text on which that takes years. JSONata's own guards look at the clock only between two steps, so
 * here it lives in a context of its own with its own microtask queue, and everything that it does for one message,
 * native calls and promises included, is cut off by Node's watchdog. It is synchronous for the same reason.
 * It costs 0.13 ms a message (2 cores of 2024), most of it the watchdog's thread; a path (`json-path.ts`) costs 0.001.
 */

export type Worked = { gave: unknown } | { problem: string };

const LIMIT_MS = 250;
// What a mapping needs is a tenth of that; beyond it is a mistake that would only be noticed by the clock.
const MAX_DEPTH = 500;
const MAX_SEQUENCE = 100_000;

const library = readFileSync(createRequire(import.meta.url).resolve('jsonata'), 'utf8');

// What goes in are values of ours, what comes out is one text: no object or promise of the context leaves it.
const prepare = new Script(`
  const module = { exports: {} };
  (exports => { ${library}
  })(module.exports);
  const compiled = new Map();
  const expression = text => {
    let found = compiled.get(text);
    if (!found) compiled.set(text, (found = module.exports(text, { stack: ${MAX_DEPTH}, sequence: ${MAX_SEQUENCE} })));
    return found;
  };
  const isFunction = value => typeof value === 'function' || value?._jsonata_lambda || value?._jsonata_function;
  const work = async (text, { document, variables }) => {
    try {
      const value = await expression(text).evaluate(document, variables);
      return isFunction(value) ? { problem: 'it gives a function' } : { gave: value ?? null };
    } catch (error) {
      return { problem: String(error?.message ?? error) };
    }
  };
  globalThis.workAll = async task => {
    const worked = [];
    for (const text of task.texts) {
      worked.push(JSON.stringify(await work(text, task)));
      task.done = '[' + worked.join() + ']';
    }
  };
`);
const workAll = new Script('void workAll(task)');

type Task = {
  texts: readonly string[];
  document: unknown;
  variables: Readonly<Record<string, unknown>>;
  /** JSON of what the expressions gave so far. */
  done: string;
};

/**
 * What each of the expressions gives for a document, in their order; null where it gives nothing. The one that does not
 * come to an end in time is a problem, and so are those behind it. Never throws.
 */
export function evaluateAll(
  texts: readonly string[],
  document: unknown,
  variables: Readonly<Record<string, unknown>>,
): Worked[] {
  let done = attempt({ texts, document, variables, done: '[]' });
  // Again: the clock on the wall also runs while the machine is asleep or busy with others.
  if (done.length < texts.length) done = attempt({ texts, document, variables, done: '[]' });
  return texts.map((_, index) => done[index] ?? { problem: late(index === done.length) });
}

function late(isItself: boolean): string {
  return isItself ? `it does not come to an end within ${LIMIT_MS} ms` : 'an expression before it takes too long';
}

let current: Context | undefined;

function attempt(task: Task): Worked[] {
  current ??= newContext();
  current.task = task;
  try {
    workAll.runInContext(current, { timeout: LIMIT_MS });
  } catch {
    // Cut off in the middle of something: what is left of it must not go on beside the next message.
    current = undefined;
  }
  return JSON.parse(task.done) as Worked[];
}

function newContext(): Context {
  const context = createContext({}, { microtaskMode: 'afterEvaluate' });
  prepare.runInContext(context);
  return context;
}

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type Context, createContext, Script } from 'node:vm';

/**
 * JSONata where it can do no harm. It is a whole language: an expression may loop, recurse, or look for a regular
 * expression in a text on which that takes years. JSONata's own guards look at the clock only between two steps, so
 * here it lives in a context of its own with its own microtask queue, and everything that it does, native calls and
 * promises included, is cut off by Node's watchdog. A watchdog is a thread and takes 0.1 ms to start, five times as long
 * as the expressions of a usual message: so messages that arrive together are done under one.
 */

export type Worked = { gave: unknown } | { problem: string };

const LIMIT_MS = 250;
// What a mapping needs is a tenth of that; beyond it is a mistake that would only be noticed by the clock.
const MAX_DEPTH = 500;
const MAX_SEQUENCE = 100_000;
const MAX_PROBLEM = 1_000;
const MAX_WIDTH = 10_000;

const library = readFileSync(createRequire(import.meta.url).resolve('jsonata'), 'utf8');

// What goes in are values of ours, what comes out is one text: no object or promise of the context leaves it.
const prepare = new Script(`
  const module = { exports: {} };
  (exports => { ${library}
  })(module.exports);
  // These write as many characters as a number says in one native call, which the watchdog can't cut short.
  const pad = module.exports('$pad(text, width, filler)');
  const fromMillis = module.exports('$fromMillis(millis, picture, zone)');
  const refuseWidth = width => {
    if (Math.abs(width) > ${MAX_WIDTH}) throw new Error('it fills up to ' + width + ' characters, and at most ${MAX_WIDTH} are allowed');
  };
  const boundPad = (text, width, filler) => {
    refuseWidth(width);
    return pad.evaluate({ text, width, filler });
  };
  const boundFromMillis = (millis, picture, zone) => {
    for (const [, width] of picture?.matchAll(/[,-]\\s*(\\d+)/g) ?? []) refuseWidth(width);
    return fromMillis.evaluate({ millis, picture, zone });
  };
  const compiled = new Map();
  const expression = text => {
    let found = compiled.get(text);
    if (!found) {
      found = module.exports(text, { stack: ${MAX_DEPTH}, sequence: ${MAX_SEQUENCE} });
      found.registerFunction('pad', boundPad, '<s-ns?:s>');
      found.registerFunction('fromMillis', boundFromMillis, '<n-s?s?:s>');
      compiled.set(text, found);
    }
    return found;
  };
  const noFunction = (_name, value) => {
    if (typeof value === 'function' || value?._jsonata_lambda || value?._jsonata_function) {
      throw new Error('it gives a function');
    }
    return value;
  };
  // The answer, too, is written where a failure is caught: a rejection that nobody handles would end the process.
  const work = async (text, { document, variables }) => {
    try {
      const value = await expression(text).evaluate(document, variables);
      return JSON.stringify({ gave: value ?? null }, typeof value === 'string' ? undefined : noFunction);
    } catch (error) {
      return JSON.stringify({ problem: String(error?.message ?? error).slice(0, ${MAX_PROBLEM}) });
    }
  };
  globalThis.workAll = async tasks => {
    for (const task of tasks) {
      const worked = [];
      for (const text of task.texts) {
        worked.push(await work(text, task));
        task.done = '[' + worked.join() + ']';
      }
    }
  };
`);
const workAll = new Script('void workAll(tasks)');

type Task = {
  texts: readonly string[];
  document: unknown;
  variables: Readonly<Record<string, unknown>>;
  /** JSON of what the expressions gave so far. */
  done: string;
};

// Some milliseconds of work; whoever else waits for this thread gets his turn between two of them.
const MAX_TOGETHER = 200;

let waiting: { task: Task; resolve: (worked: Worked[]) => void }[] = [];

/**
 * What each of the expressions gives for a document, in their order; null where it gives nothing. The one that does not
 * come to an end in time is a problem, and so are those behind it. Never rejects.
 */
export function evaluateAll(
  texts: readonly string[],
  document: unknown,
  variables: Readonly<Record<string, unknown>>,
): Promise<Worked[]> {
  return new Promise(resolve => {
    if (waiting.length === 0) setImmediate(workTogether);
    waiting.push({ task: { texts, document, variables, done: '[]' }, resolve });
  });
}

/** The same at once, for one that nobody else's can be done together with. */
export function evaluateNow(
  texts: readonly string[],
  document: unknown,
  variables: Readonly<Record<string, unknown>>,
): Worked[] {
  const task = { texts, document, variables, done: '[]' };
  run([task]);
  return workedOf(task);
}

function workTogether(): void {
  const together = waiting.slice(0, MAX_TOGETHER);
  const tasks = together.map(({ task }) => task);
  if (!run(tasks)) {
    // The first that is not done was cut off, perhaps for what those before it took: it gets the whole time for itself,
    // which also forgives a clock that ran on while the machine was asleep. Those behind it have not begun.
    const cut = tasks.findIndex(task => !isDone(task));
    if (cut >= 0) {
      run([Object.assign(tasks[cut]!, { done: '[]' })]);
      together.splice(cut + 1);
    }
  }
  waiting = waiting.slice(together.length);
  if (waiting.length > 0) setImmediate(workTogether);
  for (const { task, resolve } of together) resolve(workedOf(task));
}

function isDone({ texts, done }: Task): boolean {
  return (JSON.parse(done) as Worked[]).length === texts.length;
}

function workedOf({ texts, done }: Task): Worked[] {
  const worked = JSON.parse(done) as Worked[];
  return texts.map((_, index) => worked[index] ?? { problem: late(index === worked.length) });
}

function late(isItself: boolean): string {
  return isItself ? `it does not come to an end within ${LIMIT_MS} ms` : 'an expression before it takes too long';
}

let current: Context | undefined;

/** False when it was cut off. */
function run(tasks: readonly Task[]): boolean {
  current ??= newContext();
  current.tasks = tasks;
  try {
    workAll.runInContext(current, { timeout: LIMIT_MS });
    return true;
  } catch {
    // Cut off in the middle of something: what is left of it must not go on beside the next message.
    current = undefined;
    return false;
  }
}

function newContext(): Context {
  const context = createContext({}, { microtaskMode: 'afterEvaluate' });
  prepare.runInContext(context);
  return context;
}

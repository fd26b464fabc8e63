import { fork } from 'node:child_process';

/** Runs a peer in a process of its own, which answers its task with one message, and gives that. */
export function runPeer<Result>(file: URL, task: object, execArgv: string[] = []): Promise<Result> {
  const child = fork(file, [JSON.stringify(task)], { execArgv });
  return new Promise((resolve, reject) => {
    let result: Result | undefined;
    child.once('message', (told: Result) => {
      result = told;
    });
    child.once('exit', code => {
      if (result) resolve(result);
      else reject(new Error(`${file.pathname} ended with ${code} before it had a result`));
    });
  });
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

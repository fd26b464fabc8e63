import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { afterAll } from 'vitest';
import type { RunFile } from '../../platform/run-file.ts';

export type Orderwatch = {
  child: ChildProcessByStdio<null, Readable, Readable>;
  home: string;
  /** What it has said so far, on both outputs. */
  said(): string;
  /** Resolves when it has said this; rejects when it ends before. */
  says(words: string): Promise<void>;
  ended: Promise<number | null>;
  run(): RunFile;
};

/** The program itself, as often as a test wants it, each with a home of its own unless one is named. */
export function orderwatchOn(servers: { DATABASE_URL: string; AMQP_URL: string; RABBITMQ_MANAGEMENT_URL?: string }) {
  const homes: string[] = [];
  const started: Orderwatch[] = [];
  afterAll(() => {
    for (const { child } of started) child.kill('SIGKILL');
    for (const home of homes) rmSync(home, { recursive: true, force: true });
  });

  function newHome(): string {
    const home = mkdtempSync(join(tmpdir(), 'orderwatch-'));
    homes.push(home);
    return home;
  }

  function orderwatch(args: string[], env: Record<string, string> = {}, wrapper: string[] = []): Orderwatch {
    const home = env.ORDERWATCH_HOME ?? newHome();
    const { NODE_COMPILE_CACHE } = process.env;
    const all = { ...servers, HOST: '127.0.0.1', PORT: '0', OPS_PORT: '0' };
    const main = new URL('../../app/main.ts', import.meta.url).pathname;
    const [command, ...words] = [...wrapper, process.execPath, main, ...args];
    const child = spawn(command!, words, {
      env: { PATH: process.env.PATH, NODE_COMPILE_CACHE, ...all, ORDERWATCH_HOME: home, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const ended = once(child, 'close').then(([code]) => code as number | null);
    let text = '';
    const waiting = new Set<() => void>();
    for (const output of [child.stdout, child.stderr]) {
      output.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
        for (const look of waiting) look();
      });
    }
    const says = (words: string) =>
      new Promise<void>((resolve, reject) => {
        const look = () => {
          if (!text.includes(words)) return;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
        look();
        void ended.then(code => reject(new Error(`ended with ${code} before it said "${words}":\n${text}`)));
      });
    const run = () => JSON.parse(readFileSync(join(home, 'run.json'), 'utf8')) as RunFile;
    const it = { child, home, said: () => text, says, ended, run };
    started.push(it);
    return it;
  }

  return { orderwatch, newHome };
}

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export type Served = {
  /** Milliseconds from the request to the last byte of the answer, and what that was. */
  ask(path: string): Promise<{ ms: number; status: number; body: string }>;
  stop(): Promise<void>;
};

const KEY = 'a-key-for-the-benchmark-only';

/** `orderwatch api` in a process of its own on this database, asked over one connection that stays open. */
export async function serve(databaseUrl: string): Promise<Served> {
  const home = mkdtempSync(join(tmpdir(), 'orderwatch-bench-'));
  const main = new URL('../../app/main.ts', import.meta.url).pathname;
  const child = spawn(process.execPath, [main, 'api'], {
    env: {
      ...process.env,
      DATABASE_URL: databaseUrl,
      ORDERWATCH_ADMIN_KEY: KEY,
      ORDERWATCH_HOME: home,
      HOST: '127.0.0.1',
      PORT: '0',
      OPS_PORT: '0',
      LOG_LEVEL: 'error',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const url = await addressOf(child);
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  return {
    ask: path =>
      new Promise((resolve, reject) => {
        const begun = performance.now();
        const asked = request(url + path, { agent, headers: { authorization: `Bearer ${KEY}` } }, answer => {
          let body = '';
          answer.setEncoding('utf8').on('data', (chunk: string) => {
            body += chunk;
          });
          answer.on('end', () => resolve({ ms: performance.now() - begun, status: answer.statusCode!, body }));
        });
        asked.on('error', reject).end();
      }),
    stop: async () => {
      agent.destroy();
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
      rmSync(home, { recursive: true, force: true });
    },
  };
}

async function addressOf(child: ChildProcess): Promise<string> {
  let said = '';
  for await (const chunk of child.stdout!) {
    said += String(chunk);
    const url = /http:\/\/127\.0\.0\.1:\d+/.exec(said)?.[0];
    if (url) return url;
  }
  throw new Error(`the API ended before it listened:\n${said}`);
}

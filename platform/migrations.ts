import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import type pg from 'pg';
import type { Pool } from './postgres.ts';

/** One room's numbered SQL files: `<folder>/0001_name.sql`, applied in the order of their numbers. */
export type MigrationFolder = { room: string; folder: URL };

type Migration = { room: string; number: number; name: string; sql: string; checksum: string };

// Any fixed number will do; it is the same for every process, so that one migrates and the others wait.
const MIGRATION_LOCK = 7_203_114_881;

/** The database can't be used as it stands; the message says why and what to do. */
export class MigrationRefused extends Error {}

/**
 * Brings the database to the newest schema, forward only, each file in a transaction of its own.
 * Any number of processes may call it at once: an advisory lock lets one work while the others wait.
 * Returns the files applied. Throws MigrationRefused when an applied file was changed or is unknown here
 * (the database is newer than this code).
 */
export async function migrate(pool: Pool, folders: MigrationFolder[]): Promise<string[]> {
  const wanted = (await Promise.all(folders.map(readMigrations))).flat();
  const client = await pool.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    return await applyMissing(client, wanted);
  } finally {
    // Closing the connection releases the lock, whatever state the connection is in.
    client.release(true);
  }
}

async function applyMissing(client: pg.PoolClient, wanted: Migration[]): Promise<string[]> {
  // `if not exists` asks for the right to create also where there is nothing to create, and a user that only works on
  // a database which somebody else has migrated needs no such right.
  const { rows } = await client.query<{ exists: boolean }>(
    `select to_regclass('platform.migration') is not null as exists`,
  );
  if (!rows[0]!.exists) await createRecord(client);
  const { rows: applied } = await client.query<Omit<Migration, 'sql'>>(
    'select room, number, name, checksum from platform.migration order by room, number',
  );
  for (const row of applied) refuseUnknown(row, wanted);

  const done = new Set(applied.map(row => `${row.room}/${row.number}`));
  const missing = wanted.filter(migration => !done.has(`${migration.room}/${migration.number}`));
  for (const migration of missing) await apply(client, migration);
  return missing.map(label);
}

async function createRecord(client: pg.PoolClient): Promise<void> {
  await client.query(`
    create schema if not exists platform;
    create table platform.migration (
      room text not null, number integer not null, name text not null, checksum text not null,
      applied_at timestamptz not null default now(), primary key (room, number))`);
}

function refuseUnknown(applied: Omit<Migration, 'sql'>, wanted: Migration[]): void {
  const same = wanted.find(migration => migration.room === applied.room && migration.number === applied.number);
  if (!same) {
    throw new MigrationRefused(
      `The database is newer than this code: it has ${label(applied)}, which is unknown here. Start the newer version.`,
    );
  }
  if (same.checksum !== applied.checksum) {
    throw new MigrationRefused(
      `${label(same)} was changed after it had been applied. Restore the file and put the change into a new migration.`,
    );
  }
}

async function apply(client: pg.PoolClient, migration: Migration): Promise<void> {
  try {
    await client.query('begin');
    await client.query(migration.sql);
    await client.query('insert into platform.migration (room, number, name, checksum) values ($1, $2, $3, $4)', [
      migration.room,
      migration.number,
      migration.name,
      migration.checksum,
    ]);
    await client.query('commit');
  } catch (cause) {
    await client.query('rollback');
    throw new Error(`Migration ${label(migration)} failed: ${(cause as Error).message}`, { cause });
  }
}

async function readMigrations({ room, folder }: MigrationFolder): Promise<Migration[]> {
  const names = (await readdir(folder)).filter(name => name.endsWith('.sql')).sort();
  return Promise.all(
    names.map(async name => {
      const sql = await readFile(new URL(name, folder), 'utf8');
      const checksum = createHash('sha256').update(sql).digest('hex');
      return { room, number: Number(name.slice(0, 4)), name, sql, checksum };
    }),
  );
}

function label(migration: { room: string; name: string }): string {
  return `${migration.room}/${migration.name}`;
}

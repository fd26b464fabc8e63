import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeEach, expect, it, onTestFinished } from 'vitest';
import { testDatabase } from '../test/support/database.ts';
import { createLog } from './log.ts';
import { type MigrationFolder, MigrationRefused, migrate } from './migrations.ts';
import { createPool } from './postgres.ts';

const { pool, databaseUrl } = await testDatabase();
const directory = await mkdtemp(join(tmpdir(), 'migrations-'));
afterAll(() => rm(directory, { recursive: true }));
const folders: MigrationFolder[] = [{ room: 'shelf', folder: pathToFileURL(`${directory}/`) }];
const write = (name: string, sql: string) => writeFile(join(directory, name), sql);

beforeEach(async () => {
  await pool.query('drop schema if exists shelf cascade; drop schema platform cascade');
  await write('0001_shelf.sql', 'create schema shelf; create table shelf.book (title text)');
  await write('0002_author.sql', 'alter table shelf.book add author text');
});

it('applies what is missing in the order of the numbers, and nothing the second time', async () => {
  expect(await migrate(pool, folders)).toEqual(['shelf/0001_shelf.sql', 'shelf/0002_author.sql']);
  expect(await migrate(pool, folders)).toEqual([]);
});

it('lets twenty start at once and one work', async () => {
  const results = await Promise.all(Array.from({ length: 20 }, () => migrate(pool, folders)));
  expect(results.flat()).toEqual(['shelf/0001_shelf.sql', 'shelf/0002_author.sql']);
});

it('needs no right to create anything where everything is there, and says so where something is not', async () => {
  await migrate(pool, folders);
  await pool.query(`create role migration_reader login password 'reads';
    grant usage on schema platform to migration_reader; grant select on platform.migration to migration_reader`);
  const url = new URL(databaseUrl);
  url.username = 'migration_reader';
  url.password = 'reads';
  const asReader = createPool(url.href, createLog('silent'));
  onTestFinished(async () => {
    await asReader.end();
    await pool.query('drop owned by migration_reader; drop role migration_reader');
  });
  expect(await migrate(asReader, folders)).toEqual([]);
  await write('0003_shop.sql', 'create schema shop');
  onTestFinished(() => rm(join(directory, '0003_shop.sql')));
  await expect(migrate(asReader, folders)).rejects.toThrow('shelf/0003_shop.sql failed: permission denied');
});

it('refuses a database that is newer than the code', async () => {
  await migrate(pool, folders);
  await rm(join(directory, '0002_author.sql'));
  await expect(migrate(pool, folders)).rejects.toThrow(MigrationRefused);
  await expect(migrate(pool, folders)).rejects.toThrow(
    'The database is newer than this code: it has shelf/0002_author.sql',
  );
});

it('refuses a file that was changed after it had been applied', async () => {
  await migrate(pool, folders);
  await write('0001_shelf.sql', 'create schema shelf');
  await expect(migrate(pool, folders)).rejects.toThrow('shelf/0001_shelf.sql was changed after it had been applied');
});

it('leaves nothing of a migration that fails, and goes on from there once it is mended', async () => {
  await write('0002_author.sql', 'alter table shelf.book add author text; select 1 / 0');
  await expect(migrate(pool, folders)).rejects.toThrow('Migration shelf/0002_author.sql failed: division by zero');
  await write('0002_author.sql', 'alter table shelf.book add author text');
  expect(await migrate(pool, folders)).toEqual(['shelf/0002_author.sql']);
});

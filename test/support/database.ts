import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { afterAll, afterEach, inject } from 'vitest';
import { createLog } from '../../platform/log.ts';
import { createPool, type Pool } from '../../platform/postgres.ts';
import { TEMPLATE_DATABASE, TEST_PREFIX, withDatabase } from './servers.ts';

export type TestDatabase = { pool: Pool; databaseUrl: string; close(): Promise<void> };

/**
 * A database of its own for the test file, with every room's tables and no rows:
 *
 *     const { pool } = await testDatabase();
 *
 * Call it at the top of the file, outside `describe` and hooks. It is dropped after the file's last test, unless one
 * failed: then it stays for a look until the next run, and its address is printed.
 */
export async function testDatabase(): Promise<TestDatabase> {
  const name = `${TEST_PREFIX}${randomBytes(6).toString('hex')}`;
  await asAdmin(`create database ${name} template ${TEMPLATE_DATABASE}`);
  const databaseUrl = withDatabase(inject('databaseUrl'), name);
  // It warns of idle connections that the server has cut: tests do that on purpose, and so does dropping the database.
  const pool = createPool(databaseUrl, createLog('error'));
  let closed: Promise<void> | undefined;
  const close = (keep = false) => {
    closed ??= finish(pool, keep ? null : name);
    return closed;
  };
  let failed = false;
  afterEach(({ task }) => {
    failed ||= task.result?.state === 'fail';
  });
  afterAll(async () => {
    if (failed) process.stderr.write(`Kept for a look: ${databaseUrl}\n`);
    await close(failed);
  });
  return { pool, databaseUrl, close: () => close() };
}

async function finish(pool: Pool, name: string | null): Promise<void> {
  await pool.end();
  // Forced: whatever else the test had connected to it must not keep it alive.
  if (name) await asAdmin(`drop database ${name} with (force)`);
}

async function asAdmin(sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: inject('databaseUrl') });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

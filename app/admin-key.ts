import { createHash, randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { registerKey } from '../api/keys.ts';
import type { Instant } from '../platform/clock.ts';
import type { Pool } from '../platform/postgres.ts';
import { Failure } from './exit.ts';

/** `file`: where it is kept; null when it came from ORDERWATCH_ADMIN_KEY. `isNew`: made just now, so nobody knows it. */
export type AdminKey = { key: string; file: string | null; isNew: boolean };

/** The admin key of this installation, made at its first start and kept in its folder, readable by the owner only. */
export function findAdminKey(home: string, given: string | null): AdminKey {
  if (given !== null) return { key: given, file: null, isNew: false };
  const file = join(home, 'admin-key');
  const known = readKey(file);
  if (known !== null) return { key: known, file, isNew: false };
  mkdirSync(home, { recursive: true });
  const isNew = writeKey(file, `ow_${randomBytes(32).toString('base64url')}`);
  return { key: readKey(file)!, file, isNew };
}

/** The database knows the key by its hash only. Throws Failure when somebody has revoked it. */
export async function admitAdminKey(pool: Pool, home: string, { key, file }: AdminKey, now: Instant): Promise<void> {
  const admitted = await registerKey(pool, { name: `admin of ${installation(home)}`, role: 'admin', key }, now);
  if (admitted === 'registered') return;
  const what = file === null ? 'Set another ORDERWATCH_ADMIN_KEY.' : `Delete ${file} for a new one.`;
  throw new Failure(`The admin key of this installation was revoked. ${what}`);
}

/** Where it runs, for the person who reads the list of keys, and what keeps two folders of one host apart. */
function installation(home: string): string {
  return `${hostname()} ${createHash('sha256').update(home).digest('hex').slice(0, 8)}`;
}

function readKey(file: string): string | null {
  try {
    return readFileSync(file, 'utf8').trim() || null;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/** Written aside and linked, so that of two first starts one wins and neither reads half a key. */
function writeKey(file: string, key: string): boolean {
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, `${key}\n`, { mode: 0o600 });
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(draft);
  }
}

import { createHash, randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { registerKey } from '../api/keys.ts';
import type { Instant } from '../platform/clock.ts';
import type { Pool } from '../platform/postgres.ts';
import { Failure } from './exit.ts';
import { readKey, writeKey } from './key-file.ts';

/** `file`: where it is kept; null when it came from ORDERWATCH_ADMIN_KEY. `isNew`: made just now, so nobody knows it. */
export type AdminKey = { key: string; file: string | null; isNew: boolean };

// One name wherever it runs, so that a new value of the setting revokes the old one, whoever had registered that.
const NAME_OF_GIVEN = 'ORDERWATCH_ADMIN_KEY';

/** The admin key that was given, or else the one that is kept in the folder; null when there is neither. */
export function knownAdminKey(home: string, given: string | null): AdminKey | null {
  if (given !== null) return { key: given, file: null, isNew: false };
  const file = join(home, 'admin-key');
  const key = readKey(file);
  return key === null ? null : { key, file, isNew: false };
}

/** Makes an admin key for the folder, readable by the owner only; that of another first start, if that was faster. */
export function makeAdminKey(home: string): AdminKey {
  const file = join(home, 'admin-key');
  const isNew = writeKey(file, `ow_${randomBytes(32).toString('base64url')}`);
  return { key: readKey(file)!, file, isNew };
}

/** The database knows the key by its hash only. Throws Failure when the key was revoked. */
export async function admitAdminKey(pool: Pool, home: string, { key, file }: AdminKey, now: Instant): Promise<void> {
  const name = file === null ? NAME_OF_GIVEN : `admin of ${installation(home)}`;
  const admitted = await registerKey(pool, { name, role: 'admin', key }, now);
  if (admitted === 'registered') return;
  throw new Failure(
    file === null
      ? 'The key in ORDERWATCH_ADMIN_KEY was revoked when another one took its place. Set the new one.'
      : `The admin key of this installation was revoked. Delete ${file} for a new one.`,
  );
}

/** Where it runs, for the person who reads the list of keys, and what keeps two folders of one host apart. */
function installation(home: string): string {
  return `${hostname()} ${createHash('sha256').update(home).digest('hex').slice(0, 8)}`;
}

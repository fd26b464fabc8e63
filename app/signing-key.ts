import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { Failure } from './exit.ts';
import { keyBytes } from './key-bytes.ts';
import { readKey, writeKey } from './key-file.ts';

const KEY_BYTES = 32;

/** The key that was given, or else the one that is kept in the folder; null when there is neither. */
export function knownSigningKey(home: string, given: Buffer | null): Buffer | null {
  return given ?? keptKey(join(home, 'signing-key'));
}

/** Makes a key for the folder; that of another first start, if that was faster. */
export function makeSigningKey(home: string): Buffer {
  const file = join(home, 'signing-key');
  writeKey(file, randomBytes(KEY_BYTES).toString('base64'));
  return keptKey(file)!;
}

function keptKey(file: string): Buffer | null {
  const kept = readKey(file);
  const key = kept === null ? null : keyBytes(kept);
  if (kept === null || (key !== null && key.length >= KEY_BYTES)) return key;
  throw new Failure(`${file} holds no signing key. Restore it, or delete it: links in messages sent so far then end.`);
}

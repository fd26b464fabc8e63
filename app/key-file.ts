import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';

/** Keys that an installation makes for itself and keeps in its home folder, readable by the owner only. */

/** Null when there is none. */
export function readKey(file: string): string | null {
  try {
    return readFileSync(file, 'utf8').trim() || null;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/**
 * Keeps the key unless there is one already, which is told by false. Written aside and linked, so that of two first
 * starts one wins and neither reads half a key.
 */
export function writeKey(file: string, key: string): boolean {
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

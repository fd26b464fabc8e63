import { chmodSync, linkSync, mkdirSync, readFileSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { startMark } from './process.ts';

/** A server can't be had here; the message says why and what to do. */
export class CantStart extends Error {}

/** Another living process works in the folder; the message says which and what to do. */
export class HomeInUse extends CantStart {}

type Holder = { pid: number; started: string | null };

// One process may run both servers in one home: the lock goes when the last of them is stopped.
const held = new Map<string, number>();

/**
 * Creates the folder when it is missing and gives its one true path. A server is recognised by the path of its data:
 * by a symbolic link, the next start would not know the server that the last one left.
 */
export function openHome(home: string): string {
  mkdirSync(home, { recursive: true });
  return realpathSync(home);
}

/** A folder for our eyes only; one that was open to others is closed. */
export function privateFolder(folder: string): string {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  chmodSync(folder, 0o700);
  return folder;
}

/**
 * Makes this process the only one that starts servers in `home` (created when missing) and returns the release.
 * Throws HomeInUse when a living process has it; the lock of a dead one is taken over.
 */
export function holdHome(home: string): () => void {
  const folder = openHome(home);
  const count = held.get(folder) ?? 0;
  if (count === 0) takeLock(folder);
  held.set(folder, count + 1);
  let released = false;
  return () => {
    if (released) return;
    released = true;
    const left = (held.get(folder) ?? 1) - 1;
    held.set(folder, left);
    if (left === 0) rmSync(join(folder, 'lock'), { force: true });
  };
}

function takeLock(folder: string): void {
  const lock = join(folder, 'lock');
  const mine: Holder = { pid: process.pid, started: startMark(process.pid) };
  // Written aside and linked, so that nobody ever reads half a lock; link() fails when there is one.
  const draft = `${lock}.${process.pid}`;
  writeFileSync(draft, JSON.stringify(mine), { mode: 0o600 });
  try {
    while (!tryLink(draft, lock)) {
      const other = readText(lock);
      if (other === null) continue;
      const holder = parseHolder(other);
      if (holder && isAlive(holder)) throw new HomeInUse(inUse(folder, holder.pid));
      removeStale(lock, other);
    }
  } finally {
    rmSync(draft, { force: true });
  }
}

function tryLink(draft: string, lock: string): boolean {
  try {
    linkSync(draft, lock);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/**
 * Two processes may find the same stale lock. If each simply deleted it, the slower one would delete the fresh lock of
 * the faster: so it is moved aside first, looked at, and put back when it isn't the one that was judged.
 */
function removeStale(lock: string, judged: string): void {
  const aside = `${lock}.${process.pid}.stale`;
  try {
    renameSync(lock, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  if (readText(aside) !== judged) tryLink(aside, lock);
  rmSync(aside, { force: true });
}

function isAlive(holder: Holder): boolean {
  const started = startMark(holder.pid);
  return started !== null && (holder.started === null || started === holder.started);
}

function parseHolder(text: string): Holder | null {
  try {
    const { pid, started } = JSON.parse(text) as Holder;
    return { pid, started };
  } catch {
    return null;
  }
}

function inUse(folder: string, pid: number): string {
  return (
    `Orderwatch already runs in ${folder} (process ${pid}). Stop that one (kill ${pid}), ` +
    'or give this one a folder of its own: ORDERWATCH_HOME=/another/folder.'
  );
}

function readText(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/** Reads a small JSON file of ours; null when there is none. A damaged one throws with its name. */
export function readJson<T>(file: string): T | null {
  const text = readText(file);
  if (text === null) return null;
  try {
    return JSON.parse(text) as T;
  } catch (cause) {
    throw new CantStart(`${file} is damaged (not JSON). Restore it, or delete ${dirname(file)} to begin anew.`, {
      cause,
    });
  }
}

/** Replaces a small JSON file in one step, readable by its owner only: it may hold passwords. */
export function writeJson(file: string, value: object): void {
  const draft = `${file}.${process.pid}.draft`;
  writeFileSync(draft, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 });
  renameSync(draft, file);
}

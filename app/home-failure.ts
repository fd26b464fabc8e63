import { sep } from 'node:path';
import { Failure } from './exit.ts';

const REASONS: Record<string, string> = {
  EACCES: 'this user has no right to it',
  EPERM: 'this user has no right to it',
  EROFS: 'it is on a file system that is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: "this user's share of the disk is used up",
  EIO: 'the disk fails',
  ENOTDIR: 'a part of its path is no folder',
  EEXIST: 'it is no folder',
  ELOOP: 'its symbolic links go round in a circle',
  ENAMETOOLONG: 'its path is too long',
  ENOENT: 'it was removed in the meantime, or can not be created',
  EMFILE: 'this process has too many files open',
  ENFILE: 'this machine has too many files open',
};

/** What a person can do about a file in the home that can't be read or written; null when it is something else. */
export function homeFailure(error: unknown, home: string): Failure | null {
  if (!(error instanceof Error)) return null;
  const { code, path, syscall } = error as NodeJS.ErrnoException;
  const reason = code === undefined ? undefined : REASONS[code];
  if (reason === undefined) return null;
  // That the disk is full is noticed by write(), which knows no path.
  const isOurs = path === undefined ? syscall === 'write' : isWithin(path, home) || isWithin(home, path);
  if (!isOurs) return null;
  return new Failure(
    `Orderwatch can't use ${path ?? home}: ${reason} (${code}). Mend that, or set ORDERWATCH_HOME to another folder.`,
    1,
    { cause: error },
  );
}

function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder + sep);
}

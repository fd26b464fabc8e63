import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where everything is while Orderwatch runs; the commands of a second terminal find it here. */
export type RunFile = {
  pid: number;
  httpUrl: string;
  opsUrl: string;
  amqpUrl: string;
  managementUrl: string;
  databaseUrl: string;
  adminKey: string;
  /** Absolute path; null: the bundled one. */
  configurationFile: string | null;
};

/** Writes `<home>/run.json`, whole or not at all, readable by its owner only: it holds passwords and the admin key. */
export function writeRunFile(home: string, run: RunFile): void {
  const draft = join(home, `run.json.${process.pid}`);
  writeFileSync(draft, `${JSON.stringify(run, null, 2)}\n`, { mode: 0o600 });
  renameSync(draft, join(home, 'run.json'));
}

/**
 * What runs in `home`; null when nothing does. The file of a process that was killed counts as nothing, and so does one
 * that is damaged or not for us to read: whoever asks can only do without.
 */
export function readRunFile(home: string): RunFile | null {
  let run: RunFile | null;
  try {
    run = JSON.parse(readFileSync(join(home, 'run.json'), 'utf8'));
  } catch {
    return null;
  }
  return typeof run?.pid === 'number' && isAlive(run.pid) ? run : null;
}

/** Removes our own file; that of another process, which may have started since, stays. */
export function removeRunFile(home: string): void {
  const run = readRunFile(home);
  if (run?.pid === process.pid) rmSync(join(home, 'run.json'), { force: true });
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: there is one, but it belongs to another user.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

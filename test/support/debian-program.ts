import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';

const HOME = resolve('.orderwatch/programs');

/**
 * Path of the program `name`: that of the PATH, else out of Debian's `debianPackage`, which is unpacked below
 * `.orderwatch/` and not installed, so that no service starts and nobody has to be root. Throws with what to do where
 * neither can be.
 */
export function debianProgram(name: string, debianPackage = name): string {
  if (spawnSync('sh', ['-c', `command -v ${name}`]).status === 0) return name;
  const folder = join(HOME, debianPackage);
  const program = join(folder, 'usr/bin', name);
  if (!existsSync(program)) unpack(debianPackage, folder);
  if (existsSync(program)) return program;
  throw new Error(
    `There is no ${name} on this machine, and Debian's ${debianPackage} could not be had: put it into PATH.`,
  );
}

function unpack(debianPackage: string, folder: string): void {
  const draft = `${folder}.${process.pid}`;
  mkdirSync(draft, { recursive: true });
  const run = (program: string, ...args: string[]) =>
    spawnSync(program, args, { cwd: draft, stdio: 'ignore' }).status === 0;
  if (!run('apt-get', 'download', debianPackage)) {
    run('apt-get', 'update');
    run('apt-get', 'download', debianPackage);
  }
  const [archive] = readdirSync(draft).filter(file => file.endsWith('.deb'));
  // Another test file may have been faster.
  if (archive !== undefined && run('dpkg', '-x', archive, draft) && !existsSync(folder)) renameSync(draft, folder);
  rmSync(draft, { recursive: true, force: true });
}

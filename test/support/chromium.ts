import { spawnSync } from 'node:child_process';

/** Debian's Chromium, installed where it is missing and that may be done. Throws with what to do where it can't. */
export function chromiumProgram(): string {
  const here = found();
  if (here !== null) return here;
  const install = () =>
    spawnSync('apt-get', ['install', '--no-install-recommends', '-y', 'chromium'], {
      stdio: 'ignore',
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    }).status === 0;
  if (!install()) {
    spawnSync('apt-get', ['update'], { stdio: 'ignore' });
    install();
  }
  const installed = found();
  if (installed !== null) return installed;
  throw new Error('There is no chromium on this machine, and it could not be installed: apt-get install chromium.');
}

function found(): string | null {
  const { status, stdout } = spawnSync('sh', ['-c', 'command -v chromium'], { encoding: 'utf8' });
  return status === 0 ? stdout.trim() : null;
}

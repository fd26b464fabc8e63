import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const NAMES = ['prometheus-alertmanager', 'alertmanager'];
const READY_MS = 20_000;

export type RealAlertmanager = { url: string; stop(): Promise<void> };

/**
 * The real one, on a loopback port of its own. `webhook`: where it posts everything it is told, at once and again each
 * second, with `key` as the password. Throws with what to do where it can't be had.
 */
export async function startRealAlertmanager(webhook: string, key: string): Promise<RealAlertmanager> {
  const program = findProgram();
  const folder = mkdtempSync(join(tmpdir(), 'orderwatch-alertmanager-'));
  const configuration = {
    route: { receiver: 'orderwatch', group_by: ['...'], group_wait: '0s', group_interval: '1s', repeat_interval: '1s' },
    receivers: [
      {
        name: 'orderwatch',
        webhook_configs: [{ url: webhook, http_config: { basic_auth: { username: 'am', password: key } } }],
      },
    ],
  };
  // JSON is YAML, too.
  writeFileSync(join(folder, 'alertmanager.yml'), JSON.stringify(configuration));
  const url = `http://127.0.0.1:${await freePort()}`;
  const child = spawn(
    program,
    [
      `--config.file=${join(folder, 'alertmanager.yml')}`,
      `--storage.path=${folder}`,
      `--web.listen-address=${new URL(url).host}`,
      '--cluster.listen-address=',
      '--log.level=error',
    ],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  );
  const ended = new Promise<void>(resolve => child.once('exit', () => resolve()));
  const stop = async () => {
    child.kill();
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  if (await isReady(`${url}/-/ready`)) return { url, stop };
  await stop();
  throw new Error(`${program} does not answer within ${READY_MS / 1_000} s.`);
}

async function isReady(url: string): Promise<boolean> {
  for (const until = Date.now() + READY_MS; Date.now() < until; await pause(50)) {
    if (
      await fetch(url).then(
        ({ ok }) => ok,
        () => false,
      )
    )
      return true;
  }
  return false;
}

/** In the PATH, else installed where that can be done without asking, as the embedded RabbitMQ is. */
function findProgram(): string {
  if (installed() === undefined) install();
  const found = installed();
  if (found !== undefined) return found;
  throw new Error(
    'There is no Alertmanager on this machine, and it could not be installed with apt-get: put one of ' +
      `https://github.com/prometheus/alertmanager/releases into the PATH as ${NAMES.join(' or ')}.`,
  );
}

function installed(): string | undefined {
  return NAMES.find(name => spawnSync(name, ['--version']).status === 0);
}

// Debian starts a service as soon as it is installed, unless policy-rc.d says no. One that is there is left alone.
const INSTALL = `
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
  trap 'rm -f "$policy"' EXIT
  printf '#!/bin/sh\\ncase "$*" in *alertmanager*) exit 101 ;; esac\\n' > "$policy"
  chmod 755 "$policy"
fi
export DEBIAN_FRONTEND=noninteractive
install() { apt-get install -y --no-install-recommends -o DPkg::Lock::Timeout=120 prometheus-alertmanager; }
install || { apt-get update && install; }
`;

function install(): void {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return;
  process.stderr.write('There is no Alertmanager on this machine: installing prometheus-alertmanager with apt-get …\n');
  spawnSync('/bin/sh', ['-c', INSTALL], { stdio: 'ignore' });
}

function freePort(): Promise<number> {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}

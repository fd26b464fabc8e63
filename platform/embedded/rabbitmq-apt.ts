import { spawn } from 'node:child_process';
import { closeSync, existsSync, openSync } from 'node:fs';
import type { Log } from '../log.ts';

// In one shell, so that the policy file goes away even when we are killed in the meantime. Debian starts a service as
// soon as it is installed, unless /usr/sbin/policy-rc.d answers 101. Ours answers that for the broker and its port
// mapper only, and only while the shell that wrote it lives; one that the host has already is left alone.
const INSTALL = `
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
  trap 'rm -f "$policy"' EXIT
  trap 'exit 1' HUP INT TERM
  cat > "$policy" <<END
#!/bin/sh
# Written by Orderwatch while it installs rabbitmq-server (process $$), removed afterwards.
kill -0 $$ 2>/dev/null || exit 0
case "\\$*" in *rabbitmq*|*epmd*) exit 101 ;; esac
exit 0
END
  chmod 755 "$policy"
fi
export DEBIAN_FRONTEND=noninteractive
install() { apt-get install -y --no-install-recommends -o DPkg::Lock::Timeout=120 rabbitmq-server; }
install || { apt-get update && install; }
`;

/**
 * Installs rabbitmq-server where that can be done without asking: as root on Debian and its kin.
 * True when it was installed, a sentence when that failed, null when this is no such machine.
 */
export async function installWithApt({
  log,
  logFile,
  say,
}: {
  log: Log;
  logFile: string;
  say: (sentence: string) => void;
}): Promise<true | string | null> {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return null;
  say('There is no RabbitMQ on this machine: installing rabbitmq-server with apt-get (a minute or two) …');
  const output = openSync(logFile, 'a', 0o600);
  // Detached: Ctrl-C must not tear a package installation in two.
  const child = spawn('/bin/sh', ['-c', INSTALL], { detached: true, stdio: ['ignore', output, output] });
  closeSync(output);
  const code = await new Promise<number | null>(done => {
    child.once('exit', done);
    child.once('error', () => done(null));
  });
  if (code === 0) return true;
  log.warn({ code, logFile }, 'apt-get could not install rabbitmq-server');
  return `Installing it with apt-get failed, see ${logFile}.`;
}

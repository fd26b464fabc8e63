import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

/**
 * The command line of a living process, or null when there is none by that id.
 * A pid alone proves nothing: after a crash the kernel may have given it to somebody else, so whoever reads a pid from
 * a file asks here whether it is still the process that was meant. A zombie has no command line and counts as dead.
 */
export function commandLine(pid: number): string | null {
  if (!Number.isSafeInteger(pid) || pid <= 0) return null;
  try {
    return process.platform === 'linux' ? linuxCommandLine(pid) : askPs(pid, 'command=');
  } catch {
    return null;
  }
}

/**
 * Linux shows an empty command line of a living process for the instant in which it becomes another program, as
 * RabbitMQ's script does three times. Of the kernel's own threads it is always empty: that is why it is asked for so long only.
 */
function linuxCommandLine(pid: number): string | null {
  for (let asked = 0; asked < BETWEEN_PROGRAMS_MS; asked++) {
    const line = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
    if (line) return line;
    if (startMark(pid) === null) return null;
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
  }
  return null;
}

function askPs(pid: number, field: string): string | null {
  return execFileSync('ps', ['-ww', '-o', field, '-p', String(pid)], { encoding: 'utf8' }).trim() || null;
}

/** Only for a process that we have started or recognised ourselves: whose it is, is not asked. */
export function isRunning(pid: number): boolean {
  return startMark(pid) !== null;
}

const PORT_PATIENCE_MS = 3_000;
const BETWEEN_PROGRAMS_MS = 2_000;

/** When the process began, in a form that is only good for comparison; null when there is none by that id. */
export function startMark(pid: number): string | null {
  if (!Number.isSafeInteger(pid) || pid <= 0) return null;
  try {
    if (process.platform !== 'linux') return askPs(pid, 'lstart=');
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name in brackets may hold spaces and brackets; after it come state (field 3) … start time (field 22).
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? null : (fields[19] ?? null);
  } catch {
    return null;
  }
}

/** Sends the signal; a process that is already gone is what the caller wanted anyway. */
export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** Asks `condition` every 50 ms until it gives something other than null or false; undefined when `ms` have passed. */
export async function until<T>(
  ms: number,
  condition: () => T | null | false | Promise<T | null | false>,
): Promise<T | undefined> {
  const deadline = performance.now() + ms;
  for (;;) {
    const answer = await condition();
    if (answer !== null && answer !== false) return answer;
    if (performance.now() >= deadline) return undefined;
    await pause(50);
  }
}

/** True when the process ended within `ms`. */
export async function ended(pid: number, ms: number): Promise<boolean> {
  return (await until(ms, () => !isRunning(pid))) !== undefined;
}

/** True when nobody listens on the loopback port. */
function isPortFree(port: number): Promise<boolean> {
  return new Promise(resolve => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen({ port, host: '127.0.0.1', exclusive: true }, () => probe.close(() => resolve(true)));
  });
}

/**
 * True when nobody listens on the loopback port any more. A killed process keeps its sockets for a moment after its
 * command line is gone, and its clients know the port: it is worth waiting for.
 */
export async function becomesFree(port: number): Promise<boolean> {
  return (await until(PORT_PATIENCE_MS, () => isPortFree(port))) === true;
}

/**
 * A free loopback port that can be remembered: below the ranges from which kernels take the ports of outgoing
 * connections (32768 up on Linux, 49152 up elsewhere), so that it is still free tomorrow.
 */
export async function freePort(except: Iterable<number> = []): Promise<number> {
  const taken = new Set(except);
  for (let attempt = 0; attempt < 200; attempt++) {
    const port = 20_000 + Math.floor(Math.random() * 12_000);
    if (!taken.has(port) && (await isPortFree(port))) return port;
  }
  throw new Error('No free port on 127.0.0.1 between 20000 and 31999.');
}

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/**
 * Runs an expression of an ES module in a process of its own until it prints a line, kills that process with
 * SIGKILL, so that it can tidy nothing up, and gives the line.
 */
export async function runAndKill(source: string): Promise<string> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', `${source}\nsetInterval(() => {}, 1_000);`], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exit = once(child, 'exit');
  let line = '';
  for await (const chunk of child.stdout) {
    line += chunk;
    if (line.includes('\n')) break;
  }
  child.kill('SIGKILL');
  const [code] = await exit;
  if (!line.includes('\n')) throw new Error(`The process ended by itself, with ${code}, before it said a line.`);
  return line.trim();
}

/** The ids of living processes whose command line or environment contains `text` (Linux). */
export function processesOf(text: string): number[] {
  return readdirSync('/proc')
    .map(Number)
    .filter(
      pid =>
        pid > 0 &&
        pid !== process.pid &&
        ['cmdline', 'environ'].some(name => read(`/proc/${pid}/${name}`).includes(text)),
    );
}

/** The local addresses on which the process accepts TCP connections, in the kernel's notation (Linux). */
export function listeningAddresses(pid: number): string[] {
  const sockets = new Set(readdirSync(`/proc/${pid}/fd`).map(fd => link(`/proc/${pid}/fd/${fd}`)));
  return ['tcp', 'tcp6'].flatMap(family =>
    read(`/proc/${pid}/net/${family}`)
      .split('\n')
      .map(line => line.trim().split(/\s+/))
      .filter(([, , , state, , , , , , inode]) => state === LISTEN && sockets.has(`socket:[${inode}]`))
      .map(([, local]) => local?.split(':')[0] ?? ''),
  );
}

const LISTEN = '0A';
/** 127.0.0.1 and ::1 as the kernel writes them on little-endian machines. */
export const LOOPBACK = ['0100007F', '00000000000000000000000001000000'];

function read(file: string): string {
  try {
    return readFileSync(file, 'latin1');
  } catch {
    // It ended between the listing and the look, or it is not ours to see.
    return '';
  }
}

function link(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
}

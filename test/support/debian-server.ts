import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, until } from '../../platform/embedded/process.ts';
import { debianProgram } from './debian-program.ts';

export type DebianServer = { /** host:port */ address: string; url: string; stop(): Promise<void> };

const READY_MS = 120_000;

/**
 * A program out of Debian's package of the same name, on a loopback port of its own, once it answers at `ready`. `files`
 * are written into a folder of its own before, which goes with it.
 */
export async function startDebianServer(
  name: string,
  {
    args,
    ready,
    files = {},
    env = {},
  }: {
    args: (where: { address: string; folder: string }) => string[];
    ready: string;
    files?: Readonly<Record<string, string>>;
    env?: Readonly<Record<string, string>>;
  },
): Promise<DebianServer> {
  const program = debianProgram(name);
  const folder = mkdtempSync(join(tmpdir(), 'orderwatch-'));
  for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, file), text);
  const address = `127.0.0.1:${await freePort()}`;
  const child = spawn(program, args({ address, folder }), { env: { PATH: process.env.PATH, ...env }, stdio: 'pipe' });
  let said = '';
  for (const output of [child.stdout, child.stderr]) {
    output.setEncoding('utf8').on('data', (chunk: string) => {
      said = (said + chunk).slice(-4_000);
    });
  }
  const ended = new Promise<void>(resolve => child.once('exit', () => resolve()));
  const stop = async () => {
    child.kill();
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  const answers = () =>
    fetch(`http://${address}${ready}`).then(
      ({ ok }) => ok && 'ready',
      () => null,
    );
  const outcome = await until(READY_MS, () => (child.exitCode === null ? answers() : 'ended'));
  if (outcome === 'ready') return { address, url: `http://${address}`, stop };
  await stop();
  throw new Error(`${name} does not answer. It said:\n${said}`);
}

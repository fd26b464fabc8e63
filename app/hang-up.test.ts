import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { expect, test } from 'vitest';

/** A process that says on its descriptor 3 what it takes a SIGHUP for, and first of all its id. */
const LISTENER = `
  import { writeSync } from 'node:fs';
  import { onHangUp } from ${JSON.stringify(new URL('hang-up.ts', import.meta.url).href)};
  const say = text => writeSync(3, text + '\\n');
  onHangUp({ reload: () => say('reload'), end: () => { say('end'); process.exit(); } });
  say(process.pid);
  setInterval(() => {}, 1_000);`;
const ARGUMENTS = ['--input-type=module', '-e', LISTENER];

async function nextLine(output: Readable): Promise<string> {
  const [chunk] = await once(output, 'data');
  return String(chunk).trim();
}

test('a SIGHUP where there is no terminal, or one that is still there, asks to read again', async () => {
  const child = spawn('setsid', [process.execPath, ...ARGUMENTS], { stdio: ['ignore', 'ignore', 'inherit', 'pipe'] });
  const said = child.stdio[3] as Readable;
  await nextLine(said);
  child.kill('SIGHUP');
  expect(await nextLine(said)).toBe('reload');
  child.kill('SIGKILL');
});

test('a terminal that is closed takes the process with it', async () => {
  // script(1) gives its command a terminal, which is gone with script itself.
  const command = [process.execPath, ...ARGUMENTS].map(word => `'${word.replaceAll("'", `'\\''`)}'`).join(' ');
  const terminal = spawn('script', ['--quiet', '--command', command, '/dev/null'], {
    stdio: ['pipe', 'ignore', 'inherit', 'pipe'],
  });
  const said = terminal.stdio[3] as Readable;
  const pid = Number(await nextLine(said));
  process.kill(pid, 'SIGHUP');
  expect(await nextLine(said)).toBe('reload');
  terminal.kill('SIGKILL');
  expect(await nextLine(said)).toBe('end');
});

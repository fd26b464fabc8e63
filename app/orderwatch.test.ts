import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';

const launcher = new URL('orderwatch.cjs', import.meta.url).pathname;

// As on a host with an old Node, at a terminal: only then is there a child that signals have to reach.
const OLD_NODE = `
  Object.defineProperty(process, 'version', { value: 'v20.0.0' });
  Object.defineProperty(process.stdin, 'isTTY', { value: true });
  require(${JSON.stringify(launcher)});`;

test.each(['SIGINT', 'SIGTERM'] as const)('%s to the launcher alone reaches the child', async name => {
  const env = { PATH: process.env.PATH, DATABASE_URL: 'postgres://127.0.0.1:1/none', OPS_PORT: '0', PORT: '0' };
  const child = spawn(process.execPath, ['-e', OLD_NODE, 'orderwatch', 'api'], {
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const exit = once(child, 'exit');
  let said = '';
  let told = false;
  for await (const chunk of child.stderr) {
    said += chunk;
    if (told || !said.includes('The database does not answer')) continue;
    told = child.kill(name);
  }
  expect(await exit).toEqual([0, null]);
  expect(said.match(/Stopping/g)).toHaveLength(1);
});

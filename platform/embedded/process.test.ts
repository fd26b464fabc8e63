import { spawn } from 'node:child_process';
import { expect, test } from 'vitest';
import { commandLine } from './process.ts';

const BECOME_ANOTHER = 'if [ "$1" -gt 0 ]; then exec sh -c "$2" sh $(($1 - 1)) "$2"; else exec sleep 60; fi';

test('a process is there all the while it becomes one program after the other', () => {
  const child = spawn('sh', ['-c', BECOME_ANOTHER, 'sh', '300', BECOME_ANOTHER]);
  const seen: (string | null)[] = [];
  try {
    do seen.push(commandLine(child.pid ?? 0));
    while (seen.at(-1) !== 'sleep 60' && seen.at(-1) !== null);
  } finally {
    child.kill('SIGKILL');
  }
  expect(seen.at(-1)).toBe('sleep 60');
});

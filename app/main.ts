import { runProgram } from './program.ts';
import type { Terminal } from './terminal.ts';

const terminal: Terminal = {
  env: process.env,
  out: text => process.stdout.write(`${text}\n`),
  err: text => process.stderr.write(`${text}\n`),
  interactive: process.stderr.isTTY === true,
};

// `orderwatch orders | head` closes our output early, which is no trouble.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

process.exitCode = await runProgram(process.argv.slice(2), terminal);
// Everything has ended by now; a handle that somebody forgot must not keep the process.
setTimeout(() => process.exit(), 1_000).unref();

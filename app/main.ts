import { runProgram } from './program.ts';
import type { Terminal } from './terminal.ts';

const terminal: Terminal = {
  env: process.env,
  out: text => process.stdout.write(`${text}\n`),
  err: text => process.stderr.write(`${text}\n`),
  interactive: process.stderr.isTTY === true,
};

// Whoever reads us may go away first: `| head`, a Ctrl-C that `tee` gets as well, a terminal that is closed. Nothing
// can be said any more then, but servers still have to be stopped.
for (const output of [process.stdout, process.stderr]) output.on('error', () => {});

process.exitCode = await runProgram(process.argv.slice(2), terminal);
// Everything has ended by now; a handle that somebody forgot must not keep the process.
setTimeout(() => process.exit(), 1_000).unref();

import { Command } from 'commander';
import type { ChainHead } from '../../tracker/audit/chain.ts';
import { type Verified, verifyAudit } from '../../tracker/audit/verify.ts';
import { EXIT, Failure } from '../exit.ts';
import type { End } from '../program.ts';
import type { Terminal } from '../terminal.ts';
import { withDatabase } from './with-database.ts';

const HELP = `
Every change by hand is a row of a chain in which each holds the hash of the one before it. A row that was changed, taken out
or put in since is found, and where. What was written anew from some row to the end is found only by comparing with an end
of the chain that was noted elsewhere: every process logs it as "the audit log ends here" once an hour, and this command
prints it. Exit code: 0 it is as it was written, 1 it is not.

Examples:
  $ orderwatch audit verify
  $ orderwatch audit verify --noted 812:5f0c…64 hexadecimal digits`;

export function auditCommand(terminal: Terminal, end: End): Command {
  const command = new Command('audit').description('the log of what people changed').addHelpText('after', HELP);
  command
    .command('verify')
    .description('find out whether a row was changed, taken out or put in since it was written')
    .option('--noted <ends...>', 'ends of the chain that were noted before, <row>:<hash>')
    .option('--json', 'print what was found as JSON')
    .action(({ noted = [], json }: { noted?: string[]; json?: true }) =>
      withDatabase(terminal, async pool => {
        const verified = await verifyAudit(pool, noted.map(readNoted));
        terminal.out(json ? JSON.stringify(verified, null, 2) : describe(verified));
        end(verified.faults.length === 0 ? EXIT.ok : EXIT.failure);
      }),
    );
  return command;
}

function readNoted(text: string): ChainHead {
  const [, sequence, hash] = /^(\d{1,15}):([0-9a-f]{64})$/i.exec(text) ?? [];
  if (sequence === undefined || hash === undefined) {
    throw new Failure(`--noted: ${text} is not the number of a row, a colon and 64 hexadecimal digits.`, EXIT.usage);
  }
  return { sequence: Number(sequence), hash: hash.toLowerCase() };
}

function describe({ rows, head, faults }: Verified): string {
  const counted = `${rows} ${rows === 1 ? 'row' : 'rows'}`;
  const noted = `The chain ends with ${head.sequence}:${head.hash}`;
  if (faults.length === 0) return `${counted}, each as it was written.\n${noted}`;
  return [`${counted}, and not all as they were written:`, ...faults.map(({ why }) => `  ${why}`), noted].join('\n');
}

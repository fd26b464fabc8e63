import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { takeBounce } from '../../notifier/receipts/take-bounce.ts';
import { systemClock } from '../../platform/clock.ts';
import { EXIT, type ExitCode, Failure } from '../exit.ts';
import type { End } from '../program.ts';
import type { Terminal } from '../terminal.ts';
import { printable } from '../text/printable.ts';
import { withOrders } from './with-database.ts';

const HELP = `
It finds the message that came back and notes that it failed; where the mailbox does not exist, nothing is sent there any
more. The same mail again changes nothing. Let the mail server hand it what comes for the sender's address; with Postfix:
  bounces: "|orderwatch bounce"

Exit codes: 0 noted, 1 it is no bounce, 3 it is about no message of ours.

Examples:
  $ orderwatch bounce < returned.eml
  $ orderwatch bounce returned.eml`;

export function bounceCommand(terminal: Terminal, end: End): Command {
  return new Command('bounce')
    .description('take a mail that came back, and note of which message it tells what')
    .argument('[file]', 'the mail as it came (unset: standard input)')
    .addHelpText('after', HELP)
    .action(async (file: string | undefined) => end(await take(terminal, readMail(file))));
}

function take(terminal: Terminal, raw: Buffer): Promise<ExitCode> {
  return withOrders(terminal, async (pool, vault) => {
    const taken = await takeBounce({ pool, vault }, raw, systemClock.now());
    switch (taken.kind) {
      case 'noted':
        terminal.out(`${printable(taken.about)}, message ${taken.id}: ${taken.sentence}`);
        return EXIT.ok;
      case 'notABounce':
        terminal.err(taken.sentence);
        return EXIT.failure;
      case 'noMessage':
        terminal.err(taken.sentence);
        return EXIT.notFound;
      default:
        return taken satisfies never;
    }
  });
}

function readMail(file: string | undefined): Buffer {
  try {
    return readFileSync(file ?? 0);
  } catch (error) {
    throw new Failure(`The mail can't be read: ${(error as Error).message}.`, EXIT.usage);
  }
}

import { Command } from 'commander';
import { rulePage, runPage } from '../../api/rule-list.ts';
import { systemClock } from '../../platform/clock.ts';
import type { Terminal } from '../terminal.ts';
import { describeRules, describeRuns } from '../text/rules.ts';
import { withAlerts } from './with-alerts.ts';

const HELP = `
Examples:
  $ orderwatch rules ls
  $ orderwatch rules runs price-missing --limit 10`;

export function rulesCommand(terminal: Terminal): Command {
  const command = new Command('rules')
    .description('look at the rules: what each looks for, when it runs next, and how it fared')
    .addHelpText('after', HELP);
  command
    .command('ls')
    .description('list the rules that the configuration declares, and how often they were right in the last 90 days')
    .option('--json', 'print the page as the API has it')
    .action(({ json }: { json?: true }) =>
      withAlerts(terminal, async ({ pool, alerts }) => {
        const now = systemClock.now();
        const page = await rulePage(pool, {}, alerts(), now);
        terminal.out(json ? JSON.stringify(page, null, 2) : describeRules(page, now));
      }),
    );
  command
    .command('runs')
    .description('list the runs of a rule, newest first; they are kept for a week')
    .argument('<rule>', 'its name')
    .option('--limit <n>', 'at most so many, up to 500')
    .option('--cursor <cursor>', 'go on where the page before ended')
    .option('--json', 'print the page as the API has it')
    .action((rule: string, { json, ...asked }: Record<string, string | true>) =>
      withAlerts(terminal, async ({ pool, alerts }) => {
        const page = await runPage(pool, rule, asked, alerts());
        terminal.out(json ? JSON.stringify(page, null, 2) : describeRuns(page));
      }),
    );
  return command;
}

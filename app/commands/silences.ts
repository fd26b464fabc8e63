import { Command } from 'commander';
import { silenceAsked, silenceEnded, silencePage } from '../../api/silence-asked.ts';
import type { Terminal } from '../terminal.ts';
import { describeSilence, describeSilences } from '../text/silences.ts';
import { atATerminal, mustBeKnown, withAlerts } from './with-alerts.ts';

const HELP = `
All that is named must be so, each by one of its values. A silence has an end, at most 90 days away; an incident that is
still open then is told.

Examples:
  $ orderwatch silence add --rule price-missing --for PT4H --reason "the MES is being updated"
  $ orderwatch silence add --partner acme --severity info warning --until 2026-12-01 --reason "a trial order"
  $ orderwatch silence add --maintenance --from 2026-11-28T22:00Z --for PT2H --reason "planned"
  $ orderwatch silence end 7`;

type Options = {
  rule?: string[];
  severity?: string[];
  about?: string[];
  subject?: string[];
  order?: string[];
  partner?: string[];
  maintenance?: true;
  json?: true;
} & Record<'from' | 'until' | 'for' | 'reason' | 'by', string | undefined>;

export function silenceCommand(terminal: Terminal): Command {
  const command = new Command('silence').description('tell nobody of something for a while').addHelpText('after', HELP);
  command
    .command('add')
    .description('begin one')
    .option('--rule <names...>', 'incidents of these rules')
    .option('--severity <severities...>', 'as urgent as this')
    .option('--about <systems...>', 'where the move of these systems is missing')
    .option('--subject <subjects...>', 'about these queues, sources, …, and nothing else')
    .option('--order <ids...>', 'about these orders, and no other')
    .option('--partner <names...>', 'about orders of these partners, and no other')
    .option('--maintenance', 'planned work, which may be about everything')
    .option('--from <time>', 'from then on, ISO 8601 with its zone (default: now)')
    .option('--until <time>', 'until then, ISO 8601 with its zone')
    .option('--for <duration>', 'for so long, ISO 8601 such as PT4H')
    .requiredOption('--reason <text>', 'whoever comes next will ask')
    .option('--by <who>', 'whose it is, as the configuration calls them (default: you, at a terminal)')
    .option('--json', 'print it as the API has it')
    .action((options: Options) =>
      withAlerts(terminal, async deps => {
        mustBeKnown(deps, options.by);
        const { json, maintenance, rule, severity, about, subject, order, partner, ...asked } = options;
        const match = { rule, severity, about, subject, order, partner };
        const body = { ...asked, match, kind: maintenance ? 'maintenance' : 'silence' };
        const silence = await silenceAsked(deps, body, { by: atATerminal() });
        terminal.out(json ? JSON.stringify(silence, null, 2) : describeSilence(silence));
      }),
    );
  command
    .command('ls')
    .description('list those that hold or will')
    .option('--json', 'print the page as the API has it')
    .action(({ json }: { json?: true }) =>
      withAlerts(terminal, async deps => {
        const page = await silencePage(deps, {});
        terminal.out(json ? JSON.stringify(page, null, 2) : describeSilences(page, deps.clock.now()));
      }),
    );
  command
    .command('end')
    .description('end one before its time')
    .argument('<id>', 'its id')
    .action((id: string) =>
      withAlerts(terminal, async deps => {
        await silenceEnded(deps, id, { by: atATerminal() });
        terminal.out('It has ended: what is still open is told again.');
      }),
    );
  return command;
}

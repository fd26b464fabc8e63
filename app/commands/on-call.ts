import { Command } from 'commander';
import { awayAsked, onCallAsked, overrideAsked, overrideEnded } from '../../api/on-call-asked.ts';
import { createBotApi } from '../../notifier/telegram/bot-api.ts';
import { telegramLinkFor } from '../../notifier/telegram/staff-link.ts';
import { meant, quoted } from '../../platform/mistake.ts';
import { EXIT, Failure } from '../exit.ts';
import { knownSigningKey } from '../signing-key.ts';
import { configurationOf, settings, type Terminal } from '../terminal.ts';
import { describeOnCall, describeOverride } from '../text/on-call.ts';
import { atATerminal, withAlerts } from './with-alerts.ts';

const HELP = `
Examples:
  $ orderwatch on-call
  $ orderwatch on-call --at 2026-12-24T20:00:00+03:00
  $ orderwatch on-call away olga --until 2026-12-01 --reason "on holiday"
  $ orderwatch on-call override mes ivan --for PT8H
  $ orderwatch on-call end 4
  $ orderwatch on-call link olga           the link by which she is told by Telegram`;

type Options = Record<'from' | 'until' | 'for' | 'reason' | 'by', string | undefined>;

export function onCallCommand(terminal: Terminal): Command {
  const command = new Command('on-call')
    .description('say who is on call; enter who is away and who stands in')
    .option('--at <time>', 'then, ISO 8601 (default: now)')
    .option('--json', 'print it as the API has it')
    .addHelpText('after', HELP)
    .action(({ json, ...asked }: { json?: true; at?: string }) =>
      withAlerts(terminal, async deps => {
        const onCall = await onCallAsked(deps, asked);
        terminal.out(json ? JSON.stringify(onCall, null, 2) : describeOnCall(onCall));
      }),
    );
  ranged(command.command('away').description('somebody is away: the next in the rotation is told'))
    .argument('<person>', 'as the configuration calls them')
    .action((person: string, asked: Options) =>
      withAlerts(terminal, async deps => {
        terminal.out(describeOverride(await awayAsked(deps, { ...asked, person }, { by: atATerminal() })));
      }),
    );
  ranged(command.command('override').description('somebody stands in for whoever is on call'))
    .argument('<rotation>', 'its name')
    .argument('<person>', 'as the configuration calls them')
    .action((rotation: string, person: string, asked: Options) =>
      withAlerts(terminal, async deps => {
        terminal.out(
          describeOverride(await overrideAsked(deps, { ...asked, rotation, person }, { by: atATerminal() })),
        );
      }),
    );
  command
    .command('end')
    .description('somebody is back, or nobody stands in any more')
    .argument('<id>', 'of what was entered')
    .action((id: string) =>
      withAlerts(terminal, async deps => {
        await overrideEnded(deps, id, { by: atATerminal() });
        terminal.out('It has ended: the rotation goes on as it is declared.');
      }),
    );
  command
    .command('link')
    .description('print the link by which somebody is told by Telegram')
    .argument('<person>', 'as the configuration calls them')
    .action((person: string) => link(terminal, person));
  return command;
}

function ranged(command: Command): Command {
  return command
    .option('--from <time>', 'from then on, ISO 8601 with its zone (default: now)')
    .option('--until <time>', 'until then, ISO 8601 with its zone')
    .option('--for <duration>', 'for so long, ISO 8601 such as P1D')
    .option('--reason <text>', 'for the others')
    .option('--by <who>', 'who enters it (default: you, at a terminal)');
}

async function link(terminal: Terminal, person: string): Promise<void> {
  const { home, notifier } = settings(terminal);
  const people = Object.keys((await configurationOf(terminal)).alerts.people);
  if (!people.includes(person)) {
    throw new Failure(`There is nobody called ${quoted(person)}.${meant(person, people)}`, EXIT.notFound);
  }
  const signingKey = knownSigningKey(home, notifier.signingKey);
  if (signingKey === null)
    throw new Failure('ORDERWATCH_SIGNING_KEY is not set: the link is signed with it.', EXIT.usage);
  if (notifier.telegram === null) throw new Failure('TELEGRAM_BOT_TOKEN is not set.', EXIT.usage);
  const url = await telegramLinkFor({ signingKey }, createBotApi(notifier.telegram), `staff:${person}`).catch(
    (error: Error) => {
      throw new Failure(`Telegram does not say what the bot is called: ${error.message}`);
    },
  );
  if (url === null) throw new Failure('This name is too long for a link of Telegram’s: 35 bytes at most.');
  terminal.out(url);
  terminal.err('Whoever opens it and presses "Start" is told of incidents there: give it to nobody else.');
}

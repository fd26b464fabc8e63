import { Command, Option } from 'commander';
import { findSettled } from '../../alerts/still-wanted.ts';
import { notificationPage } from '../../api/notification-list.ts';
import { revealNotification } from '../../api/notifications/reveal-notification.ts';
import { dismiss, restore } from '../../notifier/dismiss.ts';
import { CHANNELS, type ChannelName } from '../../notifier/message.ts';
import { resend } from '../../notifier/resend.ts';
import { systemClock } from '../../platform/clock.ts';
import { EXIT, type ExitCode } from '../exit.ts';
import type { End } from '../program.ts';
import { examineTemplates } from '../templates.ts';
import { configurationOf, type Terminal } from '../terminal.ts';
import { describeNotification, describeNotifications } from '../text/notifications.ts';
import { atATerminal } from './with-alerts.ts';
import { withLists, withOrders } from './with-database.ts';

const HELP = `
Examples:
  $ orderwatch notifications ls --troubled
  $ orderwatch notifications ls --order ORD-1042
  $ orderwatch notifications show 921a53ca6d0aa9765b4c046ed8997108      the id as "ls" has it, all of it
  $ orderwatch notifications resend 921a53ca6d0aa9765b4c046ed8997108 --reason "the mailbox was full"
  $ orderwatch notifications dismiss 921a53ca6d0aa9765b4c046ed8997108 --reason "they were called"`;

export function notificationsCommand(terminal: Terminal, end: End): Command {
  const command = new Command('notifications')
    .description('look at messages to customers, partners and staff; send one again, or take one out')
    .addHelpText('after', HELP);
  command
    .command('ls')
    .description('list messages, newest first')
    .option('--order <id>', 'about this order')
    .option('--customer <id>', 'to the customer of this id')
    .option('--recipient <recipient>', 'to customer:<id>, partner:<name> or staff:<name>')
    .option('--kind <kind>', 'customer, partner or staff')
    .option('--channel <channel>', 'email, sms, telegram, slack or webhook')
    .option('--template <name>', 'made by this template')
    .option('--state <state>', 'queued, sending, sent, delivered, failed, unknown, dead, dropped or dry_run')
    .option('--troubled', 'those that a person has to look at: unknown, dead or failed')
    .option('--from <time>', 'queued at or after this time (ISO 8601; a date is its midnight in UTC)')
    .option('--to <time>', 'queued before this time')
    .option('--limit <n>', 'at most so many, up to 500')
    .option('--cursor <cursor>', 'go on where the page before ended')
    .option('--json', 'print the page as the API has it')
    .action(({ json, ...asked }: Record<string, string | true>) => list(terminal, asked, json === true));
  command
    .command('show')
    .description('show one message with its text and what became of it; the audit log says who has looked')
    .argument('<id>', 'its id')
    .option('--json', 'print it as the API has it')
    .action(async (id: string, { json }: { json?: true }) => end(await show(terminal, id, json === true)));
  command
    .command('resend')
    .description('queue a message again; before it goes out everything is looked at anew')
    .argument('<id>', 'its id')
    .option('--again', 'also what was sent already, may have been, or is not true any more')
    .addOption(new Option('--channel <channel>', 'on this channel in place of its own').choices(CHANNELS))
    .option('--reason <text>', 'for whoever looks at the message later')
    .action(async (id: string, options: ResendOptions) => end(await sendAgain(terminal, id, options)));
  command
    .command('dismiss')
    .description('take out a message that waits or was given up: nobody sends it, nobody has to look at it')
    .argument('<id>', 'its id')
    .option('--reason <text>', 'for whoever looks at the message later')
    .action(async (id: string, options: { reason?: string }) => end(await takeOut(terminal, id, options)));
  command
    .command('restore')
    .description('put back what was dismissed')
    .argument('<id>', 'its id')
    .action(async (id: string) => end(await putBack(terminal, id)));
  return command;
}

function list(terminal: Terminal, asked: Record<string, string | true>, json: boolean): Promise<void> {
  return withLists(terminal, async (reads, vault) => {
    const { troubled, ...filters } = asked;
    const page = await notificationPage(
      reads,
      { ...filters, ...(troubled && { troubled: 'true' }) },
      { vault, now: systemClock.now() },
    );
    terminal.out(json ? JSON.stringify(page, null, 2) : describeNotifications(page));
  });
}

function show(terminal: Terminal, id: string, json: boolean): Promise<ExitCode> {
  return withOrders(terminal, async (pool, vault) => {
    const asked = { hands: { by: atATerminal() }, reason: null, now: systemClock.now() };
    const message = await revealNotification({ pool, vault }, id, asked);
    if (!message) return nobody(terminal, id);
    terminal.out(json ? JSON.stringify(message, null, 2) : describeNotification(message));
    return EXIT.ok;
  });
}

type ResendOptions = { again?: true; channel?: ChannelName; reason?: string };

function sendAgain(terminal: Terminal, id: string, { again, channel, reason }: ResendOptions): Promise<ExitCode> {
  return withOrders(terminal, async (pool, vault) => {
    const { lifecycles, notifications } = await configurationOf(terminal);
    const { templates } = examineTemplates(notifications);
    const deps = { pool, vault, findSettled, lifecycles: () => lifecycles, settings: () => notifications };
    const asked = { by: atATerminal(), reason: reason ?? null, again: again === true, channel };
    const resent = await resend({ ...deps, templates: () => templates }, id, asked, systemClock.now());
    switch (resent.kind) {
      case 'queued':
        terminal.out('It is queued again. Before it goes out, everything is looked at anew.');
        if (resent.id !== id) terminal.out(`On that channel it is the message ${resent.id}.`);
        return EXIT.ok;
      case 'missing':
        return nobody(terminal, id);
      case 'refused':
        terminal.err(resent.mayInsist ? `${resent.why} Add --again to insist.` : resent.why);
        return EXIT.failure;
      default:
        return resent satisfies never;
    }
  });
}

function takeOut(terminal: Terminal, id: string, { reason = null }: { reason?: string | null }): Promise<ExitCode> {
  return withOrders(terminal, async (pool, vault) => {
    const dismissed = await dismiss({ pool, vault }, id, { by: atATerminal(), reason }, systemClock.now());
    switch (dismissed.kind) {
      case 'dismissed':
        terminal.out('It is not sent any more.');
        return EXIT.ok;
      case 'missing':
        return nobody(terminal, id);
      case 'refused':
        terminal.err(dismissed.why);
        return EXIT.failure;
      default:
        return dismissed satisfies never;
    }
  });
}

function putBack(terminal: Terminal, id: string): Promise<ExitCode> {
  return withOrders(terminal, async pool => {
    const restored = await restore(pool, id, { by: atATerminal() }, systemClock.now());
    switch (restored.kind) {
      case 'restored':
        terminal.out('It is what it was before, and goes out if it still may.');
        return EXIT.ok;
      case 'missing':
        return nobody(terminal, id);
      case 'refused':
        terminal.err(restored.why);
        return EXIT.failure;
      default:
        return restored satisfies never;
    }
  });
}

function nobody(terminal: Terminal, id: string): ExitCode {
  terminal.err(`No message has the id ${id}. Whole ids are in the first column of "notifications ls".`);
  return EXIT.notFound;
}

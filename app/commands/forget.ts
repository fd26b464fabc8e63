import { Command } from 'commander';
import { type ForgetDeps, type ForgetPlan, forget, planForget } from '../../collector/forget.ts';
import { forgetRecipient } from '../../notifier/forget.ts';
import { systemClock as clock } from '../../platform/clock.ts';
import { type Pool, transaction } from '../../platform/postgres.ts';
import { findCustomersBy } from '../../tracker/forget-rows.ts';
import { EXIT, type ExitCode } from '../exit.ts';
import { openLedger } from '../ledger.ts';
import type { End } from '../program.ts';
import { configurationOf, type Terminal } from '../terminal.ts';
import { printable } from '../text/printable.ts';
import { atATerminal } from './with-alerts.ts';
import { withOrders } from './with-database.ts';

const HELP = `
Cleared are name, e-mail address and phone number in the events, the search, the raw messages, the messages in quarantine
that mention them, what people wrote about their orders, and the texts and addresses of what was sent to them. Events, statuses and customer ids stay, and each
order says that it happened. What is sent about the customer afterwards is new data. Replicas follow; backups, and what the
servers keep until they clean up, do not.

Examples:
  $ orderwatch forget C-7                  what would be cleared
  $ orderwatch forget C-7 --yes            clear it
  $ orderwatch forget anna@example.com     which customers that is
  $ orderwatch forget --order ORD-1042     where no customer id is known: the customer of these orders`;

type Options = { order?: string[]; yes?: true; json?: true };

export function forgetCommand(terminal: Terminal, end: End): Command {
  return new Command('forget')
    .description('clear the personal data of a customer')
    .argument('[customer]', 'customer id; or a whole e-mail address or phone number, to learn the id')
    .option('--order <ids...>', 'whoever these orders are of')
    .option('--yes', 'do it, rather than say what would be done')
    .option('--json', 'print the figures as JSON')
    .addHelpText('after', HELP)
    .action(async (customer: string | undefined, options: Options) => end(await run(terminal, customer, options)));
}

function run(terminal: Terminal, customer: string | undefined, { order = [], yes, json }: Options): Promise<ExitCode> {
  if (customer === undefined && order.length === 0) {
    terminal.err('Whom? Give a customer id, or --order with the ids of orders.');
    return Promise.resolve(EXIT.usage);
  }
  return withOrders(terminal, async (pool, vault) => {
    const configuration = await configurationOf(terminal);
    const deps: ForgetDeps = {
      pool,
      clock,
      vault,
      hands: { by: atATerminal() },
      ledger: openLedger({ pool, configuration: () => configuration, clock, vault }),
    };
    const forgotten = { customerIds: customer === undefined ? [] : [customer], orderIds: order };
    const plan = await planForget(deps, forgotten);
    if (plan.orders.length === 0) return await tellWho(terminal, deps, customer);
    if (!yes) {
      terminal.out(json ? JSON.stringify(figures(plan), null, 2) : describePlan(plan));
      return EXIT.ok;
    }
    const done = { ...(await forget(deps, forgotten)), messages: await forgetTold(pool, forgotten.customerIds, plan) };
    terminal.out(
      json
        ? JSON.stringify(done, null, 2)
        : `Cleared ${counted(done.events, 'event')} and ${counted(done.texts, 'note or reason', 'notes and reasons')} of ` +
            `${counted(done.orders, 'order')}; ` +
            `deleted ${counted(done.rawMessages, 'raw message')} and ${counted(done.quarantined, 'message')} in quarantine; ` +
            `cleared ${counted(done.messages, 'message')} that went out, or were to.`,
    );
    return EXIT.ok;
  });
}

/** What the notifier keeps of them. After the ledger: what is planned from now on finds no address there. */
function forgetTold(pool: Pool, customerIds: readonly string[], { orders }: ForgetPlan): Promise<number> {
  const theirs = orders.filter(({ how }) => how !== 'mentioned').flatMap(({ keys }) => keys);
  const recipients = customerIds.map(id => `customer:${id}`);
  return transaction(pool, tx => forgetRecipient(tx, { recipients, orderIds: theirs }));
}

function figures({ orders, events, texts, quarantined }: ForgetPlan) {
  return { orders: orders.map(order => order.orderId), events, texts, quarantined };
}

const SHOWN = 20;

function describePlan({ orders, events, texts, quarantined }: ForgetPlan): string {
  const shown = orders
    .slice(0, SHOWN)
    .map(({ orderId, how }) => `  ${orderId}${how === 'mentioned' ? ' (only what names them)' : ''}`);
  return [
    `${counted(events, 'event')} with personal data in ${counted(orders.length, 'order')}:`,
    ...shown.map(printable),
    ...(orders.length > SHOWN ? [`  and ${orders.length - SHOWN} more`] : []),
    `with their raw messages, and ${counted(quarantined.length, 'message')} in quarantine` +
      (quarantined.length > 0 ? `: ${quarantined.slice(0, SHOWN).join(', ')}` : ''),
    `${counted(texts, 'note or reason', 'notes and reasons')} that people wrote about their orders,`,
    'and the texts and addresses of what they were told',
    '',
    'Nothing was changed. To clear it for ever, add --yes.',
  ].join('\n');
}

/** Nobody has this customer id: it may be an address or a number. */
async function tellWho(terminal: Terminal, { pool, vault }: ForgetDeps, typed = ''): Promise<ExitCode> {
  const contact = typed.includes('@') ? { email: typed } : { phone: typed };
  const found = await findCustomersBy(pool, contact, vault);
  if (found.length === 0) {
    terminal.err('Nobody is known by that. A customer id, or a whole e-mail address or phone number, is looked for.');
    return EXIT.notFound;
  }
  const lines = found.map(({ customerId, orders }) => {
    const listed = `${orders.slice(0, SHOWN).join(' ')}${orders.length > SHOWN ? ' …' : ''}`;
    return customerId === null
      ? `no customer id: forget --order ${listed}`
      : `customer ${customerId}, ${counted(orders.length, 'order')}: forget ${customerId}`;
  });
  terminal.out(`That is\n${lines.map(line => `  ${printable(line)}`).join('\n')}`);
  return EXIT.ok;
}

function counted(count: number, what: string, several = `${what}s`): string {
  return `${count} ${count === 1 ? what : several}`;
}

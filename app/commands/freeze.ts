import { Command } from 'commander';
import { presentOrder } from '../../api/present.ts';
import { ambiguousOrder, noSuchOrder, notDone, Refused } from '../../api/problem.ts';
import { readTraceUrls } from '../../api/trace-urls.ts';
import { systemClock as clock } from '../../platform/clock.ts';
import { freezeByHand } from '../../tracker/freeze.ts';
import { findOrder } from '../../tracker/orders.ts';
import { openLedger } from '../ledger.ts';
import { configurationOf, settings, type Terminal } from '../terminal.ts';
import { printable } from '../text/printable.ts';
import { moment } from '../text/time.ts';
import { atATerminal } from './with-alerts.ts';
import { withOrders } from './with-database.ts';

type Options = { reason: string; by?: string; json?: true };

export function freezeCommand(terminal: Terminal): Command {
  return command(terminal, 'freeze')
    .description('stop the deadline of an order, until somebody unfreezes it')
    .addHelpText('after', '\nExample:\n  $ orderwatch freeze ORD-1042 --reason "the customer is on holiday"');
}

export function unfreezeCommand(terminal: Terminal): Command {
  return command(terminal, 'unfreeze')
    .description('let the deadline of a frozen order run again, with what was left')
    .addHelpText('after', '\nExample:\n  $ orderwatch unfreeze ORD-1042 --reason "back again"');
}

function command(terminal: Terminal, name: 'freeze' | 'unfreeze'): Command {
  return new Command(name)
    .argument('<order>', 'order id, an id of any system, or correlation id')
    .requiredOption('--reason <text>', 'for the timeline of the order')
    .option('--by <who>', 'who does it (default: you, at a terminal)')
    .option('--json', 'print the order as the API has it')
    .action((order: string, options: Options) => run(terminal, order, name === 'freeze', options));
}

function run(terminal: Terminal, name: string, freeze: boolean, { reason, by, json }: Options): Promise<void> {
  return withOrders(terminal, async (pool, vault) => {
    const configuration = await configurationOf(terminal);
    const ledger = openLedger({ pool, configuration: () => configuration, clock, vault });
    const find = async (named: string) => {
      const found = await findOrder(pool, configuration.lifecycles, named, clock.now(), vault);
      if (found.kind === 'ambiguous') throw new Refused(ambiguousOrder(named, found.candidates));
      if (found.kind === 'missing') throw new Refused(noSuchOrder(named));
      return found.order;
    };
    const { orderId } = await find(name);
    const asked = { orderId, freeze, reason, by: by ?? atATerminal() };
    const outcome = await freezeByHand({ db: pool, ledger }, asked, clock.now());
    if (outcome.kind === 'refused') throw new Refused(notDone(outcome.why));
    if (outcome.kind === 'missing') throw new Refused(noSuchOrder(name));
    const order = await find(orderId);
    const limit =
      order.dueAt === null ? 'It has no deadline.' : `It must leave its status by ${moment(order.dueAt)} UTC.`;
    const said = freeze ? `${orderId} is frozen: its deadline stands still.` : `${orderId} goes on. ${limit}`;
    const traceUrls = await readTraceUrls(pool, settings(terminal), [orderId]);
    terminal.out(json ? JSON.stringify(presentOrder(order, traceUrls), null, 2) : printable(said));
  });
}

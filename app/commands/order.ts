import { Command } from 'commander';
import { presentTimelineItem } from '../../api/order/present-timeline.ts';
import { wholeTimeline } from '../../api/order/whole-timeline.ts';
import { presentOrder } from '../../api/present.ts';
import { readTraceUrls } from '../../api/trace-urls.ts';
import { systemClock } from '../../platform/clock.ts';
import { findOrder } from '../../tracker/orders.ts';
import { EXIT, type ExitCode } from '../exit.ts';
import type { End } from '../program.ts';
import { configurationForReading, settings, type Terminal } from '../terminal.ts';
import { describeOrder } from '../text/order.ts';
import { printable } from '../text/printable.ts';
import { withOrders } from './with-database.ts';

const HELP = `
Examples:
  $ orderwatch order ORD-1042       by its order id
  $ orderwatch order M-77           by the id that some system gave it
  $ orderwatch order mes:M-77       by the id of the system mes
  $ orderwatch order ORD-1042 --json | jq .status`;

export function orderCommand(terminal: Terminal, end: End): Command {
  return new Command('order')
    .description('say where an order is, who says what of it, and what happened to it')
    .argument('<id>', 'order id, an id of any system, or correlation id')
    .option('--json', 'print the order as the API has it, with its timeline')
    .addHelpText('after', HELP)
    .action(async (id: string, { json }: { json?: true }) => end(await showOrder(terminal, id, json === true)));
}

function showOrder(terminal: Terminal, name: string, json: boolean): Promise<ExitCode> {
  return withOrders(terminal, async (pool, vault) => {
    const { lifecycles, people } = await configurationForReading(terminal);
    const now = systemClock.now();
    const found = await findOrder(pool, lifecycles, name, now, vault);
    switch (found.kind) {
      case 'missing':
        terminal.err(`No order is known by the name ${name}.`);
        return EXIT.notFound;
      case 'ambiguous':
        terminal.err(
          `${name} is a name of several orders; ask for one of them:\n  ${found.candidates.map(printable).join('\n  ')}`,
        );
        return EXIT.failure;
      case 'found': {
        const { order } = found;
        const links = settings(terminal);
        const traceUrls = await readTraceUrls(pool, links, [order.orderId]);
        const { items: timeline, raw } = await wholeTimeline(pool, lifecycles, order, { vault, people });
        const presented = () => timeline.map(item => presentTimelineItem(item, { ...links, raw }));
        terminal.out(
          json
            ? JSON.stringify({ ...presentOrder(order, traceUrls), timeline: presented() }, null, 2)
            : describeOrder(lifecycles, { ...order, traceUrl: traceUrls.get(order.orderId) ?? null }, timeline, now),
        );
        return EXIT.ok;
      }
      default:
        return found satisfies never;
    }
  });
}

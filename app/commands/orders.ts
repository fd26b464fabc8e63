import { Command, Option } from 'commander';
import { orderPage } from '../../api/order-list.ts';
import { systemClock } from '../../platform/clock.ts';
import { configurationForReading, settings, type Terminal } from '../terminal.ts';
import { describeOrders } from '../text/order-list.ts';
import { withLists } from './with-database.ts';

const HELP = `
What to look for: an order id or an id of any system, or the end of one; the beginning of an order id; a correlation id,
a partner, a customer id; or parts of the customer's name, e-mail address or phone number, written in any way, with the
partner or without.

Examples:
  $ orderwatch orders ivanova 916 123
  $ orderwatch orders --stuck --sort deadline
  $ orderwatch orders --partner acme --status SUBMITTED --from 2026-11-01
  $ orderwatch orders --json --limit 500 | jq -r '.items[].orderId'`;

export function ordersCommand(terminal: Terminal): Command {
  return new Command('orders')
    .description('list orders, those with the newest events first')
    .argument('[words...]', 'what to look for')
    .option('--status <status>', 'in this status')
    .option('--source <system>', 'of which this system has said something')
    .option('--partner <partner>', 'of this partner')
    .option('--customer <id>', 'of the customer with this id')
    .option('--correlation-id <id>', 'with this correlation id')
    .option('--from <time>', 'last event at or after this time (ISO 8601; a date is its midnight in UTC)')
    .option('--to <time>', 'last event before this time')
    .option('--stuck', 'past the time when they must have left their status')
    .option('--at-risk', 'past the time when they should have left their status')
    .option('--overdue', 'past the time that the customer was promised')
    .option('--anomaly [kind]', 'with an open anomaly of this kind, or of any')
    .option('--provisional', 'of which no event has named the order id yet')
    .addOption(
      new Option('--sort <order>', 'newest news, earliest limit, or longest in its status first').choices([
        'lastEvent',
        'deadline',
        'age',
      ]),
    )
    .option('--count', 'say how many they are, up to 10,000')
    .option('--limit <n>', 'at most so many, up to 500')
    .option('--cursor <cursor>', 'go on where the page before ended')
    .option('--json', 'print the page as the API has it')
    .addHelpText('after', HELP)
    .action((words: string[], { json, ...options }: Record<string, string | true>) =>
      withLists(terminal, async (reads, vault) => {
        const { lifecycles } = await configurationForReading(terminal);
        const { jaegerUrl } = settings(terminal);
        const now = systemClock.now();
        const asked = { ...asParameters(options), ...(words.length > 0 && { q: words.join(' ') }) };
        const page = await orderPage({ db: reads, lifecycles, vault, jaegerUrl }, asked, now);
        terminal.out(json ? JSON.stringify(page, null, 2) : describeOrders(page, now));
      }),
    );
}

/** Options are the parameters of the API: `--at-risk` is `atRisk=true`. */
function asParameters(options: Record<string, string | true>): Record<string, string> {
  return Object.fromEntries(Object.entries(options).map(([name, value]) => [name, String(value)]));
}

import { Command } from 'commander';
import { orderNamed } from '../../api/order-named.ts';
import { presentDiagnosis } from '../../api/present-diagnosis.ts';
import { systemClock } from '../../platform/clock.ts';
import { openDiagnosis, openFacts } from '../diagnosing.ts';
import { configurationOf, settings, type Terminal } from '../terminal.ts';
import { describeDiagnosis } from '../text/diagnosis.ts';
import { withOrders } from './with-database.ts';

const HELP = `
Examples:
  $ orderwatch diagnose ORD-1042
  $ orderwatch diagnose mes:M-77 --json | jq .cause`;

export function diagnoseCommand(terminal: Terminal): Command {
  return new Command('diagnose')
    .description('say why an order is where it is, with what was seen of it')
    .argument('<order>', 'order id, an id of any system, or correlation id')
    .option('--json', 'print the diagnosis as the API has it')
    .addHelpText('after', HELP)
    .action((name: string, { json }: { json?: true }) =>
      withOrders(terminal, async (pool, vault) => {
        const configuration = await configurationOf(terminal);
        const { jaegerUrl, managementUrl } = settings(terminal);
        const now = systemClock.now();
        const order = await orderNamed({ db: pool, lifecycles: () => configuration.lifecycles, vault }, name, now);
        const facts = openFacts({ pool, configuration: () => configuration });
        const diagnose = openDiagnosis({ pool, facts, jaegerUrl, managementUrl: () => managementUrl });
        const diagnosis = presentDiagnosis(await diagnose(order, now));
        terminal.out(json ? JSON.stringify(diagnosis, null, 2) : describeDiagnosis(diagnosis));
      }),
    );
}

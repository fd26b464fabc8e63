import { Command } from 'commander';
import { orderNamed } from '../../api/order-named.ts';
import { traceUrl } from '../../api/trace-urls.ts';
import { openSpanExporter } from '../../collector/order-traces/exporter.ts';
import { retellOrder } from '../../collector/order-traces/retell-order.ts';
import { systemClock } from '../../platform/clock.ts';
import type { Order } from '../../tracker/orders.ts';
import { EXIT, Failure } from '../exit.ts';
import { configurationOf, settings, type Terminal } from '../terminal.ts';
import { printable } from '../text/printable.ts';
import { traceTarget } from '../trace-target.ts';
import { withOrders } from './with-database.ts';

const HELP = `
Each span is sent once, when a stay ends. Send them again where they have been lost, or after late news has changed what
an order did: the same stay is the same span.

Examples:
  $ orderwatch trace ORD-1042
  $ orderwatch trace mes:M-77 --json | jq -r .traceUrl`;

export function traceCommand(terminal: Terminal): Command {
  return new Command('trace')
    .description('send the trace of an order again, by all that the ledger knows of it, and say where to look at it')
    .argument('<order>', 'order id, an id of any system, or correlation id')
    .option('--json', 'print what was sent as JSON')
    .addHelpText('after', HELP)
    .action((name: string, { json }: { json?: true }) => retell(terminal, name, json === true));
}

async function retell(terminal: Terminal, name: string, json: boolean): Promise<void> {
  const links = settings(terminal);
  const target = traceTarget(links);
  if (target === null) {
    throw new Failure(
      'There is nowhere to send a trace. Set OTEL_EXPORTER_OTLP_ENDPOINT, as http://localhost:4318; and neither ' +
        'OTEL_SDK_DISABLED=true nor OTEL_TRACES_EXPORTER=none.',
      EXIT.usage,
    );
  }
  await withOrders(terminal, async (pool, vault) => {
    const { lifecycles } = await configurationOf(terminal);
    const now = systemClock.now();
    const order = await orderNamed({ db: pool, lifecycles: () => lifecycles, vault }, name, now);
    const exporter = await openSpanExporter(target);
    const told = await retellOrder({ pool, lifecycles: () => lifecycles, exporter }, order.orderId, now).finally(
      exporter.stop,
    );
    if (told.kind === 'failed') throw new Failure(`Nobody took the trace at ${target.url}: ${told.why}.`);
    if (told.kind === 'nothing') throw new Failure(printable(nothingToSend(order)));
    const { spans, traceId } = told;
    const url = links.jaegerUrl === null ? null : traceUrl(links.jaegerUrl, traceId);
    if (json) terminal.out(JSON.stringify({ orderId: order.orderId, traceId, traceUrl: url, spans }, null, 2));
    else {
      const where = url ?? `trace ${traceId}; with JAEGER_URL there is a link`;
      terminal.out(printable(`${order.orderId}: ${spans} ${spans === 1 ? 'span' : 'spans'} sent. Look at ${where}.`));
    }
  });
}

function nothingToSend({ orderId, provisional }: Order): string {
  return provisional
    ? `${orderId}: no event has named its order id yet; its trace begins when one does.`
    : `${orderId} has not left its first status yet: there is nothing to send.`;
}

import { Command } from 'commander';
import { sealOldMessages } from '../../collector/seal-old.ts';
import { systemClock } from '../../platform/clock.ts';
import { rebuild } from '../../tracker/rebuild.ts';
import { configurationOf, type Terminal } from '../terminal.ts';
import { createProgress } from '../text/progress.ts';
import { withOrders } from './with-database.ts';

export function rebuildCommand(terminal: Terminal): Command {
  return new Command('rebuild')
    .description('fold every order again from its events, while everything else goes on; nobody is told anything')
    .option('--json', 'print {"orders", "changed", "sealed"} at the end')
    .action(({ json }: { json?: true }) =>
      withOrders(terminal, async (pool, vault) => {
        const { lifecycles } = await configurationOf(terminal);
        const progress = createProgress(terminal, systemClock);
        const result = await rebuild({ pool, lifecycles, clock: systemClock, vault, onProgress: progress.show });
        progress.end();
        const sealed = await sealOldMessages(pool, vault);
        terminal.out(
          json
            ? JSON.stringify({ ...result, sealed }, null, 2)
            : `Folded ${result.orders} orders again; ${result.changed} of them were not as they should be.${sealed > 0 ? ` Sealed ${sealed} messages.` : ''}`,
        );
      }),
    );
}

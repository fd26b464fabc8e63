import { Command } from 'commander';
import { systemClock } from '../../platform/clock.ts';
import { rebuild } from '../../tracker/rebuild.ts';
import { configurationOf, type Terminal } from '../terminal.ts';
import { createProgress } from '../text/progress.ts';
import { withDatabase } from './with-database.ts';

export function rebuildCommand(terminal: Terminal): Command {
  return new Command('rebuild')
    .description('fold every order again from its events, while everything else goes on; nobody is told anything')
    .option('--json', 'print {"orders", "changed"} at the end')
    .action(({ json }: { json?: true }) =>
      withDatabase(terminal, async pool => {
        const { lifecycles } = await configurationOf(terminal);
        const progress = createProgress(terminal, systemClock);
        const result = await rebuild({ pool, lifecycles, clock: systemClock, onProgress: progress.show });
        progress.end();
        terminal.out(
          json
            ? JSON.stringify(result, null, 2)
            : `Folded ${result.orders} orders again; ${result.changed} of them were not as they should be.`,
        );
      }),
    );
}

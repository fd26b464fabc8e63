import { Command } from 'commander';
import { DATABASE_PATIENCE_MS, migrateAll, waitForDatabase } from '../database.ts';
import type { Terminal } from '../terminal.ts';
import { withDatabase } from './with-database.ts';

export function migrateCommand(terminal: Terminal): Command {
  return new Command('migrate')
    .description('bring the database to the newest schema (also done at every start); safe to run at any time')
    .option('--json', 'print {"applied": […]}')
    .action(async ({ json }: { json?: true }) => {
      const applied = await withDatabase(terminal, async pool => {
        const { signal } = new AbortController();
        await waitForDatabase(pool, { limitMs: DATABASE_PATIENCE_MS, say: terminal.err, signal });
        return migrateAll(pool);
      });
      if (json) terminal.out(JSON.stringify({ applied }, null, 2));
      else terminal.out(applied.length > 0 ? `Applied ${applied.join(', ')}.` : 'Nothing to apply: up to date.');
    });
}

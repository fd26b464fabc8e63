import { Command } from 'commander';
import { type KeyDeps, keyAdded, keyPage, keyRevoked } from '../../api/access/key-asked.ts';
import { systemClock } from '../../platform/clock.ts';
import type { Terminal } from '../terminal.ts';
import { describeKeys } from '../text/keys.ts';
import { atATerminal } from './with-alerts.ts';
import { withDatabase } from './with-database.ts';

const HELP = `
Examples:
  $ orderwatch keys create "acme, production" --role partner --partner acme --expires-at 2027-12-31
  $ orderwatch keys create "shop" --role admin --scopes events
  $ orderwatch keys revoke 7`;

type Options = {
  role: string;
  partner?: string;
  customer?: string;
  scopes?: string[];
  expiresAt?: string;
  limit?: string;
};

export function keysCommand(terminal: Terminal): Command {
  const command = new Command('keys')
    .description('the keys with which programs ask the API')
    .addHelpText('after', HELP);
  const withKeys = (work: (deps: KeyDeps) => Promise<void>) =>
    withDatabase(terminal, pool => work({ pool, clock: systemClock }));
  const actor = () => ({ who: atATerminal(), role: null, from: null });
  command
    .command('create')
    .description('make one; it is shown this once')
    .argument('<name>', 'whose it is')
    .requiredOption('--role <role>', 'viewer, support, operator, manager, admin, partner or customer')
    .option('--partner <name>', 'of the role partner: whose orders it finds')
    .option('--customer <id>', 'of the role customer: whose orders it finds')
    .option('--scopes <scopes...>', 'read, events, deploys, write (default: all that the role permits)')
    .option('--expires-at <time>', 'not taken from then on, ISO 8601')
    .option('--limit <number>', 'requests a minute')
    .action((name: string, { limit, ...options }: Options) =>
      withKeys(async deps => {
        const asked = { name, ...options, ...(limit !== undefined && { limit: Number(limit) }) };
        const { key, secret } = await keyAdded(deps, asked, actor());
        terminal.err(`Key ${key.id}, shown this once:`);
        terminal.out(secret);
      }),
    );
  command
    .command('ls')
    .description('list them, newest first')
    .option('--revoked', 'also those that were revoked')
    .option('--json', 'print the page as the API has it')
    .action(({ revoked, json }: { revoked?: true; json?: true }) =>
      withKeys(async deps => {
        const page = await keyPage(deps, { limit: '500', ...(revoked && { revoked: 'true' }) });
        terminal.out(json ? JSON.stringify(page, null, 2) : describeKeys(page));
      }),
    );
  command
    .command('revoke')
    .description('let nobody in with it any more')
    .argument('<id>', 'its id')
    .action((id: string) =>
      withKeys(async deps => {
        const { name } = await keyRevoked(deps, id, { actor: actor(), demand: () => {} });
        terminal.out(`The key ${name} is revoked.`);
      }),
    );
  return command;
}

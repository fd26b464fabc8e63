import { Command } from 'commander';
import { Registry } from 'prom-client';
import { revealQuarantined } from '../../api/quarantine/reveal-quarantined.ts';
import { quarantinePage } from '../../api/quarantine-list.ts';
import { type ReplayAskedDeps, replayAsked } from '../../api/quarantine-replay.ts';
import { decoder } from '../../collector/envelope/decode.ts';
import { createIntakeMetrics } from '../../collector/intake-metrics.ts';
import { rawPartitions } from '../../collector/raw-partitions.ts';
import { systemClock as clock } from '../../platform/clock.ts';
import { createLog } from '../../platform/log.ts';
import type { Pool } from '../../platform/postgres.ts';
import type { Vault } from '../../tracker/personal-data.ts';
import type { Configuration } from '../configuration/sections.ts';
import { EXIT, type ExitCode, Failure } from '../exit.ts';
import { openLedger } from '../ledger.ts';
import type { End } from '../program.ts';
import { configurationOf, settings, type Terminal } from '../terminal.ts';
import { describeMessage, describeQuarantine, describeReplay } from '../text/quarantine.ts';
import { traceTarget } from '../trace-target.ts';
import { atATerminal } from './with-alerts.ts';
import { withOrders } from './with-database.ts';

const HELP = `
Examples:
  $ orderwatch quarantine ls --reason-kind unknown_status
  $ orderwatch quarantine show 17
  $ orderwatch quarantine replay 17 18
  $ orderwatch quarantine replay --all --dry-run`;

export function quarantineCommand(terminal: Terminal, end: End): Command {
  const command = new Command('quarantine')
    .description('look at messages that were not understood, and decode them again')
    .addHelpText('after', HELP);
  filtered(command.command('ls').description('list messages, newest first'))
    .option('--state <state>', 'open (default), replayed, dismissed or all')
    .option('--limit <n>', 'at most so many, up to 500')
    .option('--cursor <cursor>', 'go on where the page before ended')
    .option('--json', 'print the page as the API has it')
    .action(({ json, ...asked }: Record<string, string | true>) => list(terminal, asked, json === true));
  command
    .command('show')
    .description('show one message with all its bytes; the audit log says who has looked')
    .argument('<id>', 'its id')
    .option('--json', 'print it as the API has it')
    .action(async (id: string, { json }: { json?: true }) => end(await show(terminal, id, json === true)));
  filtered(command.command('replay').description('decode messages again and record what is understood now'))
    .argument('[ids...]', 'which; none with --all or a filter')
    .option('--all', 'all open messages that pass the filters')
    .option('--historic', 'record the events, but tell no customer about them')
    .option('--dry-run', 'only say what would happen')
    .option('--json', 'print what became of them as the API has it')
    .action(async (ids: string[], options: ReplayOptions) => end(await replay(terminal, ids, options)));
  return command;
}

type Filter = { reasonKind?: string; exchange?: string; from?: string; to?: string };
type ReplayOptions = Filter & { all?: true; historic?: true; dryRun?: true; json?: true };

function filtered(command: Command): Command {
  return command
    .option('--reason-kind <kind>', 'refused for this reason, such as unknown_status')
    .option('--exchange <name>', 'that came through this exchange')
    .option('--from <time>', 'received at or after this time (ISO 8601; a date is its midnight in UTC)')
    .option('--to <time>', 'received before this time');
}

function list(terminal: Terminal, asked: Record<string, unknown>, json: boolean): Promise<void> {
  return withOrders(terminal, async (pool, vault) => {
    const page = await quarantinePage(pool, asked, vault);
    terminal.out(json ? JSON.stringify(page, null, 2) : describeQuarantine(page));
  });
}

function show(terminal: Terminal, id: string, json: boolean): Promise<ExitCode> {
  return withOrders(terminal, async (pool, vault) => {
    const asked = { hands: { by: atATerminal() }, reason: null, now: clock.now() };
    const message = await revealQuarantined({ pool, vault }, id, asked);
    if (!message) {
      terminal.err(`No message in quarantine has the id ${id}.`);
      return EXIT.notFound;
    }
    terminal.out(json ? JSON.stringify(message, null, 2) : describeMessage(message));
    return EXIT.ok;
  });
}

/** Messages that were named and did not leave the quarantine are no success. */
async function replay(terminal: Terminal, ids: string[], options: ReplayOptions): Promise<ExitCode> {
  const { all, historic = false, dryRun = false, json, ...filter } = options;
  const isFiltered = all === true || Object.keys(filter).length > 0;
  if (isFiltered === ids.length > 0) {
    throw new Failure(
      'Which messages? Give either their ids, or --all, or a filter such as --reason-kind.',
      EXIT.usage,
    );
  }
  return withOrders(terminal, async (pool, vault) => {
    const asked = { ...(isFiltered ? { filter } : { ids }), historic, dryRun };
    const traced = traceTarget(settings(terminal)) !== null;
    const deps = acceptDeps(pool, vault, await configurationOf(terminal), traced);
    const result = await replayAsked(deps, asked, () => false, { by: atATerminal() });
    terminal.out(json ? JSON.stringify(result, null, 2) : describeReplay(result, dryRun));
    if (result.items.some(item => item.outcome === 'not_open')) return EXIT.notFound;
    return ids.length > 0 && result.stillQuarantined > 0 ? EXIT.failure : EXIT.ok;
  });
}

/** The figures of one command go nowhere: nobody scrapes it. */
function acceptDeps(pool: Pool, vault: Vault, configuration: Configuration, traced: boolean): ReplayAskedDeps {
  const { lifecycles, sources } = configuration;
  const metrics = createIntakeMetrics(new Registry());
  return {
    pool,
    ledger: openLedger({ pool, configuration: () => configuration, clock, vault, traced }),
    ledgerOn: db => openLedger({ pool: db, configuration: () => configuration, clock, vault }),
    decode: decoder(
      () => lifecycles,
      () => sources,
    ),
    partitions: rawPartitions(pool),
    metrics,
    clock,
    vault,
    log: createLog('error'),
  };
}

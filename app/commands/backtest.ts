import { Command } from 'commander';
import { backtestAsked } from '../../api/backtest-asked.ts';
import { systemClock } from '../../platform/clock.ts';
import { readingOnly } from '../../platform/read-only.ts';
import { readConfigurationFile, refusal } from '../configuration/read-file.ts';
import { Failure } from '../exit.ts';
import { configurationOf, type Terminal } from '../terminal.ts';
import { describeBacktest } from '../text/backtest.ts';
import { withDatabase } from './with-database.ts';

const HELP = `
Examples:
  $ orderwatch backtest --rule price-missing
  $ orderwatch backtest --rule price-missing --since 30d --config changed.yaml
  $ orderwatch backtest --rule price-missing --over PT3H`;

const STATEMENT_LIMIT_MS = 60_000;

type Options = { rule: string; since: string; config?: string; over?: string; json?: true };

export function backtestCommand(terminal: Terminal): Command {
  return new Command('backtest')
    .description('say what a rule would have raised in the past, as it is and as you would have it')
    .requiredOption('--rule <name>', 'the rule')
    .option('--since <when>', 'from then on: so long ago (90d, P90D), or an instant', '90d')
    .option('--config <file>', 'a changed configuration, to be compared with the one that runs')
    .option('--over <limit>', 'the rule with another limit, to be compared: PT3H, target, breach')
    .option('--json', 'print it as the API has it')
    .addHelpText('after', HELP)
    .action((options: Options) => backtest(terminal, options));
}

async function backtest(terminal: Terminal, { rule, since, config, over, json }: Options): Promise<void> {
  const { alerts, lifecycles } = await configurationOf(terminal);
  const tried = config === undefined ? null : await readConfigurationFile(config);
  if (tried?.ok === false) throw refusal(tried.problems);
  const asked = {
    ...{ rule, since: asIso(since) },
    ...(tried ? { configuration: config } : {}),
    ...(over === undefined ? {} : { change: { condition: { over } } }),
  };
  const result = await withDatabase(terminal, pool =>
    backtestAsked(
      {
        reads: readingOnly(pool, STATEMENT_LIMIT_MS),
        clock: systemClock,
        alerts: () => alerts,
        lifecycles: () => lifecycles,
        // It is right, or nobody would have come this far.
        readConfiguration: () => ({ ok: true, ...(tried as Extract<typeof tried, { ok: true }>).configuration }),
        // Here a whole file is tried, or one limit.
        configuration: { withRules: () => ({ ok: false, mistakes: [] }) },
      },
      asked,
    ),
  );
  if (json) terminal.out(JSON.stringify(result, null, 2));
  if (result.refusedBecause !== null) throw new Failure(result.refusedBecause.en);
  if (!json) terminal.out(describeBacktest(result, config ?? (over === undefined ? null : `a limit of ${over}`)));
}

/** `90d` is what people type. */
function asIso(since: string): string {
  const [, count, unit] = /^(\d+)([hdw])$/.exec(since) ?? [];
  if (count === undefined) return since;
  return unit === 'h' ? `PT${count}H` : `P${count}${unit!.toUpperCase()}`;
}

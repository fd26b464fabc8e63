import { accessSync, constants, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { Command, InvalidArgumentError, Option } from 'commander';
import { systemClock } from '../../platform/clock.ts';
import { createLog } from '../../platform/log.ts';
import { readRunFile } from '../../platform/run-file.ts';
import { canGoOn, type StorySettings } from '../../simulator/bookmark.ts';
import { FAILURE_KINDS, FAILURES, parseRates, type Rates } from '../../simulator/failures.ts';
import { createLive } from '../../simulator/live.ts';
import { createPipelines } from '../../simulator/pipelines.ts';
import { readBookmark, writeBookmark } from '../bookmark-file.ts';
import { DEFAULT_STORY, limitsOf } from '../demo.ts';
import { EXIT, Failure } from '../exit.ts';
import { onStopSignal } from '../stop-signal.ts';
import { configurationOf, settings, type Terminal } from '../terminal.ts';
import { table } from '../text/table.ts';

const HELP = `
First the last 45 days are published within seconds, with the times at which they happened; from then on the story goes
on before your eyes. Every run is another story, whose orders carry another tag: ORD-<tag>-1001; with --keep the next
run with the same options goes on with it. What pipelines say of deploys and tests goes to the API of the Orderwatch that
runs here, or that --pipelines names, with its admin key (ORDERWATCH_ADMIN_KEY).

Failures, with their usual rates:
${table(
  FAILURE_KINDS.map(kind => [kind, `${FAILURES[kind].rate} ${rateOf(FAILURES[kind].of)}`, FAILURES[kind].told]),
  '  ',
)}

Examples:
  $ orderwatch simulate
  $ orderwatch simulate --fail lost-publish=0.2,flood --for 10m --truth truth.json
  $ orderwatch simulate --fail none --orders-per-month 1000 --storm`;

type Options = {
  seed?: number;
  ordersPerMonth: number;
  speed: number;
  fail: Rates;
  storm?: true;
  for?: number;
  keep?: string;
  pipelines?: string;
  truth?: string;
  json?: true;
};

export function simulateCommand(terminal: Terminal): Command {
  return new Command('simulate')
    .description('publish to RabbitMQ as shop, CRM and MES would, with failures on purpose')
    .option('--seed <n>', 'which story (unset: one of this second)', wholeNumber(0, 4_294_967_295))
    .option('--orders-per-month <n>', 'usually 300 to 1,000', wholeNumber(1, 20_000), DEFAULT_STORY.ordersPerMonth)
    .option(
      '--speed <n>',
      'how much faster than the clock, after the past',
      wholeNumber(1, 100_000),
      DEFAULT_STORY.speed,
    )
    .addOption(
      new Option('--fail <kind=rate,…>', 'what goes wrong, how often: all, none, or a list of them')
        .argParser(failures)
        .default(DEFAULT_STORY.failures, 'all'),
    )
    .option('--storm', 'with eight times as many orders for two days, now')
    .option('--for <duration>', 'end by itself: 90s, 10m, 2h, 1d or PT10M (unset: Ctrl-C)', duration)
    .option('--keep <file>', 'keep there how far the story has come, and go on with the one that is kept there')
    .option(
      '--pipelines <url>',
      'API that is told of deploys and tests, http://host:8080 (unset: the one that runs here)',
    )
    .option('--truth <file>', 'at the end, write there what is true of every order, and why it is stuck')
    .option('--json', 'at the end, print that')
    .addHelpText('after', HELP)
    .action((options: Options) => simulate(terminal, options));
}

async function simulate(terminal: Terminal, options: Options): Promise<void> {
  const config = settings(terminal);
  const running = readRunFile(config.home);
  const url = config.amqpUrl ?? running?.amqpUrl;
  if (!url) {
    throw new Failure(
      `Which RabbitMQ? AMQP_URL is not set, and no Orderwatch runs in ${config.home}. ` +
        'Start it (npm start), or set AMQP_URL, or start both at once: npm run demo',
    );
  }
  const say = (text: string) => (options.json ? terminal.err(text) : terminal.out(text));
  const { lifecycles } = await configurationOf(terminal);
  const stopping = onStopSignal(text => terminal.err(text));
  // The terminal it was started from is gone: nobody reads it any more.
  process.once('SIGHUP', stopping.ask);
  const log = createLog('warn');
  const story = storyOf(options);
  const api = { url: options.pipelines ?? running?.httpUrl, key: config.adminKey ?? running?.adminKey };
  const live = createLive(
    {
      url,
      clock: systemClock,
      log,
      say,
      keep: at => options.keep !== undefined && writeBookmark(options.keep, at),
      ...(api.url && api.key && { release: createPipelines({ url: api.url, key: api.key, log }) }),
    },
    { ...story.settings, limits: limitsOf(() => lifecycles) },
    story.resumed,
  );
  try {
    await Promise.race([live.start(), stopping.asked]);
    const end = options.for === undefined ? [] : [setTimeout(options.for, undefined, { signal: stopping.signal })];
    // Aborted by the signal that is waited for as well.
    await Promise.race([stopping.asked, ...end]).catch(() => {});
    const truth = JSON.stringify(live.truth(), null, 2);
    if (options.truth !== undefined) writeFileSync(options.truth, `${truth}\n`);
    if (options.json) terminal.out(truth);
  } finally {
    await live.stop();
    stopping.forget();
    process.off('SIGHUP', stopping.ask);
  }
}

/** The one that is kept, where these are its options; else another one. */
function storyOf({ keep, seed, ordersPerMonth, speed, fail, storm }: Options) {
  if (keep !== undefined) mustBeWritable(keep);
  const kept = keep === undefined ? null : readBookmark(keep);
  const settings: StorySettings = {
    seed: seed ?? kept?.settings?.seed ?? Math.floor(systemClock.now() / 1_000),
    ordersPerMonth,
    speed,
    failures: fail,
    storm: storm === true,
  };
  return { settings, resumed: kept && canGoOn(kept, settings) ? kept : null };
}

function mustBeWritable(file: string): void {
  try {
    accessSync(dirname(file), constants.W_OK);
  } catch (cause) {
    throw new Failure(`--keep ${file}: nothing can be written into that folder.`, EXIT.usage, { cause });
  }
}

function wholeNumber(min: number, max: number): (text: string) => number {
  return text => {
    const number = Number(text);
    if (/^\d+$/.test(text) && number >= min && number <= max) return number;
    throw new InvalidArgumentError(`It must be a whole number from ${min} to ${max}.`);
  };
}

function failures(text: string): Rates {
  const verdict = parseRates(text);
  if (verdict.ok) return verdict.rates;
  throw new InvalidArgumentError(`In it, ${verdict.problem}`);
}

const UNITS = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

function duration(text: string): number {
  const short = /^(\d+)([smhd])$/.exec(text);
  const iso = /^P(?=.)(?:(\d+)D)?(?:T(?=.)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/.exec(text);
  if (short) return Number(short[1]) * UNITS[short[2] as keyof typeof UNITS];
  if (!iso) throw new InvalidArgumentError('It must be a duration: 90s, 10m, 2h, 1d, or PT10M.');
  const [days = 0, hours = 0, minutes = 0, seconds = 0] = iso.slice(1).map(part => Number(part ?? 0));
  return days * UNITS.d + hours * UNITS.h + minutes * UNITS.m + seconds * UNITS.s;
}

function rateOf(of: string): string {
  return of === 'a month' ? of : `of ${of}`;
}

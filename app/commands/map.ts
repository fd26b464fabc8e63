import { readFileSync } from 'node:fs';
import { Command, InvalidArgumentError } from 'commander';
import { presentExamination } from '../../api/present.ts';
import { type Sample, sampleMessage } from '../../api/sample.ts';
import { examine } from '../../collector/envelope/decode.ts';
import type { Source } from '../../collector/mapping/source.ts';
import { systemClock } from '../../platform/clock.ts';
import type { Lifecycles } from '../../tracker/lifecycle.ts';
import { EXIT, type ExitCode, Failure } from '../exit.ts';
import type { End } from '../program.ts';
import type { Terminal } from '../terminal.ts';
import { describeExamination } from '../text/examination.ts';

const HELP = `
The sources are those of the configuration in ORDERWATCH_CONFIG, else of the Orderwatch that runs here. Nothing is recorded, and no server is needed.

Examples:
  $ orderwatch map --sample order.xml --exchange crm.events --routing-key order.1042.status
  $ orderwatch map --sample order.json --header x-kind=order --property messageId=m-1
  $ orderwatch map --sample - --json < order.json | jq .event`;

const PROPERTIES = ['messageId', 'correlationId', 'appId', 'type', 'contentType', 'contentEncoding'];

export type MapConfiguration = { lifecycles: Lifecycles; sources: readonly Source[] };

/** `configuration`: read when the command runs; may throw a Failure. */
export function mapCommand(
  terminal: Terminal,
  end: End,
  configuration: () => MapConfiguration | Promise<MapConfiguration>,
): Command {
  return new Command('map')
    .description('say what the declared sources make of a sample message, and why')
    .requiredOption('--sample <file>', 'the body of the message, as it is on the wire; - for standard input')
    .option('--exchange <name>', 'where it was published (unset: that of all sources, if it is one)')
    .option('--routing-key <key>', 'with which routing key (unset: an empty one)')
    .option('--header <name=value>', 'a header of the message; may be repeated', pair)
    .option('--property <name=value>', `an AMQP property: ${PROPERTIES.join(', ')}; may be repeated`, property)
    .option('--json', 'print it as the API has it')
    .addHelpText('after', HELP)
    .action(async (options: MapOptions) => end(await map(terminal, options, await configuration())));
}

type MapOptions = {
  sample: string;
  exchange?: string;
  routingKey?: string;
  header?: Record<string, string>;
  property?: Record<string, string>;
  json?: true;
};

async function map(
  terminal: Terminal,
  options: MapOptions,
  { lifecycles, sources }: MapConfiguration,
): Promise<ExitCode> {
  const { routingKey = '', header = {}, property = {} } = options;
  const sample: Sample = {
    exchange: options.exchange ?? onlyExchange(sources),
    routingKey,
    headers: header,
    properties: property as NonNullable<Sample['properties']>,
  };
  const message = sampleMessage(readSample(options.sample), sample, systemClock.now());
  const presented = presentExamination(await examine(message, { lifecycles, historic: false }, sources));
  terminal.out(options.json ? JSON.stringify(presented, null, 2) : describeExamination(presented));
  return presented.understood ? EXIT.ok : EXIT.failure;
}

function onlyExchange(sources: readonly Source[]): string {
  const exchanges = [...new Set(sources.map(({ declared }) => declared.exchange))];
  if (exchanges.length === 1) return exchanges[0]!;
  if (exchanges.length === 0) return 'orders';
  throw new Failure(`Which exchange was it published to? Give --exchange with ${exchanges.join(' or ')}.`, EXIT.usage);
}

function readSample(file: string): Buffer {
  try {
    return readFileSync(file === '-' ? 0 : file);
  } catch (error) {
    throw new Failure(`The sample can't be read: ${(error as Error).message}.`, EXIT.usage);
  }
}

function pair(text: string, before: Record<string, string> = {}): Record<string, string> {
  const equals = text.indexOf('=');
  if (equals < 1) throw new InvalidArgumentError('It must be name=value.');
  return { ...before, [text.slice(0, equals)]: text.slice(equals + 1) };
}

function property(text: string, before?: Record<string, string>): Record<string, string> {
  const named = pair(text, before);
  const unknown = Object.keys(named).find(name => !PROPERTIES.includes(name));
  if (unknown !== undefined) throw new InvalidArgumentError(`It must be one of ${PROPERTIES.join(', ')}.`);
  return named;
}

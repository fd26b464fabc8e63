import { dirname, resolve } from 'node:path';
import { CHANNEL_NAMES } from '../../notifier/message-words.ts';
import { withoutPassword } from '../../platform/rabbitmq.ts';
import type { Lifecycles } from '../../tracker/lifecycle.ts';
import type { Running } from '../compose.ts';

const JSON_HEADER = `-H 'Content-Type: application/json'`;

/**
 * What a person needs to know at the start: where everything is and, when a run file says so to other terminals,
 * commands that work as they stand. They read keys and passwords from there, so that none gets into a shell's history.
 */
export function welcome(
  running: Pick<Running, 'run' | 'adminKey' | 'firstAdminUrl' | 'lifecycles' | 'channels'>,
  runFile: string | null,
): string {
  const { run, adminKey, firstAdminUrl, lifecycles, channels } = running;
  const facts: [string, string | null][] = [
    ['Console', run.httpUrl && (firstAdminUrl ? aboutFirstSignIn(firstAdminUrl) : run.httpUrl)],
    ['API', run.httpUrl && `${run.httpUrl}/api/v1 (described at /api/v1/openapi.json)`],
    ['Ops', `${run.opsUrl}/metrics, /healthz, /readyz`],
    ['RabbitMQ', run.amqpUrl && `${withoutPassword(run.amqpUrl)}, exchange "orders"`],
    ['Config', run.configurationFile ?? 'the bundled reference case; ORDERWATCH_CONFIG names one of your own'],
    ['Messages', channels.length > 0 ? aboutMessages(channels) : null],
    ['Admin key', adminKey && aboutKey(adminKey)],
  ];
  const rows = facts.filter(([, fact]) => fact).map(([name, fact]) => `  ${name.padEnd(10)} ${fact}`);
  const parts = [`Orderwatch runs.\n\n${rows.join('\n')}`];
  if (runFile !== null) parts.push(...firstSteps(run, runFile, firstEvent(lifecycles)));
  return parts.join('\n\n');
}

/** Of the channels to people: what partners are posted needs no credentials, and goes out wherever it is declared. */
function aboutMessages(channels: Running['channels']): string {
  const toPeople = channels.filter(({ channel }) => channel !== 'webhook');
  const named = (isDry: boolean) =>
    toPeople.filter(({ state }) => (state === 'dry') === isDry).map(({ channel }) => CHANNEL_NAMES[channel]);
  const [dry, live] = [named(true), named(false)];
  const dryRun = dry.length === 0 ? null : `${dry.join(', ')} as a dry run (docs/notifications.md)`;
  return [live.length === 0 ? null : `${live.join(', ')} for real`, dryRun].filter(Boolean).join('; ');
}

function aboutFirstSignIn(url: string): string {
  return `${url}\n${' '.repeat(13)}is where the first admin chooses a password; it works once`;
}

function aboutKey({ key, file, isNew }: NonNullable<Running['adminKey']>): string {
  if (file === null) return 'the one in ORDERWATCH_ADMIN_KEY';
  return isNew ? `${key}\n${' '.repeat(13)}shown this once and kept in ${file}` : `kept in ${file}`;
}

type FirstEvent = { status: string; source: string };

/** What an order begins with, in the word of the system that decides it. Of several entries the first are often carts. */
function firstEvent(lifecycles: Lifecycles): FirstEvent {
  const { names, status } = lifecycles.choose({ partner: null, productClass: null });
  const entry = names.findLast(name => status(name)?.entry === true) ?? names[0]!;
  return { status: entry, source: status(entry)!.owner };
}

function firstSteps(
  { httpUrl, amqpUrl, managementUrl }: Running['run'],
  runFile: string,
  example: FirstEvent,
): string[] {
  const fromRunFile = (name: string) => `$(node -p ${quoted(`require(${JSON.stringify(runFile)}).${name}`)})`;
  const authorization = `-H "Authorization: Bearer ${fromRunFile('adminKey')}"`;
  const post = (url: string, body: object) =>
    `  curl -X POST ${url} \\\n    ${JSON_HEADER} -d ${quoted(JSON.stringify(body))}`;
  const steps = [
    `Publish a first event over HTTP:\n\n${post(`${httpUrl}/api/v1/events ${authorization}`, { orderId: 'ORD-1', ...example })}`,
  ];
  if (managementUrl !== '') {
    const message = {
      properties: {},
      routing_key: `order.${example.source}.${example.status}`,
      payload_encoding: 'string',
      payload: JSON.stringify({ orderId: 'ORD-2', ...example }),
    };
    // A management URL may end with a slash, which the server of the API would not forgive twice.
    const slash = managementUrl.endsWith('/') ? '' : '/';
    const path = `${slash}api/exchanges/${virtualHost(amqpUrl)}/orders/publish`;
    const publish = post(`"${fromRunFile('managementUrl')}${path}"`, message);
    steps.push(`or through RabbitMQ, as your systems will:\n\n${publish}`);
  }
  const questions = [
    `${homeSetting(runFile)}npm run orderwatch -- order ORD-1`,
    `curl ${authorization} ${httpUrl}/api/v1/orders/ORD-1`,
  ];
  steps.push(`and ask where it is:\n\n${questions.map(question => `  ${question}`).join('\n')}`);
  steps.push('Ctrl-C stops it and everything that it started.');
  return steps;
}

/** What a command in another terminal needs before it, where the home is not the usual one. */
export function homeSetting(runFile: string): string {
  const home = dirname(runFile);
  return home === resolve('.orderwatch') ? '' : `ORDERWATCH_HOME=${quoted(home)} `;
}

/** As it stands in the URL, percent-encoded; a URL without one means the one named "/". */
function virtualHost(amqpUrl: string): string {
  return URL.parse(amqpUrl)?.pathname.slice(1) || '%2F';
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command, Option } from 'commander';
import type { Content } from '../../notifier/channel.ts';
import { CHANNELS, type ChannelName } from '../../notifier/message.ts';
import type { NotifierSettings } from '../../notifier/settings.ts';
import type { Templates } from '../../notifier/template.ts';
import { canonicalLocale, localeChain } from '../../notifier/templating/locale-chain.ts';
import { FOR_STAFF } from '../../notifier/templating/mail.ts';
import { previewSample } from '../../notifier/templating/samples.ts';
import { meant } from '../../platform/mistake.ts';
import { type Problem, problemLine } from '../configuration/read.ts';
import { EXIT, type ExitCode, Failure } from '../exit.ts';
import type { End } from '../program.ts';
import { examineTemplates } from '../templates.ts';
import { configurationOf, type Terminal } from '../terminal.ts';
import { describeContent, describeTemplates } from '../text/template.ts';

const HELP = `
Templates are the bundled ones and those of the folder that the configuration names. Nothing is sent.

Examples:
  $ orderwatch template ls
  $ orderwatch template preview order-shipped --locale ru
  $ orderwatch template preview order-shipped --channel sms
  $ orderwatch template preview price-ready --out preview     its HTML and texts, to look at in a browser`;

export function templateCommand(terminal: Terminal, end: End): Command {
  const command = new Command('template')
    .description('look at the templates of messages, and at messages made of them')
    .addHelpText('after', HELP);
  command
    .command('ls')
    .description('list them, with their locales and channels')
    .action(async () => end(await list(terminal)));
  command
    .command('preview')
    .description('make messages of a template, with a sample in place of an order')
    .argument('<name>', 'its name, as "template ls" has it')
    .option('--locale <locale>', 'in this language (default: that of the configuration)')
    .addOption(
      new Option('--channel <channel>', 'for this channel only (default: all that it has words for)').choices(CHANNELS),
    )
    .option('--out <folder>', 'write them into files there, e-mails as HTML and as text')
    .action(async (name: string, options: PreviewOptions) => end(await preview(terminal, name, options)));
  return command;
}

async function list(terminal: Terminal): Promise<ExitCode> {
  const examined = examineTemplates((await configurationOf(terminal)).notifications);
  terminal.out(describeTemplates(examined));
  return tell(terminal, examined.problems);
}

type PreviewOptions = { locale?: string; channel?: ChannelName; out?: string };

async function preview(terminal: Terminal, name: string, options: PreviewOptions): Promise<ExitCode> {
  const { notifications: settings } = await configurationOf(terminal);
  const { locale = settings.locale, channel, out } = options;
  if (canonicalLocale(locale) === null) throw new Failure(`"${locale}" is no locale, such as ru or en-GB.`, EXIT.usage);
  const { templates, list, problems } = examineTemplates(settings);
  const has = templates.channelsOf(name);
  if (has.length === 0) {
    tell(terminal, problems);
    terminal.err(`There is no template ${name}.${meant(name, templates.names())}`);
    return EXIT.notFound;
  }
  if (channel && !has.includes(channel)) {
    throw new Failure(`${name} has no words for ${channel}, only for ${has.join(', ')}.`, EXIT.usage);
  }
  const mine = list.filter(one => one.name === name);
  const about = mine[0]?.about ?? null;
  const sample = previewSample(about, languageOfWords(mine, locale, settings));
  const links = about !== null && FOR_STAFF.has(about) ? { unsubscribeUrl: null } : SAMPLE_LINKS;
  const frame = { brand: settings.brand, locale, zone: settings.zone, ...links };
  const contents = (channel ? [channel] : has).map(one => render(templates, name, one, sample, frame));
  if (out === undefined) terminal.out(contents.map(describeContent).join('\n\n'));
  else for (const file of writeFiles(out, `${name}.${locale}`, contents)) terminal.out(file);
  return tell(terminal, problems);
}

/** What the template can't be filled for is its author's business, and told as such. */
function render(templates: Templates, ...args: Parameters<Templates['render']>): Content {
  try {
    return templates.render(...args);
  } catch (error) {
    throw new Failure(`${args[0]} can't be made for ${args[1]}: ${(error as Error).message}. See "orderwatch check".`);
  }
}

const SAMPLE_LINKS = {
  unsubscribeUrl: 'https://orders.example/unsubscribe/sample',
  telegramUrl: 'https://t.me/sample_bot?start=sample',
};

/** The sample speaks as the template does, which need not be the language that was asked for. */
function languageOfWords(mine: readonly { locale: string }[], asked: string, settings: NotifierSettings): string {
  return localeChain(asked, settings).find(locale => mine.some(one => one.locale === locale)) ?? asked;
}

function tell(terminal: Terminal, problems: readonly Problem[]): ExitCode {
  for (const problem of problems) terminal.err(problemLine(problem));
  return problems.length === 0 ? EXIT.ok : EXIT.failure;
}

function writeFiles(folder: string, name: string, contents: readonly Content[]): string[] {
  const files = contents.flatMap(content => filesOf(name, content));
  try {
    mkdirSync(folder, { recursive: true });
    return files.map(([file, text]) => {
      writeFileSync(join(folder, file), text);
      return join(folder, file);
    });
  } catch (error) {
    throw new Failure(`The files can't be written: ${(error as Error).message}.`);
  }
}

function filesOf(name: string, content: Content): [name: string, text: string][] {
  switch (content.channel) {
    case 'email':
      return [
        [`${name}.html`, content.html],
        [`${name}.txt`, `Subject: ${content.subject}\n\n${content.text}`],
      ];
    case 'sms':
      return [[`${name}.sms.txt`, `${content.text}\n`]];
    case 'telegram':
      return [[`${name}.telegram.html`, `${content.html}\n`]];
    case 'slack':
      return [[`${name}.slack.txt`, `${content.text}\n`]];
    case 'webhook':
      return [[`${name}.json`, `${content.body}\n`]];
    default:
      return content satisfies never;
  }
}

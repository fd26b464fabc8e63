import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { systemClock } from '../../platform/clock.ts';
import { configurationSchema } from '../configuration/json-schema.ts';
import { nameOf, REFERENCE_FILE, readBytes, readContent } from '../configuration/read-file.ts';
import { referencePage } from '../configuration/reference-page.ts';
import { EXIT, type ExitCode } from '../exit.ts';
import type { End } from '../program.ts';
import { examineTemplates } from '../templates.ts';
import { settings, type Terminal } from '../terminal.ts';
import { describeAlerts } from '../text/alerts.ts';
import { describeConfiguration, describeProblems } from '../text/configuration.ts';

const HELP = `
Examples:
  $ orderwatch check orderwatch.yaml
  $ orderwatch check --example > orderwatch.yaml      a file to begin with
  $ orderwatch check --schema > orderwatch.schema.json`;

type Options = { json?: true; example?: true; schema?: true; docs?: true };

export function checkCommand(terminal: Terminal, end: End): Command {
  return new Command('check')
    .description(
      'say everything that is wrong with a configuration and its templates, and where; else when its rules run next and who ' +
        'is told; nothing else is done',
    )
    .argument('[file]', 'the YAML file (default: that of ORDERWATCH_CONFIG, else the bundled one)')
    .option('--json', 'print {"ok", "problems": [{"file", "line", "column", "path", "sentence"}]}')
    .option('--example', 'print the bundled configuration, to be changed')
    .option('--schema', 'print the JSON Schema of the configuration, for editors')
    .option('--docs', 'print the reference of the configuration, in Markdown')
    .addHelpText('after', HELP)
    .action(async (file: string | undefined, options: Options) => end(await check(terminal, file, options)));
}

async function check(terminal: Terminal, named: string | undefined, options: Options): Promise<ExitCode> {
  const printed = printedInstead(options);
  if (printed !== null) {
    terminal.out(printed.trimEnd());
    return EXIT.ok;
  }
  const file = named ?? settings(terminal).configurationFile;
  const content = await readContent(file);
  const verdict = content.ok ? readBytes(content.bytes, nameOf(file)) : content;
  const text = content.ok ? content.bytes.toString('utf8').replace(/^\uFEFF/, '') : '';
  const problems = verdict.ok
    ? examineTemplates(verdict.configuration.notifications, { file: nameOf(file), text }).problems
    : verdict.problems;
  const ok = problems.length === 0;
  if (options.json) terminal.out(JSON.stringify({ ok, problems }, null, 2));
  else if (verdict.ok && ok) {
    const declared = describeConfiguration(nameOf(file), verdict.declared);
    const means = describeAlerts(verdict.configuration.alerts, systemClock.now());
    terminal.out([declared, means].filter(Boolean).join('\n\n'));
  } else terminal.out(describeProblems(problems, terminal.interactive ? { file: nameOf(file), text } : null));
  return ok ? EXIT.ok : EXIT.failure;
}

function printedInstead({ example, schema, docs }: Options): string | null {
  // The schema stands elsewhere for whoever copies the file.
  if (example)
    return readFileSync(REFERENCE_FILE, 'utf8').replace('../../orderwatch.schema.json', 'orderwatch.schema.json');
  if (schema) return JSON.stringify(configurationSchema(), null, 2);
  return docs ? referencePage(configurationSchema()) : null;
}

import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';

// `npm run bench -- NAME [OPTION=VALUE …]`: runs bench/NAME.ts and writes what it found to bench/results/NAME.json.

/** A benchmark: options from the command line, figures by name. */
export type Bench = (options: Readonly<Record<string, string>>) => Promise<Record<string, number>>;

const [name = '', ...rest] = process.argv.slice(2);
const file = new URL(`./${name}.ts`, import.meta.url);
if (!/^[a-z-]+$/.test(name) || ['run', 'peers', 'servers'].includes(name) || !existsSync(file)) {
  process.stderr.write(`There is no benchmark "${name}". Say: npm run bench -- ingest\n`);
  process.exit(2);
}
const { bench } = (await import(file.href)) as { bench: Bench };
const figures = await bench(Object.fromEntries(rest.map(option => option.split('=', 2) as [string, string])));

const rounded = Object.entries(figures).map(([key, value]) => [key, Number(value.toPrecision(4))]);
const result = { name, commit: commit(), machine: machine(), figures: Object.fromEntries(rounded) };
const results = new URL('./results/', import.meta.url);
mkdirSync(results, { recursive: true });
writeFileSync(new URL(`${name}.json`, results), `${JSON.stringify(result, null, 2)}\n`);
process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);

function commit(): string {
  const git = (...args: string[]) => execFileSync('git', args, { encoding: 'utf8' }).trim();
  const changed = git('status', '--porcelain', '--untracked-files=no') !== '';
  return git('rev-parse', '--short', 'HEAD') + (changed ? ' with changes' : '');
}

function machine(): string {
  const model = cpus()[0]?.model.trim() ?? 'unknown';
  const memory = Math.round(totalmem() / 2 ** 30);
  return `${cpus().length} × ${model}, ${memory} GiB, ${process.platform} ${process.arch}, Node ${process.version}`;
}

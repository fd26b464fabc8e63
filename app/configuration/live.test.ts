import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Registry } from 'prom-client';
import { expect, onTestFinished, test } from 'vitest';
import { createLog, type Log } from '../../platform/log.ts';
import { Failure } from '../exit.ts';
import { openConfiguration } from './live.ts';
import type { Configuration } from './sections.ts';

const NOW = Date.parse('2026-11-20T09:00:00Z');

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'orderwatch-config-'));
  onTestFinished(() => rmSync(made, { recursive: true }));
  return made;
}

/** A configuration whose only lifecycle has this name. */
function named(name: string): string {
  return `systems: [shop]\nlifecycles: { ${name}: { zone: UTC, statuses: { DONE: { owner: shop, entry: true, next: [] } } } }\n`;
}

async function opened(file: string | null) {
  const registry = new Registry();
  const said: string[] = [];
  const log = {
    ...createLog('silent'),
    info: (_: object, text: string) => said.push(text),
    error: ({ problems = [] }: { problems?: string[] }, text: string) => said.push(text, ...problems),
  } as unknown as Log;
  const live = await openConfiguration(file, { log, registry, now: NOW });
  const metric = async (name: string) => (await registry.getSingleMetric(name)!.get()).values[0]!.value;
  return {
    live,
    said,
    name: () => live.current().lifecycles.all[0]!.name,
    look: (minutes = 0) => live.runOnce(NOW + minutes * 60_000),
    successful: () => metric('orderwatch_config_last_reload_successful'),
    succeededAt: () => metric('orderwatch_config_last_reload_success_timestamp_seconds'),
  };
}

test('the bundled one counts where no file is named', async () => {
  const { live, name, look } = await opened(null);
  await look();
  expect([name(), live.isInStep()]).toEqual(['jewellery', true]);
});

test('a wrong one is refused at the start, with all that is wrong', async () => {
  const file = join(folder(), 'orderwatch.yaml');
  writeFileSync(file, named('a').replace('owner: shop', 'owner: ship').replace('UTC', 'Mars'));
  const failure = await opened(file).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(Failure);
  expect(failure).toMatchObject({
    exitCode: 2,
    message:
      "Orderwatch can't use this configuration:\n" +
      `  ${file}:2:26  \`zone\` is "Mars"; it must be an IANA time zone such as Europe/Moscow.\n` +
      `  ${file}:2:59  The owner "ship" is none of \`systems\`. Did you mean shop? They are shop.`,
  });
});

test('a changed one counts when it is found the same twice, and is handed to whoever asked for that', async () => {
  const file = join(folder(), 'orderwatch.yaml');
  writeFileSync(file, named('before'));
  const { live, name, look, succeededAt, said } = await opened(file);
  const handed: Configuration[] = [];
  live.onChange(() => {
    throw new Error('not I');
  });
  live.onChange(configuration => handed.push(configuration));
  writeFileSync(file, named('half'));
  await look(1);
  writeFileSync(file, named('after'));
  await look(2);
  expect(name()).toBe('before');
  await look(3);
  await look(4);
  expect(name()).toBe('after');
  expect(handed).toEqual([live.current()]);
  expect(await succeededAt()).toBe((NOW + 3 * 60_000) / 1000);
  expect(said).toEqual([
    'a new configuration counts from now on',
    'something could not adapt itself to the new configuration',
  ]);
});

test('a wrong one is refused, told once, and visible; the old one goes on', async () => {
  const file = join(folder(), 'orderwatch.yaml');
  writeFileSync(file, named('before'));
  const { live, name, look, successful, succeededAt, said } = await opened(file);
  expect(await successful()).toBe(1);
  writeFileSync(file, named('after').replace('systems', 'sistems'));
  for (const minute of [1, 2, 3, 4]) await look(minute);
  expect([name(), live.isInStep(), await successful(), await succeededAt()]).toEqual(['before', false, 0, NOW / 1000]);
  expect(said).toEqual([
    'the new configuration is refused; the old one goes on',
    `${file}:1:1  \`sistems\` is no key of the document. Did you mean \`systems\`? It has \`systems\`, \`calendars\`, \`lifecycles\`, \`sources\`, \`notifications\`, \`rules\`, \`incidents\`, \`queues\`, \`endpoints\`, \`decisions\`, \`people\`, \`teams\`, \`onCall\`, \`chains\`, \`routes\`, \`digests\` and \`access\`.`,
  ]);
  writeFileSync(file, named('before'));
  await look(5);
  await look(6);
  expect([live.isInStep(), await successful()]).toEqual([true, 1]);
  expect(said.at(-1)).toBe('the configuration is the one that counts already');
});

test('what only the database knows to be wrong is refused with its place, too', async () => {
  const file = join(folder(), 'orderwatch.yaml');
  writeFileSync(file, named('before'));
  const { live, name, look, said } = await opened(file);
  const mistake = { path: ['lifecycles'], sentence: 'It knows none of this name.' };
  await expect(live.guard(async () => [mistake])).rejects.toThrow(`${file}:2:1  It knows none of this name.`);
  let answers = false;
  await live.guard(async ({ lifecycles }) => {
    const { name } = lifecycles.all[0]!;
    if (name === 'after' && !answers) throw new Error('The database is gone');
    return name === 'wrong' ? [mistake] : [];
  });
  writeFileSync(file, named('wrong'));
  for (const minute of [1, 2, 3]) await look(minute);
  expect([name(), live.isInStep(), said.at(-1)]).toEqual(['before', false, `${file}:2:1  It knows none of this name.`]);
  writeFileSync(file, named('after'));
  await look(4);
  await expect(look(5)).rejects.toThrow('The database is gone');
  answers = true;
  for (const minute of [6, 7]) await look(minute);
  expect([name(), live.isInStep()]).toEqual(['after', true]);
});

test('whoever asks for it does not wait for a second look, and is told again what is wrong', async () => {
  const file = join(folder(), 'orderwatch.yaml');
  writeFileSync(file, named('before'));
  const { live, name, said } = await opened(file);
  writeFileSync(file, named('after'));
  await live.reload(NOW);
  expect(name()).toBe('after');
  writeFileSync(file, '');
  await live.reload(NOW);
  await live.reload(NOW);
  expect(said.filter(text => text.startsWith('the new configuration is refused'))).toHaveLength(2);
});

test('an editor that puts a new file in the place of the old one', async () => {
  const home = folder();
  const file = join(home, 'orderwatch.yaml');
  writeFileSync(file, named('before'));
  const { live, name, look } = await opened(file);
  unlinkSync(file);
  await look();
  expect(live.isInStep()).toBe(true);
  writeFileSync(join(home, '.orderwatch.yaml.swp'), named('after'));
  renameSync(join(home, '.orderwatch.yaml.swp'), file);
  await look();
  await look();
  expect(name()).toBe('after');
});

test('a file that stays away is told; what counted goes on', async () => {
  const file = join(folder(), 'orderwatch.yaml');
  writeFileSync(file, named('before'));
  const { live, name, look, said } = await opened(file);
  unlinkSync(file);
  await look();
  await look();
  expect([name(), live.isInStep()]).toEqual(['before', false]);
  expect(said.at(-1)).toBe(`${file}  The file can't be read: there is none of this name.`);
});

test('Kubernetes, which swaps a symbolic link to a folder', async () => {
  const home = folder();
  const version = (folder: string, name: string) => {
    mkdirSync(join(home, folder));
    writeFileSync(join(home, folder, 'orderwatch.yaml'), named(name));
    symlinkSync(folder, join(home, '..data_tmp'));
    renameSync(join(home, '..data_tmp'), join(home, '..data'));
  };
  version('..1', 'before');
  symlinkSync('..data/orderwatch.yaml', join(home, 'orderwatch.yaml'));
  const { name, look } = await opened(join(home, 'orderwatch.yaml'));
  version('..2', 'after');
  await look();
  await look();
  expect(name()).toBe('after');
});

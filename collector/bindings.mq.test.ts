import { afterEach, expect, test } from 'vitest';
import { manualClock } from '../platform/clock.ts';
import { createLog } from '../platform/log.ts';
import { createPool } from '../platform/postgres.ts';
import { testVhost } from '../test/support/broker.ts';
import { testDatabase } from '../test/support/database.ts';
import { T0 } from '../test/support/factory.ts';
import { createBindings } from './bindings.ts';
import type { ForeignExchange } from './topology.ts';

const { pool } = await testDatabase();
const { connection, management, vhost } = await testVhost();
const channel = await connection.createChannel();
const log = createLog('silent');
const MINUTE = 60_000;
const QUEUE = 'ours';

await channel.assertQueue(QUEUE);
for (const exchange of ['crm', 'mes']) await channel.assertExchange(exchange, 'topic');

afterEach(async () => {
  await pool.query('truncate collector.binding');
  for (const [exchange, pattern] of await bound()) await channel.unbindQueue(QUEUE, exchange!, pattern!);
});

/** A process with a configuration of its own; `declares` reloads it. */
function aProcess(clock = manualClock(T0), on = pool) {
  let declared: ForeignExchange[] = [];
  const bindings = createBindings({ pool: on, clock, log }, { queue: QUEUE, foreign: () => declared });
  return {
    declares: (...foreign: ForeignExchange[]) => {
      declared = foreign;
      return bindings.runOnce(connection);
    },
    looks: () => bindings.runOnce(connection),
    release: () => bindings.release(),
  };
}

const crm = (...patterns: string[]) => ({ name: 'crm', patterns });
const mes = (...patterns: string[]) => ({ name: 'mes', patterns });

async function bound(): Promise<string[][]> {
  const found = (await management('GET', `queues/${vhost}/${QUEUE}/bindings`)) as {
    source: string;
    routing_key: string;
  }[];
  return found
    .filter(({ source }) => source !== '')
    .map(binding => [binding.source, binding.routing_key])
    .sort();
}

test('what a reload adds is bound, what it leaves out is unbound, and what others have bound stays', async () => {
  const one = aProcess();
  await channel.bindQueue(QUEUE, 'mes', 'by.hand');
  await one.declares(crm('order.#', 'return.*'));
  expect(await bound()).toEqual([
    ['crm', 'order.#'],
    ['crm', 'return.*'],
    ['mes', 'by.hand'],
  ]);
  await one.declares(crm('order.#'), mes('#'));
  expect(await bound()).toEqual([
    ['crm', 'order.#'],
    ['mes', '#'],
    ['mes', 'by.hand'],
  ]);
});

test('what is left out of the configuration before a restart is unbound after it', async () => {
  const before = aProcess();
  await before.declares(crm('order.#'), mes('#'));
  await before.release();
  await aProcess().declares(mes('#'));
  expect(await bound()).toEqual([['mes', '#']]);
});

test('a binding that another running process declares is left alone', async () => {
  const clock = manualClock(T0);
  const newer = aProcess(clock);
  const older = aProcess(clock);
  await newer.declares(crm('order.#'), mes('#'));
  await older.declares(mes('#'));
  for (let minute = 0; minute < 10; minute++) {
    clock.advance(MINUTE);
    await newer.looks();
    await older.looks();
  }
  expect(await bound()).toEqual([
    ['crm', 'order.#'],
    ['mes', '#'],
  ]);
  await newer.declares(mes('#'));
  expect(await bound()).toEqual([['mes', '#']]);
});

test('what a killed process declared is unbound some minutes later', async () => {
  const clock = manualClock(T0);
  await aProcess(clock).declares(crm('order.#'));
  const next = aProcess(clock);
  await next.declares();
  expect(await bound()).toEqual([['crm', 'order.#']]);
  clock.advance(5 * MINUTE);
  await next.looks();
  expect(await bound()).toEqual([]);
});

test('an exchange that does not exist is told and not declared, and one that is gone is forgotten', async () => {
  const one = aProcess();
  expect(await one.declares({ name: 'nowhere', patterns: ['#'] }, crm('#'))).toEqual(['nowhere']);
  await channel.assertExchange('nowhere', 'topic');
  expect(await one.looks()).toEqual([]);
  expect(await bound()).toEqual([
    ['crm', '#'],
    ['nowhere', '#'],
  ]);
  await channel.deleteExchange('nowhere');
  await one.declares();
  const { rows } = await pool.query('select * from collector.binding');
  expect([rows, await bound()]).toEqual([[], []]);
});

test('many processes at once bind everything and undo nothing', async () => {
  const processes = Array.from({ length: 6 }, () => aProcess());
  await Promise.all(processes.map((one, index) => one.declares(crm(`key.${index}`), mes('#'))));
  expect(await bound()).toEqual([...processes.map((_, index) => ['crm', `key.${index}`]), ['mes', '#']]);
});

test('without the database it is bound all the same, and remembered later', async () => {
  const nowhere = createPool('postgres://nobody@127.0.0.1:1/none', log);
  await aProcess(manualClock(T0), nowhere).declares(crm('order.#'));
  await nowhere.end();
  expect(await bound()).toEqual([['crm', 'order.#']]);
});

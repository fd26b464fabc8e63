import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { contract } from '../api/contract.ts';
import type { RunFile } from '../platform/run-file.ts';
import { testVhost } from '../test/support/broker.ts';
import { testDatabase } from '../test/support/database.ts';
import { orderwatchOn } from '../test/support/orderwatch-process.ts';

const { pool, databaseUrl } = await testDatabase();
const { amqpUrl, connection } = await testVhost();
const { orderwatch, newHome } = orderwatchOn({ DATABASE_URL: databaseUrl, AMQP_URL: amqpUrl });

/** Root may write everywhere, unless it is without the capability for that. */
const WITHOUT_POWERS =
  process.getuid?.() === 0 ? ['setpriv', '--bounding-set=-dac_override,-dac_read_search', '--inh-caps=-all'] : [];

async function readiness(opsUrl: string): Promise<[number, unknown]> {
  const response = await fetch(`${opsUrl}/readyz`);
  const { status, degraded } = (await response.json()) as Record<string, unknown>;
  return [response.status, { status, degraded }];
}

async function orderOf({ httpUrl, adminKey }: RunFile, id: string): Promise<Response> {
  return fetch(`${httpUrl}/api/v1/orders/${id}`, { headers: { authorization: `Bearer ${adminKey}` } });
}

describe('up', () => {
  test('takes an event from the exchange to the API, and ends in order', async () => {
    const up = orderwatch(['up']);
    await up.says('Ctrl-C stops it');
    await up.says('intake is consuming');
    const run = up.run();
    expect(statSync(join(up.home, 'run.json')).mode & 0o777).toBe(0o600);
    for (const key of ['admin-key', 'signing-key']) {
      expect(statSync(join(up.home, key)).mode & 0o777).toBe(0o600);
    }
    expect(up.said()).toContain(run.adminKey);
    expect(await readiness(run.opsUrl)).toEqual([200, { status: 'ready', degraded: [] }]);
    expect(await (await fetch(`${run.opsUrl}/readyz`)).json()).toMatchObject({
      detail: { notifier: { email: 'dry', sms: 'dry', telegram: 'dry', slack: 'dry', webhook: 'up' } },
    });

    const channel = await connection.createConfirmChannel();
    channel.publish('orders', 'order.shop.SUBMITTED', Buffer.from('{"orderId":"UP-1","status":"SUBMITTED"}'));
    await channel.waitForConfirms();
    const deadline = performance.now() + 60_000;
    let answer = await orderOf(run, 'UP-1');
    while (answer.status === 404 && performance.now() < deadline) answer = await orderOf(run, 'UP-1');
    expect(contract.Order.parse(await answer.json())).toMatchObject({ orderId: 'UP-1', status: 'SUBMITTED' });
    expect(await (await fetch(`${run.opsUrl}/metrics`)).text()).toContain('orderwatch_intake_consumed_total 1');

    up.child.kill('SIGTERM');
    expect(await up.ended).toBe(0);
    expect(existsSync(join(up.home, 'run.json'))).toBe(false);

    const again = orderwatch([], { ORDERWATCH_HOME: up.home });
    await again.says('Ctrl-C stops it');
    expect(again.run().adminKey).toBe(run.adminKey);
    expect(again.said()).not.toContain(run.adminKey);
    again.child.kill('SIGINT');
    expect(await again.ended).toBe(0);
  });

  test('without its broker is degraded and takes events over HTTP', async () => {
    const up = orderwatch(['up'], { AMQP_URL: 'amqp://127.0.0.1:1', ORDERWATCH_ADMIN_KEY: 'a-key-from-the-settings' });
    await up.says('Ctrl-C stops it');
    const run = up.run();
    expect(run.adminKey).toBe('a-key-from-the-settings');
    expect(await readiness(run.opsUrl)).toEqual([200, { status: 'ready', degraded: ['rabbitmq'] }]);
    const posted = await fetch(`${run.httpUrl}/api/v1/events`, {
      method: 'POST',
      headers: { authorization: `Bearer ${run.adminKey}`, 'content-type': 'application/json' },
      body: '{"orderId":"UP-2","status":"SUBMITTED","source":"shop"}',
    });
    expect(posted.status).toBe(202);
    expect((await orderOf(run, 'UP-2')).status).toBe(200);
    up.child.kill('SIGTERM');
    expect(await up.ended).toBe(0);
  });

  test('an intake that can not record is degraded, says so apart from RabbitMQ, and goes on when it can', async () => {
    const up = orderwatch(['up']);
    await up.says('Ctrl-C stops it');
    await up.says('intake is consuming');
    const { opsUrl } = up.run();
    await pool.query('alter table collector.raw_message rename to mislaid');
    const channel = await connection.createConfirmChannel();
    channel.publish('orders', 'order.shop.SUBMITTED', Buffer.from('{"orderId":"UP-3","status":"SUBMITTED"}'));
    await channel.waitForConfirms();
    const soon = { timeout: 60_000, interval: 50 };
    await expect.poll(() => readiness(opsUrl), soon).toEqual([200, { status: 'ready', degraded: ['intake'] }]);
    await pool.query('alter table collector.mislaid rename to raw_message');
    await expect.poll(() => readiness(opsUrl), soon).toEqual([200, { status: 'ready', degraded: [] }]);
    expect((await orderOf(up.run(), 'UP-3')).status).toBe(200);
    expect(await (await fetch(`${opsUrl}/metrics`)).text()).toContain('orderwatch_quarantine_open_messages 0');
    up.child.kill('SIGTERM');
    expect(await up.ended).toBe(0);
  });

  test('a port that is taken: exit code 1, which port and what to do', async () => {
    const other = createServer();
    const port = await new Promise<number>(resolve => {
      other.listen(0, '127.0.0.1', () => resolve((other.address() as { port: number }).port));
    });
    for (const setting of ['PORT', 'OPS_PORT']) {
      const up = orderwatch(['up'], { [setting]: String(port) });
      expect(await up.ended).toBe(1);
      expect(up.said()).toContain(`Port ${port} (${setting}) is taken`);
      expect(up.said()).not.toMatch(/\n +at /);
    }
    other.close();
  });

  test.each([
    ['to be written', 0o500],
    ['to be entered', 0o000],
  ])('a home that is not %s: exit code 1, where and what to do', async (_case, mode) => {
    const home = newHome();
    chmodSync(home, mode);
    const up = orderwatch(['up'], { ORDERWATCH_HOME: home }, WITHOUT_POWERS);
    expect(await up.ended).toBe(1);
    expect(up.said()).toMatch(/^Orderwatch can't use .*: this user has no right to it \(EACCES\).*ORDERWATCH_HOME/m);
    expect(up.said()).not.toMatch(/\n +at /);
    chmodSync(home, 0o700);
  });

  test('a database of its own that can not be started: exit code 1 and why', async () => {
    const home = newHome();
    mkdirSync(join(home, 'postgres'));
    writeFileSync(join(home, 'postgres/PG_VERSION'), '9\n');
    const up = orderwatch(['up'], { ORDERWATCH_HOME: home, DATABASE_URL: '' });
    expect(await up.ended).toBe(1);
    expect(up.said()).toContain('was written by PostgreSQL 9');
    expect(up.said()).not.toMatch(/\n +at /);
  });

  test('a signal while it waits for its database ends it', async () => {
    const up = orderwatch(['up'], { DATABASE_URL: 'postgres://127.0.0.1:1/none' });
    await up.says('The database does not answer');
    up.child.kill('SIGTERM');
    expect(await up.ended).toBe(0);
  });
});

test('tracker and api, each alone, are one Orderwatch together', async () => {
  const tracker = orderwatch(['tracker']);
  const api = orderwatch(['api'], { ORDERWATCH_ADMIN_KEY: 'the-key-of-two-roles' });
  await Promise.all([tracker.says('intake is consuming'), api.says('Orderwatch runs')]);
  const httpUrl = /http:\S+?(?=\/api\/v1)/.exec(api.said())![0];
  const channel = await connection.createConfirmChannel();
  channel.publish('orders', 'order.shop.SUBMITTED', Buffer.from('{"orderId":"ROLES-1","status":"SUBMITTED"}'));
  await channel.waitForConfirms();
  const run = { httpUrl, adminKey: 'the-key-of-two-roles' } as RunFile;
  const deadline = performance.now() + 60_000;
  let answer = await orderOf(run, 'ROLES-1');
  while (answer.status === 404 && performance.now() < deadline) answer = await orderOf(run, 'ROLES-1');
  expect(answer.status).toBe(200);
  for (const { child, ended } of [tracker, api]) {
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
  }
});

test('api alone makes no key of its own, and says what does not open without', async () => {
  const api = orderwatch(['api']);
  await api.says('Orderwatch runs');
  expect(api.said()).toContain('ORDERWATCH_ADMIN_KEY is not set');
  expect(api.said()).toContain('ORDERWATCH_SIGNING_KEY is not set');
  for (const key of ['admin-key', 'signing-key']) expect(existsSync(join(api.home, key))).toBe(false);
  api.child.kill('SIGTERM');
  expect(await api.ended).toBe(0);
});

describe('the configuration', () => {
  const reference = readFileSync(new URL('configuration/reference.yaml', import.meta.url), 'utf8');
  const HOUR = 3_600_000;

  function configured(text: string): { file: string; rewrite: (text: string) => void } {
    const file = join(newHome(), 'orderwatch.yaml');
    const rewrite = (text: string) => writeFileSync(file, text);
    rewrite(text);
    return { file, rewrite };
  }

  /** Says it over HTTP, and gives the hours that the order may stay in its status. */
  async function limitAfter(run: RunFile, event: { orderId: string; status?: string; type?: string }): Promise<number> {
    const posted = await fetch(`${run.httpUrl}/api/v1/events`, {
      method: 'POST',
      headers: { authorization: `Bearer ${run.adminKey}`, 'content-type': 'application/json' },
      body: JSON.stringify({ source: 'shop', ...event }),
    });
    expect(posted.status).toBe(202);
    const { statusSince, dueAt } = contract.Order.parse(await (await orderOf(run, event.orderId)).json());
    return (Date.parse(dueAt!) - Date.parse(statusSince!)) / HOUR;
  }

  test('is followed while it runs: what is right counts, what is wrong is refused and told', async () => {
    const { file, rewrite } = configured(reference);
    const up = orderwatch(['up'], { ORDERWATCH_CONFIG: file });
    await up.says('Ctrl-C stops it');
    const run = up.run();
    const metrics = async () => (await fetch(`${run.opsUrl}/metrics`)).text();
    expect(await limitAfter(run, { orderId: 'CFG-1', status: 'SUBMITTED' })).toBe(24);
    expect(await metrics()).toContain('orderwatch_config_last_reload_successful 1');

    const longer = reference.replace('breach: PT24H', 'breach: PT48H');
    rewrite(longer);
    await up.says('a new configuration counts from now on');
    expect(await limitAfter(run, { orderId: 'CFG-2', status: 'SUBMITTED' })).toBe(48);
    // An order that was there before comes under the new limit with its next event at the latest.
    expect(await limitAfter(run, { orderId: 'CFG-1', type: 'order.note' })).toBe(48);

    rewrite(longer.replace('breach: PT48H', 'breach: two days').replace('owner: crm', 'owner: crn'));
    await up.says('the new configuration is refused; the old one goes on');
    await up.says('is \\"two days\\"; it must be an ISO 8601 duration');
    await up.says('The owner \\"crn\\" is none of `systems`. Did you mean crm?');
    expect(await readiness(run.opsUrl)).toEqual([200, { status: 'ready', degraded: ['configuration'] }]);
    expect(await metrics()).toContain('orderwatch_config_last_reload_successful 0');
    expect(await limitAfter(run, { orderId: 'CFG-3', status: 'SUBMITTED' })).toBe(48);

    rewrite(longer);
    up.child.kill('SIGHUP');
    await up.says('the configuration is the one that counts already');
    expect(await readiness(run.opsUrl)).toEqual([200, { status: 'ready', degraded: [] }]);
    expect(await metrics()).toContain('orderwatch_config_last_reload_successful 1');
    up.child.kill('SIGTERM');
    expect(await up.ended).toBe(0);
  });

  test('that is wrong at the start: exit code 2 and every problem with its place, before anything is started', async () => {
    const { file } = configured('systems: [shop]\nlifecycles: {}\nwishes: []\n');
    const up = orderwatch(['up'], { ORDERWATCH_CONFIG: file });
    expect(await up.ended).toBe(2);
    expect(up.said()).toBe(
      `Orderwatch can't use this configuration:
  ${file}:2:1  No lifecycle is declared; there must be at least one.
  ${file}:3:1  \`wishes\` is no key of the document. It has \`systems\`, \`calendars\`, \`lifecycles\`, \`sources\`, \`notifications\`, \`rules\`, \`incidents\`, \`queues\`, \`endpoints\`, \`decisions\`, \`people\`, \`teams\`, \`onCall\`, \`chains\`, \`routes\`, \`digests\` and \`access\`.
`,
    );
  });
});

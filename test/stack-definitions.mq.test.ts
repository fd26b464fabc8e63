import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { ConsumeMessage } from 'amqplib';
import { pino } from 'pino';
import { expect, inject, test } from 'vitest';
import { declareTopology, defaultTopology } from '../collector/topology.ts';
import { testVhost } from './support/broker.ts';

const { connection, vhost, management } = await testVhost();

const importDefinitions = () =>
  promisify(execFile)(process.execPath, ['dashboards/rabbitmq/import.mjs', 'dashboards/rabbitmq/definitions.json'], {
    env: { RABBITMQ_MANAGEMENT_URL: inject('managementUrl'), RABBITMQ_VHOST: vhost },
  });

test('the stack declares at the broker what Orderwatch would, so that neither finds anything to object to', async () => {
  await importDefinitions();
  // At each start of the stack.
  await importDefinitions();

  const warnings: string[] = [];
  const log = pino({ level: 'warn' }, { write: line => warnings.push(line) });
  expect(await declareTopology(connection, defaultTopology, log)).toBeNull();
  expect(warnings).toEqual([]);
  // A policy takes hold of a new queue a moment later.
  await expect
    .poll(() => management('GET', `queues/${encodeURIComponent(vhost)}/orderwatch.ledger`), { timeout: 60_000 })
    .toMatchObject({ type: 'quorum', policy: 'ledger-backlog' });
});

test('what a system rejects in its inbox is kept', async () => {
  await importDefinitions();
  const channel = await connection.createChannel();
  await channel.assertQueue('crm.inbox', { durable: true });
  const first = (queue: string, noAck: boolean) =>
    new Promise<ConsumeMessage | null>(resolve => channel.consume(queue, resolve, { noAck }));
  channel.sendToQueue('crm.inbox', Buffer.from('{}'));
  const message = await first('crm.inbox', false);
  const dead = first('inbox.dead', true);
  channel.reject(message!, false);

  expect((await dead)?.properties.headers).toMatchObject({ 'x-first-death-queue': 'crm.inbox' });
});

test('without the right password it says so and fails', async () => {
  const env = {
    RABBITMQ_MANAGEMENT_URL: inject('managementUrl').replace(/:[^:@/]+@/, ':wrong@'),
    RABBITMQ_VHOST: vhost,
  };
  const failing = promisify(execFile)(process.execPath, ['dashboards/rabbitmq/import.mjs', 'package.json'], { env });
  await expect(failing).rejects.toMatchObject({ code: 1, stdout: expect.stringContaining('401') });
});

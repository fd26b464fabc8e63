import { afterAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { startHttp } from '../../platform/http-under-test.ts';
import { createLog } from '../../platform/log.ts';
import { testVhost } from '../../test/support/broker.ts';
import { testDatabase } from '../../test/support/database.ts';
import { MINUTE, T0 } from '../../test/support/factory.ts';
import { referenceLifecycles } from '../../test/support/reference.ts';
import { decoder } from '../envelope/decode.ts';
import { createRabbitmqWatcher } from './rabbitmq-watcher.ts';
import { readBroker } from './watched-broker.ts';
import { readQueues } from './watched-queues.ts';

const { pool } = await testDatabase();
const { amqpUrl, vhost, connection, management } = await testVhost();
const log = createLog('silent');
const decode = decoder(() => referenceLifecycles);

beforeEach(async () => {
  await pool.query('truncate collector.watched_broker, collector.watched_queue');
});

describe('a real broker', () => {
  const watcher = createRabbitmqWatcher({ managementUrl: inject('managementUrl'), amqpUrl, pool, decode, log });
  afterAll(() => watcher.stop());
  let now = T0;
  /** The broker's own figures lag behind by up to five seconds. */
  const lookUntil = async (isSo: (queues: Awaited<ReturnType<typeof own>>) => boolean) => {
    await expect
      .poll(
        async () => {
          now += 1_000;
          await watcher.runOnce(now);
          return isSo(await own());
        },
        { timeout: 60_000, interval: 500 },
      )
      .toBe(true);
    return { now, queues: await own() };
  };
  const own = async () => new Map((await readQueues(pool)).filter(q => q.vhost === vhost).map(q => [q.name, q]));

  test('says what there is in each queue, who consumes it, and which take dead letters', async () => {
    const channel = await connection.createChannel();
    await channel.assertExchange('dead', 'direct', { durable: true });
    for (const name of ['mes.calc.dead', 'crm.dead', 'orderwatch.ledger'])
      await channel.assertQueue(name, { durable: true });
    await channel.bindQueue('mes.calc.dead', 'dead', 'mes.calc');
    await management('PUT', `policies/${vhost}/crm`, {
      pattern: '^crm$',
      definition: { 'dead-letter-exchange': '', 'dead-letter-routing-key': 'crm.dead' },
      'apply-to': 'queues',
    });
    await channel.assertQueue('crm', { durable: true });
    await channel.assertQueue('mes.calc', {
      durable: true,
      arguments: { 'x-dead-letter-exchange': 'dead', 'x-dead-letter-routing-key': 'mes.calc' },
    });
    for (let i = 0; i < 3; i++) channel.sendToQueue('mes.calc', Buffer.from('x'), { persistent: true });
    const { consumerTag } = await channel.consume('crm', () => {});

    const first = await lookUntil(q => q.get('mes.calc')?.messages === 3 && q.get('crm')?.consumers === 1);
    expect(first.queues.get('mes.calc')).toMatchObject({
      vhost,
      ready: 3,
      unacknowledged: 0,
      consumers: 0,
      hadConsumersAt: null,
      ageIsEstimate: true,
      isDeadLetter: false,
      isOurs: false,
      sampledAt: first.now,
    });
    expect(first.queues.get('crm')).toMatchObject({ messages: 0, oldestAgeMs: null, hadConsumersAt: first.now });
    const dead = [...first.queues.values()].filter(q => q.isDeadLetter).map(q => q.name);
    expect(dead.sort()).toEqual(['crm.dead', 'mes.calc.dead']);
    expect([...first.queues.values()].filter(q => q.isOurs).map(q => q.name)).toEqual(['orderwatch.ledger']);
    expect(await readBroker(pool)).toMatchObject({ reachable: true, obstacle: null, alarms: [], sampledAt: first.now });

    await channel.cancel(consumerTag);
    await channel.deleteQueue('mes.calc');
    const later = await lookUntil(q => q.get('crm')?.consumers === 0 && !q.has('mes.calc'));
    // When it had some is remembered, and a queue that is gone is not.
    expect(later.queues.get('crm')?.hadConsumersAt).toBeGreaterThanOrEqual(first.now);
    await channel.close();
  });

  test('says at which pace messages come and go', async () => {
    const channel = await connection.createChannel();
    await channel.assertQueue('busy', { durable: true });
    await channel.consume('busy', message => message && channel.ack(message));
    const publishing = setInterval(() => channel.sendToQueue('busy', Buffer.from('x')), 100);
    try {
      await lookUntil(q => (q.get('busy')?.publishedPerSecond ?? 0) > 0 && (q.get('busy')?.takenPerSecond ?? 0) > 0);
    } finally {
      clearInterval(publishing);
      await channel.close();
    }
  });

  test('a user who may not come in is told so', async () => {
    const url = new URL(inject('managementUrl'));
    url.password = 'wrong';
    const stranger = createRabbitmqWatcher({ managementUrl: url.href, amqpUrl, pool, decode, log });
    await stranger.runOnce(T0);
    stranger.stop();
    expect(await readBroker(pool)).toMatchObject({
      reachable: false,
      obstacle: expect.stringContaining('does not let this user in'),
    });
  });
});

describe('a broker of which the test decides', async () => {
  const answers: Record<string, { status: number; body: string | object }> = {};
  const broker = await startHttp(({ url }) => answers[url.pathname] ?? { status: 404, body: '{}' });
  const managementUrl = broker.url.replace('http://', 'http://watcher:p%40ss@');
  const watcher = createRabbitmqWatcher({ managementUrl, amqpUrl: 'amqp://a:b@mq', pool, decode, log });
  afterAll(async () => {
    watcher.stop();
    await broker.stop();
  });
  const queueAnswer = (queue: object) => ({
    status: 200,
    body: { page_count: 1, items: [{ vhost: '/', arguments: {}, effective_policy_definition: [], ...queue }] },
  });
  const nodes = (...alarms: object[]) => ({ status: 200, body: alarms });

  beforeEach(() => {
    broker.hinder(() => null);
    answers['/api/nodes'] = nodes({ name: 'rabbit@a', running: true, mem_alarm: false, disk_free_alarm: false });
    answers['/api/queues'] = queueAnswer({ name: 'mes', messages: 2, messages_ready: 2, consumers: 1 });
  });

  test('gone, it is so since it was seen to be; what was known of its queues stays', async () => {
    await watcher.runOnce(T0);
    expect(broker.asked.at(-1)!.headers.authorization).toBe(`Basic ${Buffer.from('watcher:p@ss').toString('base64')}`);
    broker.hinder(() => 'drop');
    await watcher.runOnce(T0 + MINUTE);
    await watcher.runOnce(T0 + 2 * MINUTE);
    const gone = await readBroker(pool);
    expect(gone).toMatchObject({ reachable: false, since: T0 + MINUTE, sampledAt: T0 + 2 * MINUTE });
    expect(gone!.obstacle).not.toContain('p@ss');
    expect(await readQueues(pool)).toMatchObject([{ name: 'mes', sampledAt: T0 }]);
    broker.hinder(() => null);
    await watcher.runOnce(T0 + 3 * MINUTE);
    expect(await readBroker(pool)).toMatchObject({ reachable: true, since: T0 + 3 * MINUTE, obstacle: null });
  });

  test('alarms in words, by nodes or, where they may not be seen, by the health check', async () => {
    answers['/api/nodes'] = nodes(
      { name: 'rabbit@a', mem_alarm: true, disk_free_alarm: true },
      { name: 'rabbit@b', running: false },
    );
    await watcher.runOnce(T0);
    expect((await readBroker(pool))!.alarms).toEqual(['memory of rabbit@a', 'disk of rabbit@a', 'rabbit@b is down']);
    answers['/api/nodes'] = { status: 401, body: { error: 'not_authorised' } };
    answers['/api/health/checks/alarms'] = {
      status: 503,
      body: { status: 'failed', alarms: [{ node: 'rabbit@a', resource: 'disk' }] },
    };
    await watcher.runOnce(T0 + MINUTE);
    expect((await readBroker(pool))!.alarms).toEqual(['disk of rabbit@a']);
  });

  test('the timestamp of the head, and the pace, where the broker has them', async () => {
    const head = Math.floor((T0 - 90_000) / 1_000);
    answers['/api/queues'] = queueAnswer({ name: 'mes', messages: 9, head_message_timestamp: head });
    await watcher.runOnce(T0);
    expect(await readQueues(pool)).toMatchObject([{ oldestAgeMs: 90_000, ageIsEstimate: false }]);
    const message_stats = {
      ack_details: { rate: 2 },
      deliver_no_ack_details: { rate: 1 },
      publish_details: { rate: 5 },
    };
    answers['/api/queues'] = queueAnswer({ name: 'mes', messages: 900, head_message_timestamp: '', message_stats });
    await watcher.runOnce(T0 + MINUTE);
    expect(await readQueues(pool)).toMatchObject([
      { takenPerSecond: 3, publishedPerSecond: 5, oldestAgeMs: 300_000, ageIsEstimate: true },
    ]);
  });

  test('of our own queue the ledger bounds how old messages are; one that tells of long ago makes it no older', async () => {
    const record = (id: string, occurredAt: number) =>
      pool.query(
        `insert into tracker.order_event (order_id, event_id, type, source, occurred_at, recorded_at, ids, digest, historic)
         values ('ORD-1', $1, 'order.note', 'shop', $2, $3, '{}', '', false)`,
        [id, new Date(occurredAt), new Date(T0 - 10_000)],
      );
    await record('late', T0 - 26 * 60 * MINUTE);
    const message_stats = { ack_details: { rate: 1 } };
    answers['/api/queues'] = queueAnswer({ name: 'orderwatch.ledger', messages: 90, message_stats });
    await watcher.runOnce(T0);
    expect(await readQueues(pool)).toMatchObject([{ isOurs: true, oldestAgeMs: 90_000, ageIsEstimate: true }]);
    await record('fresh', T0 - 50_000);
    await watcher.runOnce(T0);
    expect(await readQueues(pool)).toMatchObject([{ oldestAgeMs: 40_000 }]);
    // Nothing is taken any more: it grows older.
    answers['/api/queues'] = queueAnswer({ name: 'orderwatch.ledger', messages: 90 });
    await watcher.runOnce(T0 + MINUTE);
    expect(await readQueues(pool)).toMatchObject([{ oldestAgeMs: 100_000, ageIsEstimate: true }]);
  });

  test('a queue that has no figures yet is left as it was known', async () => {
    await watcher.runOnce(T0);
    answers['/api/queues'] = queueAnswer({ name: 'mes' });
    await watcher.runOnce(T0 + MINUTE);
    expect(await readQueues(pool)).toMatchObject([{ messages: 2, sampledAt: T0 }]);
  });

  test('what is no answer of a broker is an obstacle, and nothing is concluded', async () => {
    await watcher.runOnce(T0);
    for (const odd of [
      { status: 200, body: '<html>' },
      { status: 200, body: { queues: 1 } },
      { status: 500, body: '' },
    ]) {
      answers['/api/queues'] = odd;
      await watcher.runOnce(T0 + MINUTE);
      expect(await readBroker(pool)).toMatchObject({ reachable: false });
      expect(await readQueues(pool)).toHaveLength(1);
    }
  });
});

import type { Channel, Options } from 'amqplib';
import { afterAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { startHttp } from '../../platform/http-under-test.ts';
import { testVhost } from '../../test/support/broker.ts';
import { testDatabase } from '../../test/support/database.ts';
import { MINUTE, T0 } from '../../test/support/factory.ts';
import { referenceLifecycles } from '../../test/support/reference.ts';
import { decoder } from '../envelope/decode.ts';
import { askBroker } from '../watch/ask-broker.ts';
import { openManagementApi } from '../watch/management-api.ts';
import { createDeadLetterLook } from './dead-letter-look.ts';
import { readDeadLetterQueues } from './dead-letter-queues.ts';
import { readDeadLetters } from './dead-letter-rows.ts';

const { pool } = await testDatabase();
const decode = decoder(() => referenceLifecycles);
beforeEach(() => pool.query('truncate collector.dead_letter, collector.dead_letter_queue'));

describe('a real broker', async () => {
  const { vhost, connection } = await testVhost();
  const api = openManagementApi(inject('managementUrl'));
  const looking = createDeadLetterLook({ api, pool, decode });
  afterAll(() => api.stop());
  let now = T0;

  /** The broker's own figures lag behind by up to five seconds. */
  const lookUntilThereAre = (depths: Record<string, number>) =>
    expect
      .poll(
        async () => {
          now += 1_000;
          const seen = await askBroker(api);
          const own = seen.queues.filter(queue => queue.vhost === vhost);
          await looking.runOnce({ ...seen, queues: own }, now);
          return Object.fromEntries(own.map(({ name, messages }) => [name, messages]));
        },
        { timeout: 60_000, interval: 500 },
      )
      .toMatchObject(depths);

  /** Makes a queue whose messages die into another one. */
  async function mortal(channel: Channel, name: string, dead: string, options: Options.AssertQueue = {}) {
    await channel.assertQueue(dead, { durable: true, ...options });
    const to = { 'x-dead-letter-exchange': '', 'x-dead-letter-routing-key': dead };
    await channel.assertQueue(name, { durable: true, arguments: to });
  }

  /** Whoever consumes it can't work it off. */
  async function die(channel: Channel, queue: string) {
    await expect.poll(() => channel.get(queue).then(got => got && channel.reject(got, false))).not.toBe(false);
  }

  test('says whose messages lie there and how they died, and leaves them as they are', async () => {
    const channel = await connection.createChannel();
    await channel.assertExchange('work', 'topic', { durable: true });
    await mortal(channel, 'mes.calc', 'mes.calc.dead');
    await channel.bindQueue('mes.calc', 'work', '#');
    const anna = { name: 'Anna Ivanova', email: 'anna@example.com' };
    const command = { order: 'ORD-1', ids: { mes: 'M-1' }, model: 'ring.stl', customer: anna };
    const event = { orderId: 'ORD-2', status: 'SUBMITTED', source: 'shop', correlationId: 'cart-2' };
    channel.publish('work', 'calculate.ring', Buffer.from(JSON.stringify(command)), { messageId: 'm-1' });
    channel.publish('work', 'order.shop.SUBMITTED', Buffer.from(JSON.stringify(event)), { messageId: 'm-2' });
    for (let i = 0; i < 2; i++) await die(channel, 'mes.calc');
    await lookUntilThereAre({ 'mes.calc.dead': 2 });

    const [letter] = await readDeadLetters(pool, ['ORD-1']);
    expect(letter).toMatchObject({
      vhost,
      queue: 'mes.calc.dead',
      orders: ['~mes:M-1', 'ORD-1'],
      diedIn: 'mes.calc',
      reason: 'rejected',
      deaths: 1,
      exchange: 'work',
      routingKey: 'calculate.ring',
    });
    expect(Math.abs(letter!.deadAt! - Date.now())).toBeLessThan(MINUTE);
    expect(await readDeadLetters(pool, ['~corr:cart-2'])).toMatchObject([
      { orders: ['ORD-2', '~corr:cart-2'], type: 'order.status_changed', status: 'SUBMITTED', source: 'shop' },
    ]);
    expect(await readDeadLetters(pool, ['ORD-9'])).toEqual([]);
    expect(await readDeadLetterQueues(pool)).toMatchObject([
      { vhost, name: 'mes.calc.dead', messages: 2, lookedInto: true, whyNot: null, depthThen: 2 },
    ]);
    const { rows } = await pool.query('select d::text as row from collector.dead_letter d');
    expect(rows.map(({ row }) => row).join()).not.toMatch(/anna/i);

    // They are there as before, in their order, and a look at what has not changed asks nobody.
    const { lookedAt } = (await readDeadLetterQueues(pool))[0]!;
    await lookUntilThereAre({ 'mes.calc.dead': 2 });
    expect((await readDeadLetterQueues(pool))[0]).toMatchObject({ lookedAt });
    const first = await channel.get('mes.calc.dead', { noAck: true });
    expect((first || null)?.properties.messageId).toBe('m-1');

    await lookUntilThereAre({ 'mes.calc.dead': 1 });
    expect(await readDeadLetters(pool, ['ORD-1'])).toEqual([]);
    expect(await readDeadLetters(pool, ['ORD-2'])).toHaveLength(1);
    await channel.purgeQueue('mes.calc.dead');
    await lookUntilThereAre({ 'mes.calc.dead': 0 });
    expect(await readDeadLetters(pool, ['ORD-2'])).toEqual([]);
    expect(await readDeadLetterQueues(pool)).toEqual([]);
    await channel.close();
  });

  test('does not look where that counts as a delivery, or where somebody works them off', async () => {
    const channel = await connection.createChannel();
    await mortal(channel, 'a', 'a.dead', { arguments: { 'x-queue-type': 'quorum', 'x-delivery-limit': 3 } });
    await mortal(channel, 'b', 'b.dead');
    // Declared as our own one is: RabbitMQ before 4 gives it no limit, from 4 on it has one.
    await mortal(channel, 'c', 'c.dead', { arguments: { 'x-queue-type': 'quorum' } });
    await channel.prefetch(1);
    await channel.consume('b.dead', () => {});
    for (const queue of ['a', 'b', 'c']) {
      channel.sendToQueue(queue, Buffer.from(`{"orderId":"ORD-${queue}"}`), { persistent: true });
      await die(channel, queue);
    }
    await lookUntilThereAre({ 'a.dead': 1, 'b.dead': 1, 'c.dead': 1 });
    const version = (connection.connection.serverProperties as { version: string }).version;
    const limited = Number.parseInt(version, 10) >= 4;
    expect(await readDeadLetterQueues(pool)).toMatchObject([
      { name: 'a.dead', messages: 1, lookedInto: false, whyNot: 'counts_as_delivery', lookedAt: null },
      { name: 'b.dead', messages: 1, lookedInto: false, whyNot: 'read_by_others', lookedAt: null },
      { name: 'c.dead', messages: 1, lookedInto: !limited },
    ]);
    expect(await readDeadLetters(pool, ['ORD-a', 'ORD-b'])).toEqual([]);
    expect(await readDeadLetters(pool, ['ORD-c'])).toHaveLength(limited ? 0 : 1);
    const got = await channel.get('a.dead', { noAck: true });
    expect((got || null)?.properties.headers?.['x-delivery-count'] ?? 0).toBe(0);
    await channel.close();
  });
});

describe('a broker of which the test decides', async () => {
  let taken: { status: number; body: string | object } = { status: 200, body: [] };
  const broker = await startHttp(({ url }) => (url.pathname.endsWith('/get') ? taken : { status: 404, body: '{}' }));
  const api = openManagementApi(broker.url);
  const looking = createDeadLetterLook({ api, pool, decode });
  afterAll(async () => {
    api.stop();
    await broker.stop();
  });
  const queue = (name: string, messages: number) => ({
    ...{ vhost: '/', name, type: 'classic', messages, consumers: 0 },
    ...{ arguments: {}, effective_policy_definition: {} },
  });
  const see = (now: number, ...queues: ReturnType<typeof queue>[]) =>
    looking.runOnce(
      {
        queues,
        alarms: [],
        deadLetterTargets: new Set(queues.map(({ vhost, name }) => JSON.stringify([vhost, name]))),
      },
      now,
    );
  const letter = (payload: string, headers: object = {}) => ({
    ...{ payload, payload_encoding: 'string', payload_bytes: payload.length, redelivered: false, message_count: 0 },
    ...{ exchange: '', routing_key: 'dead', properties: { headers } },
  });

  test('what answers nothing of use is written down, and tried again', async () => {
    for (const [at, answer, whyNot] of [
      [T0, { status: 401, body: '{}' }, 'not_allowed'],
      [T0 + 5 * MINUTE, { status: 500, body: '' }, 'no_answer'],
      [T0 + 10 * MINUTE, { status: 200, body: { odd: true } }, 'no_answer'],
    ] as const) {
      taken = answer;
      await see(at, queue('dead', 1));
      expect(await readDeadLetterQueues(pool)).toMatchObject([{ lookedInto: false, whyNot, lookedAt: at, since: T0 }]);
    }
    taken = { status: 200, body: [letter('{"orderId":"ORD-1"}')] };
    await see(T0 + 11 * MINUTE, queue('dead', 1));
    expect(await readDeadLetters(pool, ['ORD-1'])).toEqual([]);
    await see(T0 + 15 * MINUTE, queue('dead', 1));
    expect(await readDeadLetters(pool, ['ORD-1'])).toHaveLength(1);
  });

  test('hostile headers harm nothing', async () => {
    const deaths = [
      [{ queue: 'q', reason: 'rejected', count: 1e300, time: 1e300 }],
      [{ queue: 'a\0b', reason: '\ud800' }],
      'none',
      [{ odd: 1 }],
    ];
    const body = deaths.map((death, at) => letter(`{"orderId":"ORD-${at}"}`, { 'x-death': death }));
    taken = { status: 200, body: [...body, ...body] };
    await see(T0, queue('dead', 8));
    const found = await readDeadLetters(pool, ['ORD-0', 'ORD-1', 'ORD-2', 'ORD-3']);
    expect(found).toHaveLength(4);
    expect(found.map(({ diedIn, deadAt, deaths }) => ({ diedIn, deadAt, deaths }))).toContainEqual({
      diedIn: 'q',
      deadAt: null,
      deaths: null,
    });
  });

  test('of many queues five are looked into at a time', async () => {
    taken = { status: 200, body: [] };
    const many = Array.from({ length: 7 }, (_, at) => queue(`dead-${at}`, 1));
    const asked = broker.asked.length;
    await see(T0, ...many);
    expect(broker.asked.length - asked).toBe(5);
    expect((await readDeadLetterQueues(pool)).filter(({ whyNot }) => whyNot === 'not_yet')).toHaveLength(2);
    await see(T0 + 15_000, ...many);
    expect(broker.asked.length - asked).toBe(7);
    expect((await readDeadLetterQueues(pool)).every(({ lookedInto }) => lookedInto)).toBe(true);
  });
});

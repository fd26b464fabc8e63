import { connect } from 'amqplib';
import { afterEach, expect, test } from 'vitest';
import { createLog, type Log } from '../platform/log.ts';
import { testVhost } from '../test/support/broker.ts';
import { openSession, type Session } from './session.ts';
import { defaultTopology } from './topology.ts';

const { amqpUrl, connection: own } = await testVhost();
const log = createLog('silent');
const bindings = { runOnce: async () => [], release: async () => {} };
const open: { close(): Promise<void> }[] = [];

afterEach(async () => {
  for (const one of open.splice(0)) await one.close().catch(() => {});
});

async function consume(deliver: Parameters<typeof openSession>[5] = () => {}): Promise<{
  session: Session;
  connection: Awaited<ReturnType<typeof connect>>;
}> {
  const connection = await connect(amqpUrl);
  open.push(connection);
  return { connection, session: await openSession(connection, defaultTopology, bindings, 100, log, deliver) };
}

async function consumers(): Promise<number> {
  const channel = await own.createChannel();
  const { consumerCount } = await channel.checkQueue(defaultTopology.queue);
  await channel.close();
  return consumerCount;
}

test('two lanes that raise the limit at the same time leave one consumer', async () => {
  const { session } = await consume();
  await Promise.all([session.setPrefetch(200), session.setPrefetch(400)]);
  expect(await consumers()).toBe(1);
});

test('nothing comes any more once it is cancelled, even while the limit is being raised', async () => {
  const { session } = await consume();
  await Promise.all([session.setPrefetch(200), session.cancel()]);
  expect(await consumers()).toBe(0);
  await session.setPrefetch(400);
  expect(await consumers()).toBe(0);
});

test('an exchange that was missing is told of once when it is bound, and not when it is no longer declared', async () => {
  const said: object[] = [];
  const remembering = { ...log, warn: () => {}, info: (entry: object) => said.push(entry) } as unknown as Log;
  let missing = ['late.events', 'dropped.events'];
  const foreign = () => [{ name: 'late.events', patterns: ['#'] }];
  const connection = await connect(amqpUrl);
  open.push(connection);
  const session = await openSession(
    connection,
    { ...defaultTopology, foreign },
    { ...bindings, runOnce: async () => missing },
    100,
    remembering,
    () => {},
  );
  await session.rebind();
  expect(said).toEqual([]);
  missing = [];
  await session.rebind();
  await session.rebind();
  expect(said).toEqual([{ exchange: 'late.events' }]);
});

test('an acknowledgement that comes while the connection is being closed is as good as one that is lost', async () => {
  const { promise: delivered, resolve } = Promise.withResolvers<Parameters<Session['acknowledge']>[0][0]>();
  const { session, connection } = await consume((_, delivery) => resolve(delivery));
  const channel = await own.createConfirmChannel();
  channel.publish(defaultTopology.exchange, 'order.any', Buffer.from('{}'));
  await channel.waitForConfirms();
  const delivery = await delivered;
  const closing = connection.close();
  session.acknowledge([delivery]);
  await closing;
  await session.ended;
});

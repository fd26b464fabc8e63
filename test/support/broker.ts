import { randomBytes } from 'node:crypto';
import { type ChannelModel, connect } from 'amqplib';
import { afterAll, inject } from 'vitest';
import { management, TEST_PREFIX } from './servers.ts';

export type TestVhost = {
  amqpUrl: string;
  vhost: string;
  /** For the test's own publishing and looking; what is tested connects by itself to `amqpUrl`. */
  connection: ChannelModel;
  /** RabbitMQ's management API, e.g. `management('GET', 'queues/' + encodeURIComponent(vhost))`; answers with JSON. */
  management(method: string, path: string, body?: object): Promise<unknown>;
  close(): Promise<void>;
};

/**
 * A virtual host of its own for the test file, on the run's RabbitMQ:
 *
 *     const { amqpUrl, connection } = await testVhost();
 *
 * Call it at the top of the file, outside `describe` and hooks. It goes with the broker at the end of the run.
 */
export async function testVhost(): Promise<TestVhost> {
  const vhost = `${TEST_PREFIX}${randomBytes(6).toString('hex')}`;
  const api = async (method: string, path: string, body?: object) => {
    const init = body ? { method, body: JSON.stringify(body) } : { method };
    const text = await (await management(inject('managementUrl'), path, init)).text();
    return text ? (JSON.parse(text) as unknown) : null;
  };
  const url = new URL(inject('amqpUrl'));
  await api('PUT', `vhosts/${vhost}`, {});
  await api('PUT', `permissions/${vhost}/${url.username}`, { configure: '.*', write: '.*', read: '.*' });
  url.pathname = `/${vhost}`;

  const connection = await connect(url.href);
  // A test may make the broker close its connections; that is no error of the test's own.
  connection.on('error', () => {});
  let closed: Promise<void> | undefined;
  const close = () => {
    closed ??= connection.close().catch(() => {});
    return closed;
  };
  afterAll(close);
  return { amqpUrl: url.href, vhost, connection, management: api, close };
}

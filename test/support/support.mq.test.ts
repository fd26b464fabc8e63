import { expect, test } from 'vitest';
import { testVhost } from './broker.ts';
import { testDatabase } from './database.ts';

const { pool } = await testDatabase();
const { connection, management, vhost } = await testVhost();

test('the database of a test file has every migration applied', async () => {
  const { rows } = await pool.query('select room, name from platform.migration order by room, number');
  expect(rows).toContainEqual(expect.objectContaining({ room: 'tracker' }));
});

test('the virtual host of a test file takes and gives messages', async () => {
  const channel = await connection.createConfirmChannel();
  const { queue } = await channel.assertQueue('parcel', { arguments: { 'x-queue-type': 'quorum' } });
  channel.sendToQueue(queue, Buffer.from('hello'));
  await channel.waitForConfirms();
  const message = await channel.get(queue, { noAck: true });
  expect(message).toMatchObject({ content: Buffer.from('hello') });
  expect(await management('GET', `queues/${vhost}`)).toMatchObject([{ name: 'parcel', type: 'quorum' }]);
});

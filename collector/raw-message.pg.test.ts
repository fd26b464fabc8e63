import { expect, test } from 'vitest';
import { transaction } from '../platform/postgres.ts';
import { testDatabase } from '../test/support/database.ts';
import { DAY } from '../test/support/factory.ts';
import { plainVault } from '../tracker/personal-data.ts';
import { fromHttp } from './message.ts';
import { insertRawMessages, rawMessages } from './raw-message.ts';
import { rawPartitions } from './raw-partitions.ts';

const { pool } = await testDatabase();
const NOVEMBER = Date.parse('2026-11-30T23:59:59.999Z');

function row(eventId: string, recordedAt: number, body: Buffer | string = eventId) {
  return { orderId: 'ORD-1', eventId, recordedAt, message: fromHttp(Buffer.from(body as string), recordedAt - 5) };
}

async function months(): Promise<string[]> {
  const { rows } = await pool.query<{ name: string }>(
    `select inhrelid::regclass::text as name from pg_inherits where inhparent = 'collector.raw_message'::regclass order by 1`,
  );
  return rows.map(({ name }) => name.replace('collector.raw_message_', ''));
}

test('messages are kept byte by byte', async () => {
  await rawPartitions(pool).ensure(NOVEMBER);
  const every = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
  const message = {
    ...fromHttp(every, NOVEMBER),
    origin: 'amqp' as const,
    exchange: 'orders',
    routingKey: 'a\0b',
    properties: { ...fromHttp(every, 0).properties, messageId: 'm', headers: { n: 1, text: 'ж\0', bytes: every } },
  };
  const rows = [
    row('first', NOVEMBER),
    { orderId: 'ORD-1', eventId: 'every', recordedAt: NOVEMBER, message },
    row('empty', NOVEMBER, ''),
  ];
  await transaction(pool, tx => insertRawMessages(tx, rows, plainVault));

  expect(await rawMessages(pool, 'ORD-1', 'every', plainVault)).toEqual([
    {
      orderId: 'ORD-1',
      eventId: 'every',
      recordedAt: NOVEMBER,
      receivedAt: NOVEMBER,
      origin: 'amqp',
      exchange: 'orders',
      routingKey: 'a\uFFFDb',
      properties: {
        ...message.properties,
        headers: { n: 1, text: 'ж\uFFFD', bytes: { base64: every.toString('base64') } },
      },
      body: every,
    },
  ]);
  expect(await rawMessages(pool, 'ORD-1', 'empty', plainVault)).toMatchObject([
    { body: Buffer.alloc(0), receivedAt: NOVEMBER - 5 },
  ]);
  expect(await rawMessages(pool, 'ORD-1', 'unknown', plainVault)).toEqual([]);
});

test('months are made ahead, by many at once, and dropped whole when they are too old', async () => {
  const many = Array.from({ length: 10 }, () => rawPartitions(pool, 30 * DAY));
  await Promise.all(many.map(one => one.ensure(NOVEMBER)));
  expect(await months()).toEqual(['2026_11', '2026_12']);

  const [partitions] = many;
  const newYear = Date.parse('2027-01-01T00:00:00Z');
  await partitions!.ensure(newYear);
  await partitions!.ensure(newYear);
  expect(await months()).toEqual(['2026_11', '2026_12', '2027_01', '2027_02']);
  await transaction(pool, tx =>
    insertRawMessages(tx, [row('in-december', newYear - 1), row('in-january', newYear)], plainVault),
  );

  // The last message of November is 30 days old at the end of the 30th of December.
  expect(await partitions!.runOnce(Date.parse('2026-12-30T23:59:59Z'))).toEqual([]);
  expect(await partitions!.runOnce(Date.parse('2026-12-31T00:00:00Z'))).toEqual(['raw_message_2026_11']);
  expect(await partitions!.runOnce(Date.parse('2026-12-31T00:00:00Z'))).toEqual([]);
  expect(await months()).toEqual(['2026_12', '2027_01', '2027_02']);
  expect(await rawMessages(pool, 'ORD-1', 'in-december', plainVault)).toHaveLength(1);
});

import { expect, test } from 'vitest';
import { saveDeadLetters } from '../../collector/dead-letters/dead-letter-rows.ts';
import { NO_PROPERTIES } from '../../collector/message.ts';
import { insertRawMessages } from '../../collector/raw-message.ts';
import { rawPartitions } from '../../collector/raw-partitions.ts';
import { consoleUnderTest, expectNoSeriousViolations, snapshot } from '../../test/support/console.ts';
import { testDatabase } from '../../test/support/database.ts';
import { anEvent, arrivals, HOUR, MINUTE, T0 } from '../../test/support/factory.ts';
import { plainVault } from '../../tracker/personal-data.ts';

const { pool } = await testDatabase();
const { signedIn, api } = await consoleUnderTest(pool);
api.clock.set(T0 + 26 * HOUR);

const customer = {
  id: 'C-7',
  name: 'Anna Ivanova',
  email: 'anna@example.com',
  phone: '+7 916 123-12-34',
  locale: 'ru',
  timezone: 'Asia/Yekaterinburg',
};
const submitted = anEvent({
  eventId: 'e-submitted',
  orderId: 'ORD-1042',
  correlationId: 'cart-77',
  ids: { mes: 'M-77' },
  customer,
  occurredAt: T0 + 12 * MINUTE,
});
await api.ledger.record(
  arrivals([
    anEvent({ eventId: 'e-initiated', orderId: 'ORD-1042', status: 'INITIATED', customer }),
    submitted,
    anEvent({ eventId: 'e-crm', orderId: 'ORD-1042', source: 'crm', occurredAt: T0 + 13 * MINUTE }),
    anEvent({
      eventId: 'e-note',
      orderId: 'ORD-1042',
      source: 'crm',
      type: 'order.note',
      status: null,
      data: { text: 'A gift for Friday' },
      occurredAt: T0 + HOUR,
    }),
    anEvent({ orderId: 'ORD-1043', customer }),
  ]),
);
await rawPartitions(pool).ensure(T0);
const message = {
  ...{ origin: 'amqp' as const, exchange: 'orders', routingKey: 'order.shop.submitted', redelivered: false },
  body: Buffer.from('{"orderId":"ORD-1042","customer":{"email":"anna@example.com"}}'),
  properties: { ...NO_PROPERTIES, messageId: 'e-submitted', headers: { 'x-attempt': 1 } },
  receivedAt: T0 + 12 * MINUTE,
};
await insertRawMessages(pool, [{ orderId: 'ORD-1042', eventId: 'e-submitted', recordedAt: T0, message }], plainVault);
await saveDeadLetters(
  pool,
  { vhost: '/', name: 'mes.calc.dead' },
  [
    {
      ...{ vhost: '/', queue: 'mes.calc.dead', digest: 'ab', orders: ['~corr:cart-77'], type: null, source: 'shop' },
      ...{ status: 'SUBMITTED', diedIn: 'mes.calc', reason: 'rejected', deaths: 3, exchange: null, routingKey: null },
      deadAt: T0 + 58 * MINUTE,
    },
  ],
  T0 + 59 * MINUTE,
);

test('a stuck order is understood at a look', async () => {
  const page = await signedIn('support');
  await page.goto('/orders/M-77');
  await page.getByRole('heading', { level: 1, name: 'ORD-1042' }).waitFor();
  await page.getByText('over its limit').first().waitFor();
  await page.getByText('died in mes.calc').waitFor();
  await expectNoSeriousViolations(page);
  await snapshot(page, 'order');
  await page.getByRole('button', { name: 'raw' }).click();
  await page.getByText('order.shop.submitted').waitFor();
  await snapshot(page, 'order-raw');
  expect(new URL(page.url()).pathname).toBe('/orders/ORD-1042');
});

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

test('a stuck order is understood at a look, and a look at what is masked is written down', async () => {
  const page = await signedIn('support');
  await page.goto('/orders/M-77');
  await page.getByRole('heading', { level: 1, name: 'ORD-1042 · A. Ivanova' }).waitFor();
  expect(new URL(page.url()).pathname).toBe('/orders/ORD-1042');
  await page.getByText('Submitted for 25 h, 1 h 48 min over its limit.').waitFor();
  expect(await page.getByRole('listitem').filter({ hasText: 'here now' }).innerText()).toContain('limit 24 h');
  await page.getByText('message SUBMITTED died in mes.calc').waitFor();
  await expectNoSeriousViolations(page);
  await snapshot(page, 'order');

  await page.getByRole('button', { name: 'people' }).click();
  await page.getByText('died in mes.calc').waitFor({ state: 'detached' });
  expect(new URL(page.url()).searchParams.get('show')).toBe('people');
  expect(await page.getByRole('list', { name: 'Timeline' }).innerText()).toContain('A gift for Friday');
  await page.getByRole('button', { name: 'all', exact: true }).click();

  await page.getByRole('button', { name: 'raw' }).click();
  const panel = page.getByRole('dialog');
  await panel.getByText('order.shop.submitted').waitFor();
  expect(await panel.innerText()).not.toContain('anna@example.com');
  await panel.getByLabel('Why you look').fill('She asks');
  await panel.getByRole('button', { name: 'Show headers and body' }).click();
  await panel.getByText('anna@example.com').waitFor();
  await expectNoSeriousViolations(page);
  if (process.env.LOOK) await page.screenshot({ path: '.orderwatch/looks/order-raw.png' });
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Show (the look is recorded)' }).click();
  await page.getByText('+7 916 123-12-34').waitFor();
  const { rows } = await pool.query('select action, who, reason from tracker.audit order by sequence');
  expect(rows).toEqual([
    { action: 'order.raw_revealed', who: 'support', reason: 'She asks' },
    { action: 'order.customer_revealed', who: 'support', reason: null },
  ]);
}, 120_000);

test('a correction shows what will happen, and who was faster; what has no way waits for a second person', async () => {
  await api.ledger.record(arrivals([anEvent({ orderId: 'ORD-7', customer })]));
  const page = await signedIn('support');
  await page.goto('/orders/ORD-7');
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.keyboard.press('e');
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('It is really').selectOption('MANUFACTURING_APPROVED');
  await dialog.getByText('A status on the way never came: Price calculated.').waitFor();
  await dialog.getByText('The order is then Approved for manufacturing.').waitFor();
  await dialog.getByText('Other systems are not told.').waitFor();
  await dialog.getByLabel('Tell CRM and MES by RabbitMQ').check();
  await dialog.getByText('Other systems are told by RabbitMQ: orders').waitFor();
  await dialog.getByLabel('Since when').fill('2026-11-20T10:00');
  await dialog.getByText('What is known from after that time still counts.').waitFor();
  await dialog.getByLabel('Since when').fill('');
  await dialog.getByText('Empty: now, after everything that is known').waitFor();
  await dialog.getByText('The order is then Approved for manufacturing.').waitFor();
  await dialog.getByLabel('Why', { exact: true }).fill('MES has it on paper');
  await expectNoSeriousViolations(page);
  if (process.env.LOOK) await page.screenshot({ path: '.orderwatch/looks/order-correct.png' });

  await api.ledger.record(
    arrivals([anEvent({ orderId: 'ORD-7', status: 'PRICE_CALCULATED', source: 'mes', occurredAt: T0 + HOUR })]),
  );
  await dialog.getByRole('button', { name: 'Correct status' }).click();
  await dialog.getByText('Somebody was faster: SUBMITTED → PRICE_CALCULATED, by mes').waitFor();
  if (process.env.LOOK) await page.screenshot({ path: '.orderwatch/looks/order-faster.png' });
  await dialog.getByRole('button', { name: 'Look again' }).click();
  await dialog.getByText('A status on the way never came').waitFor({ state: 'detached' });
  await dialog.getByRole('button', { name: 'Correct status' }).click();
  await page.getByText('ORD-7 is now Approved for manufacturing.').waitFor();
  await page.getByText('MES has it on paper').waitFor();

  await page.keyboard.press('e');
  await dialog.getByLabel('It is really').selectOption('INITIATED');
  await dialog.getByText('somebody else has to agree').waitFor();
  await dialog.getByLabel('Why', { exact: true }).fill('It begins anew');
  await dialog.getByRole('button', { name: 'Propose it' }).click();
  await page.getByText('You want the status to be Initiated').waitFor();

  const manager = await signedIn('manager');
  await manager.goto('/orders/ORD-7');
  await manager.getByText('support wants the status to be Initiated').waitFor();
  await expectNoSeriousViolations(manager);
  if (process.env.LOOK) await manager.screenshot({ path: '.orderwatch/looks/order-proposed.png' });
  await manager.getByRole('button', { name: 'Agree', exact: true }).click();
  const approve = manager.getByRole('dialog');
  await approve.getByText('The order is then Initiated.').waitFor();
  await approve.getByRole('button', { name: 'Agree', exact: true }).click();
  await manager.getByText('ORD-7 is now Initiated.').waitFor();
  const { rows } = await pool.query(
    "select who, action from tracker.audit where subject_id = 'ORD-7' order by sequence",
  );
  expect(rows.slice(0, 1)).toEqual([{ who: 'support', action: 'order.corrected' }]);
  const { rows: published } = await pool.query('select p.routing_key from tracker.publication p');
  expect(published).toHaveLength(1);
}, 120_000);

test('an order that there is not says so and offers the search', async () => {
  const page = await signedIn('viewer', { phone: true });
  await page.goto('/orders/NOBODY-1');
  const search = page.getByRole('link', { name: 'Search for it' });
  await search.waitFor();
  expect(await search.getAttribute('href')).toBe('/?q=NOBODY-1');
});

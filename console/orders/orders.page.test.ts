import { expect, test } from 'vitest';
import { putFinding, putIncident } from '../../alerts/incident-rows-under-test.ts';
import { consoleUnderTest, expectNoSeriousViolations, snapshot } from '../../test/support/console.ts';
import { testDatabase } from '../../test/support/database.ts';
import { anEvent, arrivals, DAY, HOUR, T0 } from '../../test/support/factory.ts';

const { pool } = await testDatabase();
const { signedIn, api } = await consoleUnderTest(pool);
const NOW = T0 + 3 * DAY;
api.clock.set(NOW);

const anna = { id: 'C-7', name: 'Anna Ivanova', email: 'anna@example.com', phone: '+7 916 123-44-77' };
await api.ledger.record(
  arrivals([
    anEvent({ orderId: 'ORD-1042', customer: anna }),
    anEvent({
      orderId: 'ORD-1039',
      partner: 'Acme',
      status: 'MANUFACTURING_STARTED',
      source: 'mes',
      occurredAt: T0 + DAY,
    }),
    anEvent({ orderId: 'ORD-1038', status: 'CLOSED', source: 'crm', customer: { name: 'Jo Berg' } }),
    ...Array.from({ length: 130 }, (_, n) =>
      anEvent({ orderId: `ORD-${2000 + n}`, customer: { name: 'Ann Other' }, occurredAt: NOW - HOUR - n * 60_000 }),
    ),
  ]),
);
const incident = await putIncident(pool, { cause: { en: 'Nobody reads mes.calc', ru: 'Никто не читает mes.calc' } });
await putFinding(pool, incident, { orderId: 'ORD-1042' });

test('support finds a stuck order by a few digits and gets back to where it was', async () => {
  const page = await signedIn('support');
  await page.goto('/');
  const stuck = page.getByRole('link', { name: '1 order is stuck' });
  await stuck.waitFor();
  await page.getByText('Nobody reads mes.calc').first().waitFor();
  const row = (name: string | RegExp) => page.getByRole('row', { name });
  await row(/ORD-2000/).waitFor();
  await page.getByText('133 orders in this view.').waitFor();
  await expectNoSeriousViolations(page);
  await snapshot(page, 'orders');

  // A page of a hundred at a time, as far as somebody scrolls.
  await page.keyboard.press('End');
  await row(/ORD-2103/).waitFor();
  await page.keyboard.press('End');
  await row(/ORD-1038/).waitFor();

  await page.keyboard.press('/');
  await page.keyboard.type('4477 status:submitted');
  await page.keyboard.press('Enter');
  await page.getByText('1 order in this view.').waitFor();
  await page.getByRole('button', { name: 'Without the filter Status:' }).waitFor();
  expect(await row(/ORD-1042/).innerText()).toMatch(/3 d · limit .* 2 d|3 d · limit/);
  await page.keyboard.press('Escape');
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/orders/ORD-1042');
  await page.goBack();
  await page.waitForURL(/q=4477/);
  await row(/ORD-1042/).waitFor();

  await page.getByRole('button', { name: 'Without the filter Status:' }).click();
  await page.waitForURL(/\?q=4477$/);
});

test('where nothing is found, why and what to do', async () => {
  const page = await signedIn('support');
  await page.goto('/?q=nobody%20here&stuck=true');
  await page.getByText('Nothing was found for “nobody here”').waitFor();
  await page.getByRole('button', { name: 'Without the filter Stuck' }).first().click();
  await page.waitForURL(/\?q=nobody\+here$/);
  await snapshot(page, 'orders-nothing');
  await page.goto('/?q=status%3ASUBMITED');
  await page.getByText('did you mean SUBMITTED?').waitFor();
});

test('a view is its address: filtered by hand, saved, shared, opened again', async () => {
  const page = await signedIn('support');
  await page.goto('/');
  await page.getByRole('button', { name: 'Stuck' }).click();
  await page.waitForURL(/\?stuck=true$/);
  await page.getByText('1 order in this view.').waitFor();
  await page.getByRole('columnheader').getByRole('button', { name: 'limit' }).click();
  await page.waitForURL(/stuck=true&sort=deadline$/);
  await page.locator('[role=columnheader][aria-sort=ascending]', { hasText: 'limit' }).waitFor();
  await page.getByLabel('Order by').selectOption('age');
  await page.waitForURL(/stuck=true&sort=age$/);
  // The address is written a moment before the page follows it.
  await page.locator('a[href="/api/v1/orders?stuck=true&sort=age&format=csv"]', { hasText: 'CSV' }).waitFor();
  await page.getByRole('button', { name: 'Saved views' }).click();
  await page.getByRole('menuitem', { name: 'Save this view' }).click();
  await page.getByLabel('Name of the view').fill('Late ones');
  await page.getByLabel('Everybody here sees it').check();
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('The view “Late ones” is saved.').waitFor();
  const other = await signedIn('viewer', { language: 'ru', phone: true });
  await other.goto('/');
  await other.getByRole('button', { name: 'Сохранённые виды' }).click();
  await other.getByRole('menuitem', { name: 'Late ones · support' }).click();
  await other.waitForURL(/\?stuck=true&sort=age$/);
  await other.getByText('A. Ivanova').waitFor();
  await expectNoSeriousViolations(other);
});

test('new orders are announced, and shown when somebody wants to see them', async () => {
  const page = await signedIn('operator');
  await page.goto('/new');
  await page.getByRole('row', { name: /ORD-2000/ }).waitFor({ timeout: 60_000 });
  await page.locator('[data-link="live"]').waitFor();
  expect(await page.getByRole('row', { name: /ORD-1042/ }).count()).toBe(0);
  await api.ledger.record(
    arrivals([
      anEvent({ orderId: 'ORD-9001', occurredAt: NOW - 2_000 }),
      anEvent({ orderId: 'ORD-9002', occurredAt: NOW - 1_000 }),
    ]),
  );
  // By the stream: as long as it is there nobody asks again.
  await page.getByRole('button', { name: '2 new orders — show them' }).click();
  await page.getByRole('button', { name: 'Take ORD-9002' }).click();
  await page.getByText('You have ORD-9002 now.').waitFor();
  await page.getByRole('row', { name: /ORD-9002 .* operator/ }).waitFor();
  await page.getByRole('button', { name: 'Assign ORD-9001' }).click();
  await page.getByRole('button', { name: 'To me' }).click();
  await page.getByRole('row', { name: /ORD-9001 .* operator/ }).waitFor();
  await expectNoSeriousViolations(page);
  await snapshot(page, 'new-orders');
}, 90_000);

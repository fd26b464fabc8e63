import { expect, test } from 'vitest';
import { consoleUnderTest, expectNoSeriousViolations, snapshot } from '../../test/support/console.ts';
import { cuttable } from '../../test/support/cuttable.ts';
import { testDatabase } from '../../test/support/database.ts';
import { anEvent, arrivals, DAY, HOUR, T0 } from '../../test/support/factory.ts';

const { pool } = await testDatabase();
const { signedIn, api } = await consoleUnderTest(pool);

async function said(orderIds: readonly string[], status: string, at: number, source = 'mes') {
  api.clock.set(at);
  await api.ledger.record(arrivals(orderIds.map(orderId => anEvent({ orderId, status, source, occurredAt: at }))));
}

test('orders by status are counted live, also after the connection was cut', async () => {
  await said(['ORD-1', 'ORD-2', 'ORD-3'], 'SUBMITTED', T0, 'shop');
  await said(['ORD-4', 'ORD-5'], 'MANUFACTURING_STARTED', T0);
  await said(['ORD-6'], 'CLOSED', T0, 'crm');
  await said(['ORD-7'], 'SUBMITTED', T0 + DAY, 'shop');
  await said(['ORD-3'], 'PRICE_CALCULATED', T0 + DAY + HOUR);
  api.clock.set(T0 + DAY + HOUR + 10_000);
  const page = await signedIn('viewer');
  const network = await cuttable(api.url);
  await page.goto(`${network.url}/board`);
  const answer = page.getByText('2 orders are stuck and 1 is at risk, of 6 that are under way.');
  await answer.waitFor();
  const column = (name: string) => page.getByRole('listitem').filter({ has: page.getByRole('heading', { name }) });
  await column('Submitted').getByRole('link', { name: '3 orders in Submitted' }).waitFor();
  await column('Submitted').getByRole('link', { name: '2 stuck' }).waitFor();
  await column('Submitted').getByText('25 h · limit 24 h').waitFor();
  await column('Submitted').getByText('1 / h').waitFor();
  await page.getByText('as of').waitFor();
  await expectNoSeriousViolations(page);
  await snapshot(page, 'board');

  const count = column('Price calculated').getByRole('link', { name: / in Price calculated/ });
  expect(await count.textContent()).toBe('1');
  await said(['ORD-1'], 'PRICE_CALCULATED', T0 + DAY + HOUR + 20_000);
  await api.server.stream.tellAll();
  await count.getByText('2').waitFor();

  await network.cut();
  await page.getByText('reconnecting …').waitFor();
  await said(['ORD-2'], 'PRICE_CALCULATED', T0 + DAY + HOUR + 30_000);
  await network.mend();
  await count.getByText('3').waitFor();
  await page.getByText('0 orders are stuck and 1 is at risk, of 6 that are under way.').waitFor();
  await count.click();
  await page.waitForURL('**/?status=PRICE_CALCULATED');
});

import { expect, test } from 'vitest';
import { consoleUnderTest, expectNoSeriousViolations, snapshot } from '../../test/support/console.ts';
import { testDatabase } from '../../test/support/database.ts';
import { anEvent, arrivals } from '../../test/support/factory.ts';

const { pool } = await testDatabase();
const { signedIn, api } = await consoleUnderTest(pool);
await api.ledger.record(arrivals([anEvent({ orderId: 'ACME-1', partner: 'acme' }), anEvent({ orderId: 'OTHER-1' })]));

test('a partner comes from its portal to every operation, and tries one with its own rights', async () => {
  const page = await signedIn('partner');
  await page.goto('/portal');
  await page.getByRole('link', { name: 'API reference' }).click();
  await page.getByRole('heading', { level: 1, name: 'API reference' }).waitFor();
  await page.getByRole('searchbox', { name: 'A part of the path' }).fill('orders get');
  await page.getByRole('button', { name: /^GET \/orders\/\{id\} One order/ }).click();
  await page.waitForURL('**/reference?*operation=getOrder*');
  await page.getByLabel('id').fill('ACME-1');
  await page.getByRole('button', { name: 'Send GET' }).click();
  const answer = page.getByRole('region', { name: 'What was answered' });
  await answer.getByText('"orderId": "ACME-1"').waitFor();
  await expectNoSeriousViolations(page);
  await snapshot(page, 'reference');
  await page.getByLabel('id').fill('OTHER-1');
  await page.getByRole('button', { name: 'Send GET' }).click();
  await page.getByText('404 Not Found').waitFor();
});

test('what changes something is sent with the session of who reads, once', async () => {
  const page = await signedIn('support');
  await page.goto('/reference?operation=freezeOrder');
  await page.getByLabel('id').fill('ACME-1');
  await page.getByRole('textbox', { name: 'Body' }).fill('{ "reason": "the stone is lost" }');
  const asked = page.waitForRequest(request => request.method() === 'POST' && request.url().endsWith('/freeze'));
  await page.getByRole('button', { name: 'Send POST' }).click();
  expect((await (await asked).allHeaders())['idempotency-key']).toMatch(/^[0-9a-f]{32}$/);
  await page.getByRole('region', { name: 'What was answered' }).getByText('"frozen": true').waitFor();
  await snapshot(page, 'reference-change');
});

import { expect, test } from 'vitest';
import { aKeyOf } from '../../api/access/key-under-test.ts';
import { SIGNING_KEY } from '../../api/api-under-test.ts';
import { trackingUrl } from '../../notifier/tracking-link.ts';
import { consoleUnderTest, expectNoSeriousViolations, snapshot } from '../../test/support/console.ts';
import { testDatabase } from '../../test/support/database.ts';
import { anEvent, arrivals, DAY, T0 } from '../../test/support/factory.ts';

const { pool } = await testDatabase();
const { signedIn, anybody, api, url } = await consoleUnderTest(pool);
api.clock.set(T0 + 3 * DAY);
const olga = { id: 'C-1', name: 'Olga Petrova', email: 'olga@example.com', phone: '+79161234567' };
await api.ledger.record(
  arrivals([
    anEvent({ orderId: 'ACME-1', partner: 'acme', customer: olga, promisedAt: T0 + DAY }),
    anEvent({ orderId: 'ACME-2', partner: 'acme', status: 'CLOSED', source: 'crm' }),
    anEvent({ orderId: 'OTHER-1', partner: 'globex', customer: { name: 'Otto Other' } }),
  ]),
);
await aKeyOf(pool, 'partner', { name: 'acme, production' });
await aKeyOf(pool, 'partner', { name: 'globex, production', partner: 'globex' });

test('a partner comes to its own orders and its use of the API, and sees nothing of the house', async () => {
  const page = await signedIn('partner');
  await page.goto('/');
  await page.waitForURL('**/portal');
  const row = (name: string | RegExp) => page.getByRole('row', { name });
  await row(/ACME-1/).waitFor();
  await page.getByText('You have 1 key.').waitFor();
  await page.getByRole('listitem').filter({ hasText: 'acme, production' }).getByText('of 1,000,000 requests').waitFor();
  expect(await page.locator('body').innerText()).not.toMatch(/OTHER-1|Otto|globex/);
  const pages = page.getByRole('navigation', { name: 'Pages' }).getByRole('link');
  expect(await pages.allInnerTexts()).toEqual(['Your orders']);
  await expectNoSeriousViolations(page);
  await snapshot(page, 'portal');

  await page.getByText('Of the orders of acme').getByRole('link').first().click();
  await page.waitForURL('**/portal?overdue=true');
  await row(/ACME-2/).waitFor({ state: 'detached' });
  await page.keyboard.press('/');
  await page.keyboard.type('OTHER');
  await page.keyboard.press('Enter');
  await page.getByText('None of your orders matches').waitFor();
  await page.goto('/portal?q=4567');
  await row(/ACME-1/).waitFor();
  await page.goto('/incidents');
  await page.getByText('partner', { exact: false }).first().waitFor();
  expect(await page.getByRole('table').count()).toBe(0);
});

test('a customer follows the link in an e-mail, on a phone, in the dark, without scripts', async () => {
  const browser = (await anybody()).context().browser()!;
  const context = await browser.newContext({
    viewport: { width: 360, height: 740 },
    colorScheme: 'dark',
    locale: 'ru',
    javaScriptEnabled: false,
  });
  try {
    const page = await context.newPage();
    const link = trackingUrl({ publicUrl: url, signingKey: SIGNING_KEY }, { order: 'ACME-1', madeAt: T0 });
    const answer = await page.goto(link);
    expect(answer?.status()).toBe(200);
    await page.getByRole('heading', { name: 'Мы получили ваш заказ' }).waitFor();
    await page.locator('[aria-current="step"]').waitFor();
    expect(await page.content()).not.toMatch(/Olga|olga@|9161234567/);
    expect(await page.locator('html').evaluate(root => root.scrollWidth)).toBeLessThanOrEqual(360);
    await page.getByRole('link', { name: 'In English' }).click();
    await page.getByRole('heading', { name: 'We have your order' }).waitFor();
  } finally {
    await context.close();
  }
});

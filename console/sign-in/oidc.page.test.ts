import { expect, test } from 'vitest';
import { startProvider } from '../../api/access/oidc-provider-under-test.ts';
import { consoleUnderTest, expectNoSeriousViolations, snapshot } from '../../test/support/console.ts';
import { testDatabase } from '../../test/support/database.ts';

const { pool } = await testDatabase();
const provider = await startProvider(id => (id === 'olga' ? ['orderwatch-support'] : []));
const { anybody, api } = await consoleUnderTest(pool, { oidc: provider.settings });
provider.expect(`${api.url}/auth/oidc/callback`);

test('with the sign-in of the company there is one button, which leads there and back to where somebody wanted to go', async () => {
  const page = await anybody();
  await page.goto('/profile?from=mail');
  const button = page.getByRole('link', { name: 'Sign in with Company login' });
  await button.waitFor();
  expect(await page.getByLabel('Password').count()).toBe(0);
  await expectNoSeriousViolations(page);
  await snapshot(page, 'sign-in-oidc');
  await button.click();
  await page.locator('[name=login]').fill('olga');
  await page.locator('[name=password]').fill('any');
  await page.locator('[type=submit]').click();
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.waitForURL(`${api.url}/profile?from=mail`);
  await page.getByText('You are olga of the tests, signed in as olga@orders.example; your role is support.').waitFor();
});

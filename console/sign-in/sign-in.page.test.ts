import { expect, test } from 'vitest';
import { firstAdminToken } from '../../api/access/one-time-link.ts';
import { aUser, PASSWORD } from '../../api/access/signed-in-under-test.ts';
import { consoleUnderTest, expectNoSeriousViolations, snapshot } from '../../test/support/console.ts';
import { testDatabase } from '../../test/support/database.ts';

const { pool } = await testDatabase();
const { anybody, api } = await consoleUnderTest(pool);

test('the first admin comes by the link of the first start, which opens once', async () => {
  const token = (await firstAdminToken(pool, api.clock.now()))!;
  const page = await anybody();
  await page.goto(`/sign-in?first=${token}`);
  await page.getByLabel('Name').fill('olga');
  await page.getByLabel('Password', { exact: true }).fill('short');
  await page.getByRole('button', { name: 'Create and sign in' }).click();
  // At the field, in words for people.
  await page
    .getByRole('alert')
    .filter({ hasText: /^This password will not do/ })
    .waitFor();
  await snapshot(page, 'first-admin');
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Create and sign in' }).click();
  await page.getByRole('button', { name: 'Account of olga' }).waitFor();
  const other = await anybody();
  await other.goto(`/sign-in?first=${token}`);
  await other.getByLabel('Name').fill('mallory');
  await other.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await other.keyboard.press('Enter');
  await other.getByRole('alert').filter({ hasText: /./ }).waitFor();
});

test('whoever is not signed in signs in first, by the keyboard, and is then where they wanted to go; and out again', async () => {
  await aUser(pool, { name: 'petr', role: 'support', displayName: 'Petr' });
  const page = await anybody();
  await page.goto('/profile?from=mail');
  await page.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor();
  await expectNoSeriousViolations(page);
  await snapshot(page, 'sign-in');
  await page.getByLabel('Name').fill('petr');
  await page.keyboard.press('Tab');
  await page.keyboard.type('wrong, and long enough');
  await page.keyboard.press('Enter');
  await page.getByText('Name or password is wrong.').waitFor();
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.keyboard.press('Enter');
  await page.waitForURL('**/profile?from=mail');
  await page.getByRole('button', { name: 'Account of Petr' }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  expect(await page.evaluate<number>("fetch('/api/v1/orders').then(({ status }) => status)")).toBe(401);
});

import { expect, test } from 'vitest';
import { aUser, PASSWORD } from '../../api/access/signed-in-under-test.ts';
import { consoleUnderTest, expectNoSeriousViolations, snapshot } from '../../test/support/console.ts';
import { testDatabase } from '../../test/support/database.ts';

const { pool } = await testDatabase();
const { signedIn, anybody, api } = await consoleUnderTest(pool);

test('an admin adds a user, who sets the password by a link that is shown once', async () => {
  await aUser(pool, { name: 'ivan', role: 'operator', displayName: 'Ivan Sokolov' });
  const page = await signedIn('admin');
  await page.goto('/settings');
  await page.waitForURL('**/settings/users');
  await page.getByText('2 users may sign in, 1 of them an administrator.').waitFor();
  await expectNoSeriousViolations(page);
  await snapshot(page, 'users');

  await page.getByRole('button', { name: 'Add a user' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Name', exact: true }).fill('olga');
  await dialog.getByLabel('Name as others see it').fill('Olga Petrova');
  await dialog.getByLabel('Role').selectOption('partner');
  await dialog.getByLabel('Partner').fill('acme');
  await expectNoSeriousViolations(page);
  await snapshot(page, 'new-user');
  await dialog.getByRole('button', { name: 'Add' }).click();
  const link = (await page.getByRole('dialog').locator('code').textContent())!;
  await page.getByRole('button', { name: 'I have kept it' }).click();
  await page.getByRole('row', { name: /Olga Petrova.*partner · acme.*no password yet/ }).waitFor();

  const olga = await anybody();
  await olga.goto(new URL(link).pathname + new URL(link).search);
  await olga.getByLabel('New password').fill(PASSWORD);
  await olga.keyboard.press('Enter');
  await olga.getByRole('button', { name: 'Account of Olga Petrova' }).waitFor();
});

test('who is disabled is let in again by an undo', async () => {
  const page = await signedIn('admin');
  await page.goto('/settings/users');
  await page.getByRole('row', { name: /Ivan Sokolov/ }).click();
  await page.getByRole('dialog', { name: 'Ivan Sokolov' }).getByRole('button', { name: 'Disable' }).click();
  await page.getByRole('row', { name: /Ivan Sokolov.*disabled/ }).waitFor();
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByRole('row', { name: /Ivan Sokolov.*by password/ }).waitFor();
});

test('a key is shown once, works, and is revoked after its consequences were', async () => {
  const page = await signedIn('admin');
  await page.goto('/settings/keys');
  await page.getByRole('button', { name: 'Make a key' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Name' }).fill('acme portal');
  await dialog.getByLabel('Partner').fill('acme');
  await dialog.getByLabel('Ends').selectOption('30');
  await expectNoSeriousViolations(page);
  await snapshot(page, 'new-key');
  await dialog.getByRole('button', { name: 'Make', exact: true }).click();
  const secret = (await page.getByRole('dialog').locator('code').textContent())!;
  await snapshot(page, 'key-made');
  const ask = () => api.send('GET', '/api/v1/orders', { headers: { authorization: `Bearer ${secret}` } });
  expect((await ask()).status).toBe(200);
  await page.getByRole('button', { name: 'I have kept it' }).click();
  const row = page.getByRole('row', { name: /acme portal.*partner · acme.*read.*valid/ });
  await row.waitFor();
  expect(await page.content()).not.toContain(secret);
  await snapshot(page, 'keys');

  await row.getByRole('button', { name: 'Revoke' }).click();
  const consequences = page.getByRole('dialog', { name: 'Revoke the key of acme portal' });
  await consequences.getByText('Every request with this key is refused from now on.').waitFor();
  await expectNoSeriousViolations(page);
  await consequences.getByRole('button', { name: 'Revoke' }).click();
  await row.waitFor({ state: 'hidden' });
  expect((await ask()).status).toBe(401);
  await page.getByRole('button', { name: 'Revoked ones, too' }).click();
  await page.getByRole('row', { name: /acme portal.*revoked/ }).waitFor();
  expect(new URL(page.url()).search).toBe('?revoked=true');
});

test('people look after themselves: name, password, other sessions', async () => {
  const page = await signedIn('support');
  await page.goto('/profile');
  await page.getByText('You are support, signed in as support; your role is support.').waitFor();
  await page.getByLabel('Name as others see it').fill('Support of the shop');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('button', { name: 'Account of Support of the shop' }).waitFor();
  await signedIn('support');
  await page.reload();
  await page.getByRole('button', { name: 'Sign out there' }).first().waitFor();
  await expectNoSeriousViolations(page);
  await snapshot(page, 'profile');
  await page.getByLabel('Present password').fill(PASSWORD);
  await page.getByLabel('New password').fill('another horse and battery');
  await page.getByRole('button', { name: 'Change the password' }).click();
  await page.getByText('all your other sessions have ended').waitFor();
  await page.getByRole('button', { name: 'Sign out there' }).waitFor({ state: 'hidden' });
});

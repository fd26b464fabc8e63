import { expect, test } from 'vitest';
import { consoleUnderTest, expectNoSeriousViolations, snapshot } from '../../test/support/console.ts';
import { testDatabase } from '../../test/support/database.ts';

const { pool } = await testDatabase();
const { signedIn, anybody } = await consoleUnderTest(pool);

test('whoever is not signed in gets to the sign-in page', async () => {
  const page = await anybody();
  await page.goto('/profile');
  await page.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor();
  expect(new URL(page.url()).search).toBe('?returnTo=%2Fprofile');
  await expectNoSeriousViolations(page);
  await snapshot(page, 'sign-in');
});

test('keys, palette and language', async () => {
  const page = await signedIn('admin');
  await page.goto('/profile');
  await page.getByRole('heading', { level: 1 }).waitFor();
  await expectNoSeriousViolations(page);
  await snapshot(page, 'shell');
  await page.keyboard.press('?');
  await page.getByRole('dialog').waitFor();
  await snapshot(page, 'keys');
  await page.keyboard.press('Escape');
  expect(await page.title()).toContain('Orderwatch');
});

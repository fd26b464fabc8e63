import { expect, test } from 'vitest';
import { consoleUnderTest, expectNoSeriousViolations, snapshot } from '../../test/support/console.ts';
import { testDatabase } from '../../test/support/database.ts';

const { pool } = await testDatabase();
const { signedIn } = await consoleUnderTest(pool);

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

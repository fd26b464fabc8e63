import type { Page } from 'playwright-core';
import { test } from 'vitest';
import { consoleUnderTest, expectNoSeriousViolations, snapshot } from '../../test/support/console.ts';
import { testDatabase } from '../../test/support/database.ts';

const { pool } = await testDatabase();
const { signedIn } = await consoleUnderTest(pool);

const WRONG =
  'systems: [shop]\nlifecycles: { all: { zone: Mars, statuses: { NEW: { owner: shop, entry: true, next: [] } } } }\n';

const write = async (page: Page, text: string) => {
  const editor = page.getByRole('textbox', { name: 'Configuration' });
  await editor.press('Control+a');
  await editor.press('Delete');
  await page.keyboard.insertText(text);
};

test('an admin tries another configuration: its mistakes, or what it changes', async () => {
  const page = await signedIn('admin');
  await page.goto('/settings/configuration');
  await page.getByText(/^orderwatch\.yaml counts since /).waitFor();
  await write(page, WRONG);
  await page.getByRole('button', { name: 'See what would change' }).click();
  await page.getByText(/Line 2, column \d+: .*Mars/).waitFor();
  await write(page, WRONG.replace('Mars', 'UTC'));
  await page.getByRole('button', { name: 'See what would change' }).click();
  await page.getByText('The rule price-missing ends, and what it has found is closed.').waitFor();
  await expectNoSeriousViolations(page);
  await snapshot(page, 'configuration');
});

test('everybody sees how things are, and how messages look', async () => {
  const page = await signedIn('viewer');
  await page.goto('/settings/health');
  await page.getByText('All that is set up works; all rules can look.').waitFor();
  await page.getByText('No rule is declared.').waitFor();
  await expectNoSeriousViolations(page);
  await snapshot(page, 'health');
  await page.goto('/settings/templates?template=order-shipped');
  await page.frameLocator('iframe').getByText('1234567890').last().waitFor();
  await page.getByText(/segments?: each is paid for/).waitFor();
  await expectNoSeriousViolations(page);
  await snapshot(page, 'templates');
});

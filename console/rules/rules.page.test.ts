import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { readConfiguration } from '../../app/configuration/read.ts';
import { REFERENCE_FILE } from '../../app/configuration/read-file.ts';
import { consoleUnderTest, expectNoSeriousViolations, snapshot } from '../../test/support/console.ts';
import { testDatabase } from '../../test/support/database.ts';
import { anEvent, arrivals, HOUR, T0 } from '../../test/support/factory.ts';

const read = readConfiguration(readFileSync(REFERENCE_FILE, 'utf8'), 'orderwatch.yaml');
if (!read.ok) throw new Error('The bundled configuration is wrong.');
const { pool } = await testDatabase();
const { signedIn, api } = await consoleUnderTest(pool, { alerts: read.configuration.alerts });

const write = async (page: Page, text: string) => {
  const editor = page.getByRole('textbox', { name: 'Text of the rule' });
  await editor.press('Control+a');
  await editor.press('Delete');
  await page.keyboard.insertText(text);
};

test('a manager opens a rule, tries another one now and on the past, and takes it along', async () => {
  await api.ledger.record(arrivals([anEvent({ orderId: 'ORD-7', status: 'SUBMITTED', occurredAt: T0 - 2 * HOUR })]));
  const page = await signedIn('manager');
  await page.goto('/rules');
  await page.getByText(/rules watch: none has trouble, none finds anything that is so now\./).waitFor();
  await expectNoSeriousViolations(page);
  await snapshot(page, 'rules');

  await page.getByRole('link', { name: 'Orders wait for their price' }).click();
  const editor = page.getByRole('textbox', { name: 'Text of the rule' });
  await editor.waitFor();
  expect(await editor.textContent()).toContain('price-missing:');
  await page.getByText('First: ', { exact: false }).waitFor();
  await write(
    page,
    'rules:\n  price-missing:\n    title: { en: Late }\n    condition: { kind: missing, status: SUBMITTED, successor: PRICE_CALCULATED, over: PT90M }\n    severity: sad\n',
  );
  await page.getByRole('button', { name: 'Check' }).click();
  await page.getByText(/Line 5, column 15: /).waitFor();
  await page.locator('.cm-lintRange-error').waitFor();
  await expectNoSeriousViolations(page);
  await snapshot(page, 'rule-wrong');

  await write(page, (await page.locator('.cm-line').allTextContents()).join('\n').replace('sad', 'info'));
  await page.getByRole('button', { name: 'Check' }).click();
  await page.getByText('It would find 1 thing now, 1 of them new.').waitFor();
  await page.getByText('says something else than the rule that runs').waitFor();
  await page.getByText('Orderwatch does not write its configuration').waitFor();
  await page.getByRole('button', { name: 'Try on the last 90 days' }).click();
  await page.getByText(/^It would have raised 1 alert in 90 days, /).waitFor();
  await page.getByRole('link', { name: 'ORD-7' }).last().waitFor();
  await expectNoSeriousViolations(page);
  await snapshot(page, 'rule-tried');
});

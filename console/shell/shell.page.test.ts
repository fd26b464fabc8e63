import { statSync } from 'node:fs';
import { expect, test } from 'vitest';
import { CONSOLE_FOLDER } from '../../api/console-files.ts';
import { consoleUnderTest, expectNoSeriousViolations, snapshot } from '../../test/support/console.ts';
import { testDatabase } from '../../test/support/database.ts';

const { pool } = await testDatabase();
const { signedIn } = await consoleUnderTest(pool);

/** What a phone on a bad connection has to load before it shows anything. */
const FIRST_PAGE_BYTES = 250_000;

test('the first page loads at most 250 kB of JavaScript, compressed by gzip', async () => {
  const page = await signedIn('support');
  await page.goto('/', { waitUntil: 'networkidle' });
  const loaded = await page.evaluate<string[]>(
    "performance.getEntriesByType('resource').map(({ name }) => new URL(name).pathname)",
  );
  const scripts = loaded.filter(path => path.endsWith('.js'));
  expect(scripts.length).toBeGreaterThan(1);
  const sizes = scripts.map(path => {
    // What is too small to be worth it is not compressed.
    const file = CONSOLE_FOLDER + path.slice(1);
    return (statSync(`${file}.gz`, { throwIfNoEntry: false }) ?? statSync(file)).size;
  });
  expect(sizes.reduce((sum, size) => sum + size)).toBeLessThanOrEqual(FIRST_PAGE_BYTES);
});

test('keys lead to pages, list themselves, and work on a Russian keyboard', async () => {
  const page = await signedIn('admin');
  await page.goto('/profile');
  await page.getByRole('heading', { level: 1 }).waitFor();
  await expectNoSeriousViolations(page);
  await snapshot(page, 'shell');
  await page.keyboard.press('?');
  const keys = page.getByRole('dialog', { name: 'Keys' });
  await keys.getByText('Command palette').waitFor();
  await snapshot(page, 'keys');
  await page.keyboard.press('Escape');
  await keys.waitFor({ state: 'hidden' });

  await page.keyboard.press('Control+k');
  await page.getByPlaceholder('Go to a page').fill('set');
  await snapshot(page, 'commands');
  await page.getByText('Go to Settings').waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Settings' }).waitFor();
  expect(await page.title()).toBe('Settings · Orderwatch');
  expect(await page.evaluate<string>('document.activeElement.tagName')).toBe('H1');
  await page.keyboard.press('Escape');
  await page.waitForURL('**/profile');

  // The keys where `g` and `s` are: п and ы.
  const press = (code: string, key: string) =>
    page.evaluate(`dispatchEvent(new KeyboardEvent('keydown', { code: '${code}', key: '${key}', bubbles: true }))`);
  await press('KeyG', 'п');
  await press('KeyS', 'ы');
  await page.waitForURL('**/settings/**');
});

test('the language is switched at a touch, and kept', async () => {
  const page = await signedIn('viewer', { phone: true });
  await page.goto('/profile');
  await page.getByRole('button', { name: 'RU' }).tap();
  await page.getByText('наблюдатель').waitFor();
  await page.reload();
  await page.getByText('наблюдатель').waitFor();
  expect(await page.evaluate<string>('document.documentElement.lang')).toBe('ru');
  await page.getByRole('button', { name: 'Меню' }).first().tap();
  const menu = page.getByRole('dialog', { name: 'Orderwatch' });
  await menu.getByRole('navigation').waitFor();
  await expectNoSeriousViolations(page);
});

test('a page that is not for the reader says so, as one that is not there does', async () => {
  const page = await signedIn('partner');
  await page.goto('/settings/users');
  await page.getByText('This page is for others: your role is partner.').waitFor();
  await page.goto('/no/such/page');
  await page.getByRole('heading', { level: 1, name: 'There is no such page' }).waitFor();
});

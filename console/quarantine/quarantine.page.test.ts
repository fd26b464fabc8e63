import { expect, test } from 'vitest';
import { admitTestKey } from '../../api/api-under-test.ts';
import { consoleUnderTest, expectNoSeriousViolations, snapshot } from '../../test/support/console.ts';
import { testDatabase } from '../../test/support/database.ts';

const { pool } = await testDatabase();
await admitTestKey(pool);
const { api, signedIn } = await consoleUnderTest(pool);

async function poison(body: object | Uint8Array<ArrayBuffer>): Promise<string> {
  const sent = body instanceof Uint8Array ? body : JSON.stringify(body);
  const response = await api.send('POST', '/api/v1/events', { body: sent });
  return ((await response.json()) as { quarantineId: string }).quarantineId;
}

const priced = (orderId: string) =>
  poison({ orderId, status: 'PRICED', source: 'mes', customer: { name: 'Anna Ivanova' } });

test('what could not be understood: by cause, its bytes on request, tried, rehearsed, dismissed and put back', async () => {
  const ids = [await priced('ORD-1'), await priced('ORD-2')];
  const binary = await poison(new Uint8Array([0xff, 0x00, 0x41]));
  await pool.query(
    `update collector.quarantine set source = 'amqp', exchange = 'mes.events', routing_key = 'price.done' where id = any ($1)`,
    [ids],
  );
  const page = await signedIn('manager');
  await page.goto('/quarantine');
  await page.getByText('3 messages were not understood.').waitFor();
  await expectNoSeriousViolations(page);
  await snapshot(page, 'quarantine');

  // A group, and a message of it.
  await page.getByRole('row', { name: 'Unknown status: PRICED' }).getByRole('link').first().click();
  await page.getByRole('heading', { name: 'Unknown status: PRICED' }).waitFor();
  const list = page.getByRole('table', { name: 'Messages' });
  await list.getByText('ORD-2').first().waitFor();
  expect(await page.getByText('Anna').count()).toBe(0);
  await list.getByRole('button').first().click();
  const panel = page.getByRole('dialog');
  await panel.getByText('What is about a person is cut out.').waitFor();
  await snapshot(page, 'quarantine-message');
  await panel.getByRole('button', { name: 'Show all bytes and headers' }).click();
  await panel.getByText('Anna Ivanova').waitFor();
  await expectNoSeriousViolations(page);
  const { rows } = await pool.query(`select who, subject_id from tracker.audit where action = 'quarantine.revealed'`);
  expect(rows).toEqual([{ who: 'manager', subject_id: ids[1] }]);
  await page.keyboard.press('Escape');
  await panel.waitFor({ state: 'detached' });

  // A mapping is tried: its mistakes in place, then what messages would become.
  await page.getByRole('button', { name: 'Try a mapping on these' }).click();
  const editor = page.getByRole('textbox', { name: 'Mapping in YAML or JSON' });
  await editor.waitFor();
  const mapping = (status: string) =>
    `name: mes\nexchange: mes.events\nsource: mes\nfields:\n  orderId: $.orderId\n  status: $.status\nstatuses: { PRICED: ${status} }`;
  const write = async (text: string) => {
    await editor.press('Control+a');
    await editor.press('Delete');
    await page.keyboard.insertText(text);
  };
  await write(mapping('PRICE_CALCULATD'));
  await page.keyboard.press('Control+Enter');
  await page.getByText(/^Line 7, column 21: No lifecycle declares the status PRICE_CALCULATD/).waitFor();
  await page.locator('.cm-lintRange-error', { hasText: 'PRICE_CALCULATD' }).waitFor();
  await write(mapping('PRICE_CALCULATED'));
  await page.keyboard.press('Control+Enter');
  await page.getByText('2 of 2 messages would be understood.').waitFor();
  await expectNoSeriousViolations(page);
  await snapshot(page, 'quarantine-try');
  await page.getByRole('button', { name: 'Close the trial' }).click();

  // A replay shows what it would come to, and what it comes to.
  await pool.query(`update collector.quarantine set body = $2 where id = $1`, [
    ids[0],
    JSON.stringify({ orderId: 'ORD-1', status: 'SUBMITTED', source: 'shop' }),
  ]);
  await page.getByRole('button', { name: 'Replay all' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('1 event is recorded.').waitFor();
  await dialog.getByText('1 message goes out: “order received” to the customer of ORD-1.').waitFor();
  await snapshot(page, 'quarantine-replay');
  await dialog.getByRole('button', { name: 'Replay' }).click();
  await page.getByText('1 message left the quarantine; 1 stays.').waitFor();

  // What is dismissed can be taken back at once.
  await page.getByRole('button', { name: 'Dismiss all' }).click();
  await page.getByLabel('Reason').fill('A test of the MES');
  await page.getByRole('dialog').getByRole('button', { name: 'Dismiss' }).click();
  await page.getByText('1 message was dismissed').waitFor();
  await page.getByText('Nothing waits here any more.').waitFor();
  await page.getByRole('button', { name: 'Undo' }).click();
  await list.getByText('ORD-2').first().waitFor();

  // Bytes that are no text.
  await page.goto(`/quarantine?message=${binary}`);
  await page.getByRole('button', { name: 'Show all bytes and headers' }).click();
  await page.getByText(/^000000 {2}ff 00 41 +\.\.A$/).waitFor();
});

test('who may only look is offered nothing else', async () => {
  await pool.query('truncate collector.quarantine');
  const id = await priced('ORD-3');
  const page = await signedIn('viewer', { phone: true, language: 'ru' });
  await page.goto(`/quarantine?group=${encodeURIComponent('unknown_status:PRICED:mes')}&message=${id}`);
  await page.getByText('Личные данные вырезаны.').waitFor();
  for (const name of ['Показать все байты и заголовки', 'Повторить доставку', 'Отклонить']) {
    expect(await page.getByRole('button', { name, exact: true }).count()).toBe(0);
  }
});

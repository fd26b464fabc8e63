import { expect, test } from 'vitest';
import { putEvent, putFinding, putIncident, toldTo } from '../../alerts/incident-rows-under-test.ts';
import { WORKSHOP } from '../../alerts/workshop-under-test.ts';
import { aMessage, putMessages } from '../../notifier/message-rows-under-test.ts';
import { consoleUnderTest, expectNoSeriousViolations, snapshot } from '../../test/support/console.ts';
import { testDatabase } from '../../test/support/database.ts';
import { anEvent, arrivals, DAY, HOUR, MINUTE, T0 } from '../../test/support/factory.ts';

const { pool } = await testDatabase();
const { signedIn, api } = await consoleUnderTest(pool, { alerts: WORKSHOP });
await api.ledger.record(
  arrivals([
    anEvent({ orderId: 'ORD-1042' }),
    anEvent({
      ...{ orderId: 'ORD-1042', source: 'orderwatch', type: 'order.note', status: null },
      data: { by: 'Ivan Sidorov', text: 'I’ll call anna@mail.example by 16:00' },
    }),
  ]),
);
api.clock.set(T0 + HOUR);

const loud = await putIncident(pool, { openedAt: T0 - DAY, nextStepAt: T0 + 2 * HOUR });
await putFinding(pool, loud, { orderId: 'ORD-1042' });
await putEvent(pool, loud, {
  kind: 'told',
  at: T0 - DAY,
  detail: { step: 0, round: 0, people: toldTo('ivan', 'olga') },
});
const note = {
  kind: 'note',
  at: T0,
  by: 'Olga Petrova',
  detail: { text: 'The MES people call back by 15:00' },
} as const;
await putEvent(pool, loud, note);
const closed = await putIncident(pool, {
  ...({ state: 'resolved', openedAt: T0 - 3 * HOUR, resolvedAt: T0, resolvedBy: 'Ivan Sidorov' } as const),
  title: { en: 'CRM and MES disagree', ru: 'CRM и MES расходятся' },
});
await putMessages(pool, [aMessage({ state: 'failed', queuedAt: T0 + MINUTE, reason: 'rejected' })]);

test('who is on call in the coming days; somebody stands in, a form that is wrong says why, and it is ended again', async () => {
  const page = await signedIn('manager');
  await page.goto('/on-call');
  await page.getByText('Ivan Sidorov (mes) and support (shop) are on call now.').waitFor();
  const rota = page.getByRole('region', { name: 'mes' });
  expect((await rota.getByRole('listitem').allInnerTexts())[1]).toMatch(/Nov 21, 12:00 – Nov 22, 12:00\s+Olga Petrova/);

  await page.getByRole('button', { name: 'Let somebody stand in' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Who stands in').selectOption('Elena Orlova');
  await dialog.getByLabel('Until').fill('2026-11-19T12:00');
  await dialog.getByRole('button', { name: 'Enter it' }).click();
  await dialog.getByText('It would be over already.').waitFor();
  await dialog.getByLabel('Until').fill('2026-11-20T18:00');
  await dialog.getByLabel('Why').fill('Ivan is at the dentist');
  await dialog.getByRole('button', { name: 'Enter it' }).click();
  await page.getByText('Elena Orlova stands in.').waitFor();
  await page.getByText('Elena Orlova (mes) and support (shop) are on call now.').waitFor();
  const [first] = await rota.getByRole('listitem').allInnerTexts();
  expect(first).toMatch(/Elena Orlova[\s\S]*instead of Ivan Sidorov · entered by manager: Ivan is at the dentist/);
  await expectNoSeriousViolations(page);
  await snapshot(page, 'on-call');
  await page.getByRole('button', { name: 'End what is entered of Elena Orlova' }).click();
  await page.getByText('Ivan Sidorov (mes) and support (shop) are on call now.').waitFor();
});

test('a silence shows what it would have kept quiet before it is made; it ends later, then at once', async () => {
  const page = await signedIn('manager');
  await page.goto('/on-call');
  await page.getByText('Nothing is silenced').waitFor();
  await page.getByRole('button', { name: 'Silence something' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('Name something').waitFor();
  await dialog.getByLabel('System or thing').fill('mes');
  await dialog.getByText('In the last 7 days it would have kept 1 incident of 1 quiet, 2 messages.').waitFor();
  await dialog.getByText('1 incident that is open now is told no further until it ends.').waitFor();
  await dialog.getByLabel('Why').fill('The MES moves');
  await expectNoSeriousViolations(page);
  await snapshot(page, 'silence');
  await dialog.getByRole('button', { name: 'Silence it' }).click();
  const silences = page.getByRole('region', { name: 'Silences' });
  await silences.getByText('until 17:00 by manager: The MES moves').waitFor();
  await silences.getByRole('button', { name: 'Longer by 4 hours' }).click();
  await silences.getByText('until 21:00 by manager').waitFor();
  await silences.getByRole('button', { name: 'End what is entered of mes' }).click();
  await silences.getByText('Nothing is silenced').waitFor();
});

test('on a phone, in the dark: who is ill says so alone, and the shift is handed over as text', async () => {
  const page = await signedIn('support', { phone: true, scheme: 'dark' });
  await page.goto('/on-call');
  await page.getByText('You are on call now.').waitFor();
  expect(await page.getByRole('button', { name: 'Silence something' }).count()).toBe(0);
  await page.getByRole('button', { name: 'I’m away' }).tap();
  await page.getByRole('dialog').getByRole('button', { name: 'I’m away' }).tap();
  await page.getByText('Olga Petrova (shop) are on call now.').waitFor();
  await expectNoSeriousViolations(page);
  expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
  await page.getByRole('button', { name: 'I’m back' }).tap();
  await page.getByText('You are on call now.').waitFor();

  await page.getByRole('link', { name: 'Handover' }).tap();
  await page.getByText('1 incident opened, 1 was closed; 1 is left open. 2 promises are to be kept.').waitFor();
  expect(await page.getByRole('link', { name: '2 promises' }).getAttribute('href')).toBe('#promises');
  const promised = page.getByRole('region', { name: 'Promised' });
  await promised.getByText('Olga Petrova, 12:00: The MES people call back by 15:00').waitFor();
  const onOrder = promised.getByRole('link', { name: 'Ivan Sidorov, 12:00: I’ll call … by 16:00' });
  expect(await onOrder.getAttribute('href')).toBe('/orders/ORD-1042');
  expect(await promised.getByText('on order ORD-1042').isVisible()).toBe(true);
  const link = page.getByRole('region', { name: 'Closed' }).getByRole('link').first();
  expect([await link.innerText(), await link.getAttribute('href')]).toEqual([
    `#${closed} CRM and MES disagree`,
    `/incidents/${closed}`,
  ]);
  const ofLoud = page.getByRole('link', { name: '1 order', exact: true }).first();
  expect(await ofLoud.getAttribute('href')).toBe(`/?incident=${loud}`);
  const failed = page.getByRole('region', { name: 'Messages that failed' }).getByRole('link').last();
  expect(await failed.getAttribute('href')).toMatch(/^[/]notifications[?]message=\w+$/);
  await page
    .getByRole('region', { name: 'On call' })
    .getByText('mes: Ivan Sidorov until Nov 21, 12:00, then Olga Petrova')
    .waitFor();
  await expectNoSeriousViolations(page);
  await snapshot(page, 'handover');
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.getByRole('button', { name: 'Copy as text' }).tap();
  await page.getByText('Copied').waitFor();
  const copied = await page.evaluate<string>('navigator.clipboard.readText()');
  expect(copied).toContain(`- Olga Petrova, 12:00: The MES people call back by 15:00 ${api.url}/incidents/${loud}\n`);
  await page.emulateMedia({ media: 'print' });
  expect(await page.getByRole('button', { name: 'Print' }).isVisible()).toBe(false);
  expect(await promised.isVisible()).toBe(true);
});

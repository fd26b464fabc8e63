import { expect, test } from 'vitest';
import { consoleUnderTest, expectNoSeriousViolations, snapshot } from '../../test/support/console.ts';
import { testDatabase } from '../../test/support/database.ts';
import { anEvent, arrivals, DAY, HOUR, T0 } from '../../test/support/factory.ts';

const { pool } = await testDatabase();
const { signedIn, api } = await consoleUnderTest(pool);

const WAY = ['SUBMITTED', 'PRICE_CALCULATED', 'MANUFACTURING_APPROVED', 'MANUFACTURING_STARTED'];
const END = ['MANUFACTURING_COMPLETED', 'PACKAGING', 'SHIPPED', 'CLOSED'];

/** Orders of three weeks: some slow, some reworked, one cancelled on a way that nobody declares. */
async function happened(): Promise<void> {
  const events = Array.from({ length: 24 }, (_, n) => {
    const way = n % 8 === 3 ? [...WAY, 'MANUFACTURING_COMPLETED', WAY[3]!, ...END] : [...WAY, ...END];
    const from = T0 - (21 - (n % 3) * 7) * DAY;
    return (n === 7 ? ['SUBMITTED', 'MANUFACTURING_STARTED', 'CANCELLED'] : way).map((status, step) =>
      anEvent({
        orderId: `ORD-${100 + n}`,
        status,
        source: ['SUBMITTED'].includes(status) ? 'shop' : ['CLOSED', 'CANCELLED'].includes(status) ? 'crm' : 'mes',
        occurredAt: from + (step === 0 ? 0 : (n % 5 === 0 ? 30 : 2) * HOUR) + step * HOUR,
        sequence: step,
        partner: n % 2 === 0 ? 'acme' : null,
        promisedAt: from + 2 * DAY,
        data: n % 3 === 0 ? { productClass: 'ring' } : null,
      }),
    );
  }).flat();
  await api.ledger.record(arrivals(events));
  await pool.query(
    `with opened as (
       insert into alerts.incident (rule, rule_hash, about, severity, state, shadow, title, opened_at, last_joined_at, last_seen_at)
       values ('price-missing', '', 'mes', 'warning', 'open', false, '{"en": "x", "ru": "x"}', $1, $1, $1) returning id)
     insert into alerts.finding (rule, subject, stay, origin, order_id, incident_id, severity, first_seen_at)
     select 'price-missing', 'order:ORD-100', '', 'rule', 'ORD-100', opened.id, 'warning', $1 from opened`,
    [new Date(T0)],
  );
}

test('each figure says how it stands and leads to its orders', async () => {
  await happened();
  const page = await signedIn('manager');
  await page.goto('/insights');
  await page.getByText(/limits were kept/).waitFor();
  await page.getByText(/of 169 limits were kept; 5 orders were late somewhere on their way, of 24 orders\./).waitFor();
  const submitted = page.getByRole('region', { name: 'How long orders stay' }).getByRole('row', { name: /^Submitted/ });
  await submitted.getByRole('img', { name: /Submitted: half of the stays took longer than/ }).waitFor();
  const ways = page.getByRole('region', { name: 'Ways that orders took' });
  await ways.getByText('as declared').waitFor();
  await ways.getByText('again: Manufacturing started, Manufacturing completed').waitFor();
  await ways.getByText('not declared: Submitted → Manufacturing started').waitFor();
  await page.getByRole('region', { name: 'Partners by lateness' }).getByRole('row', { name: /^acme/ }).waitFor();
  await expectNoSeriousViolations(page);
  await snapshot(page, 'insights');

  await submitted.getByRole('link', { name: '79.2%' }).click();
  await page.getByText('5 orders: left “Submitted”, past a limit. The longest first.').waitFor();
  expect(await page.getByRole('table').getByRole('link').allTextContents()).toEqual([
    ...['ORD-100', 'ORD-105', 'ORD-110', 'ORD-115', 'ORD-120'],
  ]);
  await snapshot(page, 'insights-orders');
  await page.getByRole('link', { name: 'Back to the figures' }).click();
  await page.getByRole('combobox', { name: 'Partner' }).selectOption('acme');
  await page.getByText(/of 12 orders\./).waitFor();
  expect(new URL(page.url()).search).toBe('?partner=acme');
});

test('what a rule found leads to its orders, whatever the time is that is looked at', async () => {
  const page = await signedIn('viewer');
  await page.goto('/insights?days=7');
  const found = page.getByRole('region', { name: 'What rules found' }).getByRole('row', { name: /price-missing/ });
  await page.getByText('price-missing').waitFor();
  await found.getByRole('link', { name: '1', exact: true }).last().click();
  await page.getByText('1 order: in incidents of the rule “price-missing”.').waitFor();
  await page.getByRole('table').getByRole('link', { name: 'ORD-100' }).waitFor();
});

import { test } from 'vitest';
import { consoleUnderTest, expectNoSeriousViolations, snapshot } from '../../test/support/console.ts';
import { testDatabase } from '../../test/support/database.ts';
import { anEvent, arrivals, DAY, T0 } from '../../test/support/factory.ts';

const { pool } = await testDatabase();
const { signedIn, api } = await consoleUnderTest(pool);

test('two operators race for one order: one has it and brings it on, the other reads who; the audit tells of it', async () => {
  for (const [at, orderId] of ['ORD-1', 'ORD-2', 'ORD-3'].entries()) {
    const occurredAt = T0 - (30 - at) * DAY;
    await api.ledger.record(arrivals([anEvent({ orderId, status: 'PACKAGING', source: 'mes', occurredAt })]));
  }
  const one = await signedIn('operator', { phone: true });
  const other = await signedIn('manager');
  await one.goto('/queue');
  await one.locator('[data-link="live"]').waitFor();
  // Hears of nothing, so that it still offers what is taken.
  await other.route('**/api/v1/stream?*', route => route.abort());
  await other.goto('/queue');
  await other.getByRole('button', { name: 'Take ORD-1' }).waitFor();
  await one.getByRole('button', { name: 'Take ORD-1' }).click();
  await one.getByText('In your hands').waitFor();
  await other.getByRole('button', { name: 'Take ORD-1' }).click();
  await other.getByText(/has ORD-1, since/).waitFor();
  // What somebody else takes goes from the list by itself.
  await other.getByRole('button', { name: 'Take ORD-2' }).click();
  await other.getByText('You have ORD-2 now.').waitFor();
  await one.getByRole('button', { name: 'Take ORD-2' }).waitFor({ state: 'detached' });
  await one.getByText(/30 d · limit .* d/).waitFor();
  await expectNoSeriousViolations(one);
  await snapshot(one, 'queue');
  // From an end nothing leads back: what follows is told first, and a tap beside does nothing.
  await one.getByRole('button', { name: /^To Cancelled/ }).click();
  const dialog = one.getByRole('dialog');
  await dialog.getByText('“Cancelled” is an end').waitFor();
  await dialog.getByText('Other systems are told by RabbitMQ').waitFor();
  await expectNoSeriousViolations(one);
  await snapshot(one, 'queue-end');
  await dialog.getByRole('button', { name: 'Cancel', exact: true }).click();
  await dialog.waitFor({ state: 'detached' });
  await other.unroute('**/api/v1/stream?*');
  await one.getByRole('button', { name: /^To Shipped/ }).click();
  await one.getByText(/ORD-1 is Shipped now/).waitFor();
  await one.getByRole('button', { name: 'Take ORD-3' }).click();
  await one.getByRole('button', { name: /^To Cancelled/ }).click();
  await dialog.getByRole('button', { name: 'Bring to Cancelled' }).click();
  await one.getByText(/ORD-3 is Cancelled now/).waitFor();

  await other.goto('/audit');
  const moved = other.getByRole('row', { name: /ORD-1 moved on/ });
  await moved.getByText('status: Packaging → Shipped', { exact: false }).waitFor();
  await other.getByText(/the chain is as it was written/).waitFor();
  await expectNoSeriousViolations(other);
  await snapshot(other, 'audit');
}, 120_000);

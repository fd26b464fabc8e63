import { expect, test } from 'vitest';
import { admitTestKey } from '../../api/api-under-test.ts';
import { tellHealth } from '../../notifier/channel-health.ts';
import { aMessage, putMessages } from '../../notifier/message-rows-under-test.ts';
import { SAMPLE_ORDER } from '../../notifier/variables.ts';
import { consoleUnderTest, expectNoSeriousViolations, snapshot } from '../../test/support/console.ts';
import { testDatabase } from '../../test/support/database.ts';
import { anEvent, arrivals, MINUTE, T0 } from '../../test/support/factory.ts';

const { pool } = await testDatabase();
await admitTestKey(pool);
const { api, signedIn } = await consoleUnderTest(pool);

test('what went to whom and why not, masked until asked, sent again on another channel after a look, dismissed and put back', async () => {
  const customer = { id: 'C-7', name: 'Anna Ivanova', email: 'anna@example.com', phone: '+79161234567' };
  await api.ledger.record(arrivals([anEvent({ orderId: 'ORD-1', customer })]));
  const variables = { ...SAMPLE_ORDER, customer: { name: 'Anna Ivanova' } };
  const text = { subject: 'Your price, Anna', body: 'Anna Ivanova, your price is ready.' };
  const failed = { state: 'failed', reason: 'mailbox_full', settledAt: T0 + MINUTE, locale: 'en' } as const;
  await putMessages(pool, [
    aMessage({ about: 'ORD-1', status: null, urgent: true, variables, ...failed, ...text }),
    aMessage({ about: 'ORD-1', template: 'order-received', state: 'delivered', sentAt: T0, settledAt: T0 + MINUTE }),
    aMessage({ about: 'incident:31', kind: 'staff', template: 'incident', recipient: 'staff:olga', state: 'dead' }),
  ]);
  const down = { at: T0, reason: 'provider_down' as const };
  await tellHealth(pool, 'one', () => [
    { channel: 'sms', provider: 'twilio', state: 'down', lastSentAt: null, lastFault: down },
    { channel: 'email', provider: 'smtp', state: 'up', lastSentAt: T0, lastFault: null },
  ]).runOnce(T0);

  const page = await signedIn('support');
  await page.goto('/notifications');
  await page.getByText('2 messages failed since yesterday. SMS is down since 12:00.').waitFor();
  const list = page.getByRole('table', { name: 'Notifications' });
  await list.getByText('the mailbox is full').waitFor();
  await list.getByText('olga (staff)').waitFor();
  await expectNoSeriousViolations(page);
  await snapshot(page, 'notifications');
  await page.getByRole('link', { name: '2 messages' }).click();
  await list.getByText('order received').waitFor({ state: 'detached' });
  expect(new URL(page.url()).search).toBe('?troubled=true');

  await list.getByRole('button', { name: 'Price is ready' }).click();
  const panel = page.getByRole('dialog', { name: 'Message' });
  await panel.getByText('your price is ready.').waitFor();
  expect(await page.getByText(/Anna|anna@/).count()).toBe(0);
  await snapshot(page, 'notifications-message');
  await panel.getByRole('button', { name: 'Show address and text' }).click();
  await panel.getByText('Anna Ivanova, your price is ready.').waitFor();
  await panel.getByText('anna@example.com').waitFor();
  await expectNoSeriousViolations(page);

  await panel.getByRole('button', { name: 'Send again' }).click();
  const dialog = page.getByRole('dialog', { name: 'Send this message again?' });
  await dialog.getByText('It goes out at once by E-mail to a…@example.com.').waitFor();
  await dialog.getByLabel('By', { exact: true }).selectOption('sms');
  await dialog.getByText('It goes out at once by SMS to +7 916 … 67.').waitFor();
  await snapshot(page, 'notifications-resend');
  await dialog.getByRole('button', { name: 'Send again' }).click();
  await page.getByText('It is queued again').waitFor();
  await panel.getByText('SMS · +7 916 … 67').waitFor();

  await panel.getByRole('button', { name: 'Dismiss' }).click();
  await page.getByText('Nobody sends it any more').waitFor();
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByText('It is what it was before').waitFor();
  const { rows } = await pool.query(
    `select action from tracker.audit where subject_kind = 'notification' order by sequence`,
  );
  expect(rows.map(({ action }) => action)).toEqual([
    'notification.revealed',
    'notification.resent',
    'notification.dismissed',
    'notification.restored',
  ]);
});

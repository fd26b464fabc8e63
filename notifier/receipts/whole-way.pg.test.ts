import { expect, test } from 'vitest';
import { manualClock } from '../../platform/clock.ts';
import { createLog } from '../../platform/log.ts';
import { testDatabase } from '../../test/support/database.ts';
import { anEvent, arrivals, MINUTE, T0 } from '../../test/support/factory.ts';
import { plainVault as vault } from '../../tracker/personal-data.ts';
import { readMessageItems } from '../history.ts';
import { memoryChannel, outboxUnderTest, SETTLE_MS } from '../outbox-under-test.ts';
import { nobodyListens } from '../staff-ears-under-test.ts';
import { keepReceipts } from './receipt-rows.ts';
import { twilioKey } from './twilio-receipt.ts';
import { createReceiptWorker } from './worker.ts';

const { pool } = await testDatabase();

test('a mail that comes back leads to an SMS that arrives, and the timeline tells it', async () => {
  const clock = manualClock(T0);
  const email = memoryChannel('email');
  const sms = memoryChannel('sms', {
    provider: 'twilio',
    answer: () => ({ kind: 'sent', providerId: 'SM1', said: null }),
  });
  const { ledger, planner, dispatcher } = outboxUnderTest({ pool, clock, channels: [email, sms] });
  const receipts = createReceiptWorker({ pool, vault, ears: nobodyListens, log: createLog('silent') });
  const customer = { id: 'C-7', email: 'anna@example.com', phone: '+79161234567', locale: 'ru' };

  await ledger.record(arrivals([anEvent({ orderId: 'ORD-1', status: 'SUBMITTED', occurredAt: T0, customer })]));
  clock.advance(SETTLE_MS);
  await planner.runOnce(clock.now());
  await dispatcher.runOnce(clock.now());
  const [mail] = email.taken;

  clock.advance(MINUTE);
  const bounced = {
    event: 'bounce',
    type: 'bounce',
    status: '5.1.1',
    sg_event_id: 'e-1',
    about: mail!.about,
    message: mail!.id,
  };
  await keepReceipts(pool, 'sendgrid', [{ key: 'e-1', payload: bounced }], vault, clock.now());
  await receipts.runOnce(clock.now());
  await dispatcher.runOnce(clock.now());
  await dispatcher.runOnce(clock.now());
  expect(sms.taken).toHaveLength(1);

  clock.advance(MINUTE);
  const { about, id } = sms.taken[0]!;
  const payload = { query: { about, id }, params: { MessageSid: 'SM1', MessageStatus: 'delivered' } };
  await keepReceipts(pool, 'twilio', [{ key: twilioKey(payload)!, payload }], vault, clock.now());
  await receipts.runOnce(clock.now());

  const items = await readMessageItems(pool, ['ORD-1'], vault);
  expect(items.map(({ at, title }) => [(at - T0 - SETTLE_MS) / MINUTE, title])).toEqual([
    [0, 'E-mail “order received” queued'],
    [0, 'E-mail “order received” sent'],
    [1, 'E-mail “order received” failed'],
    [1, 'E-mail “order received” goes out as SMS instead'],
    [1, 'SMS “order received” queued'],
    [1, 'SMS “order received” sent'],
    [2, 'SMS “order received” delivered'],
  ]);
});

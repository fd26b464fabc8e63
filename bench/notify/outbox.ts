import { findSettled } from '../../alerts/still-wanted.ts';
import type { Channel } from '../../notifier/channel.ts';
import { openSmtp } from '../../notifier/channels/smtp.ts';
import { createDispatcher } from '../../notifier/dispatcher.ts';
import { createNoticeListener } from '../../notifier/listener.ts';
import { createNotificationMetrics } from '../../notifier/notification-metrics.ts';
import { peopleUnderTest, settingsUnderTest, templatesUnderTest } from '../../notifier/outbox-under-test.ts';
import { createPlanner } from '../../notifier/planner.ts';
import { limitedUntil, readSentLately } from '../../notifier/recipient-limit.ts';
import type { Templates } from '../../notifier/template.ts';
import type { OrderVariables } from '../../notifier/variables.ts';
import { systemClock } from '../../platform/clock.ts';
import { createLog } from '../../platform/log.ts';
import { createMetrics } from '../../platform/metrics.ts';
import { createPool } from '../../platform/postgres.ts';
import { anEvent, arrivals } from '../../test/support/factory.ts';
import { referenceLifecycles } from '../../test/support/reference.ts';
import { plainVault as vault } from '../../tracker/personal-data.ts';
import { createLedger } from '../../tracker/record.ts';
import { mailOf } from './mails.ts';
import { serve } from './peer.ts';

// The same mails from orders that have come in: their messages are in the outbox, and the time is that from the start of
// the dispatcher until the last of them is written down as sent.
const BATCH = 1_000;

await serve(async ({ smtpUrl, databaseUrl, count }) => {
  const clock = systemClock;
  const log = createLog('error');
  const pool = createPool(databaseUrl, log);
  const lifecycles = () => referenceLifecycles;
  const settings = () => ({ ...settingsUnderTest, settleMs: 0 });
  const ledger = createLedger({
    pool,
    lifecycles,
    clock,
    vault,
    listeners: [createNoticeListener({ lifecycles, settings, vault, clock })],
  });
  for (let from = 0; from < count; from += BATCH) {
    const events = Array.from({ length: Math.min(BATCH, count - from) }, (_, at) =>
      anEvent({
        orderId: `ORD-${from + at}`,
        eventId: `e-${from + at}`,
        occurredAt: clock.now(),
        customer: { id: `C-${from + at}`, name: 'Anna', email: `c${from + at}@example.com` },
      }),
    );
    await ledger.record(arrivals(events));
  }

  const { promise: allSent, resolve } = Promise.withResolvers<void>();
  let sent = 0;
  const smtp = openSmtp({ server: { provider: 'smtp', url: smtpUrl }, settings });
  const counting: Channel = {
    ...smtp,
    send: async (message, signal) => {
      const handed = await smtp.send(message, signal);
      if (handed.kind !== 'sent') throw new Error(JSON.stringify(handed));
      sent += 1;
      if (sent === count) resolve();
      return handed;
    },
  };
  const templates: Templates = {
    ...templatesUnderTest,
    render: (_template, _channel, variables) => {
      const { order, customer } = variables as OrderVariables;
      return mailOf(order.id, customer.name!);
    },
  };
  const deps = {
    pool,
    lifecycles,
    settings,
    templates: () => templates,
    people: { ...peopleUnderTest(), readSentLately, limitedUntil },
    findSettled,
    channels: new Map([[counting.name, counting]]),
    vault,
    clock,
    log,
    metrics: createNotificationMetrics(createMetrics()),
    random: Math.random,
  };
  if ((await createPlanner(deps).runOnce(clock.now())) !== count) throw new Error('Not all orders have a message');

  const dispatcher = createDispatcher(deps);
  const begun = performance.now();
  dispatcher.start();
  await allSent;
  await dispatcher.stop();
  const figure = (count / (performance.now() - begun)) * 1_000;
  const { rows } = await pool.query<{ sent: number }>(
    `select count(*) as sent from notifier.message where state = 'sent'`,
  );
  if (rows[0]!.sent !== count) throw new Error(`${rows[0]!.sent} of ${count} messages are written down as sent`);
  await smtp.stop();
  await pool.end();
  return figure;
});

import { randomBytes } from 'node:crypto';
import PostalMime from 'postal-mime';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { manualClock } from '../platform/clock.ts';
import { transaction } from '../platform/postgres.ts';
import { testDatabase } from '../test/support/database.ts';
import { HOUR, T0 } from '../test/support/factory.ts';
import { vaultOf } from '../tracker/personal-data.ts';
import { openChannels } from './channels/all.ts';
import { notifierAccess } from './channels/outgoing-under-test.ts';
import { startProviders } from './channels/providers-under-test.ts';
import { startSmtpSink } from './channels/smtp-under-test.ts';
import { BOT_TOKEN } from './channels/telegram-under-test.ts';
import { ACCOUNT_SID, AUTH_TOKEN } from './channels/twilio-under-test.ts';
import { createDispatcher } from './dispatcher.ts';
import { enqueueMessages } from './enqueue.ts';
import { type IncidentVariables, SAMPLE_INCIDENT } from './incident-variables.ts';
import type { NewMessage } from './message.ts';
import { aMessage, OUTBOX_TABLES, outboxUnderTest, readStates, settingsUnderTest } from './outbox-under-test.ts';
import { bundled } from './templates-under-test.ts';
import { SAMPLE_BRAND } from './templating/samples.ts';

const { pool } = await testDatabase();
const clock = manualClock(T0);
const vault = vaultOf(randomBytes(32));
const TWILIO = { accountSid: ACCOUNT_SID, authToken: AUTH_TOKEN, from: '+15005550006', messagingServiceSid: null };
const INCIDENT: IncidentVariables = SAMPLE_INCIDENT;

beforeEach(async () => {
  await pool.query(`truncate ${OUTBOX_TABLES}`);
  clock.set(T0);
});

/** As somebody of the company is told of an incident; `occasion` is the step of its escalation. */
function told(channel: NewMessage['channel'], address: string, named: Partial<NewMessage> = {}): NewMessage {
  return aMessage({
    about: 'incident:31',
    kind: 'staff',
    template: 'incident',
    occasion: 'level 1',
    channel,
    recipient: 'staff:olga',
    address,
    locale: 'en',
    zone: 'Europe/Moscow',
    urgent: true,
    variables: INCIDENT,
    factAt: clock.now(),
    notBefore: clock.now(),
    expiresAt: clock.now() + HOUR,
    ...named,
  });
}

const EVERYWHERE = () => [
  told('email', 'olga@shop.example'),
  told('sms', '+79161234567'),
  told('slack', ''),
  told('telegram', '4242'),
];

const enqueue = (messages: readonly NewMessage[]) =>
  transaction(pool, tx => enqueueMessages(tx, messages, { vault, now: clock.now() }));

/** With real providers behind it and the bundled templates. */
async function dispatcherOf(settings: Parameters<typeof outboxUnderTest>[0]['settings'] = {}) {
  const [sink, providers] = await Promise.all([startSmtpSink(), startProviders(clock)]);
  const access = notifierAccess({
    smtpUrl: sink.url,
    twilio: { ...TWILIO, apiUrl: providers.url },
    telegram: { botToken: BOT_TOKEN, apiUrl: providers.url },
    slackWebhookUrl: providers.slack.url,
  });
  const ours = { brand: SAMPLE_BRAND, ...settings };
  const channels = openChannels(access, () => ({ ...settingsUnderTest, ...ours }), { clock });
  onTestFinished(async () => {
    for (const channel of channels.values()) await channel.stop();
    await Promise.all([sink.stop(), providers.stop()]);
  });
  const { deps } = outboxUnderTest({ pool, clock, vault, channels: [...channels.values()], settings: ours });
  return { sink, providers, dispatcher: createDispatcher({ ...deps, templates: () => bundled.templates }) };
}

test('whoever is on call is told of an incident by mail, SMS, Slack and Telegram, once each', async () => {
  const { sink, providers, dispatcher } = await dispatcherOf();
  expect(await enqueue(EVERYWHERE())).toBe(4);
  expect(await enqueue(EVERYWHERE())).toBe(0);
  expect(await dispatcher.runOnce(clock.now())).toBe(4);
  expect(await dispatcher.runOnce(clock.now() + HOUR / 2)).toBe(0);
  expect(await readStates(pool)).toEqual(['sent', 'sent', 'sent', 'sent']);

  const { acknowledge, open } = INCIDENT.links;
  const title = 'Orders have been waiting for their price for more than 24 hours';
  const mail = await PostalMime.parse(sink.mails[0]!.raw);
  expect(sink.mails).toHaveLength(1);
  expect(mail.subject).toBe(`Critical, unsure: ${title} (14 orders)`);
  expect(mail.text).toContain(acknowledge);
  expect(mail.text).toContain('The limit is 24 hours.');
  expect(mail.html).toContain(open);
  // What somebody has to know is not for them to end.
  expect(mail.headers.map(({ key }) => key)).not.toContain('list-unsubscribe');

  expect(providers.twilio.messages).toMatchObject([
    {
      to: '+79161234567',
      body: `CRITICAL, UNSURE: ${title}, 14 orders. May be late: ${SAMPLE_INCIDENT.incident.suspect} Reply 31a to take it on, or: ${acknowledge}`,
    },
  ]);
  expect(providers.slack.posted).toMatchObject([{ text: expect.stringContaining(title) }]);
  expect(JSON.stringify(providers.slack.posted[0]!.blocks)).toContain(acknowledge);
  expect(providers.telegram.sent).toMatchObject([
    { chat: '4242', text: expect.stringContaining('ORD-1042'), buttons: [{ text: 'Acknowledge', url: acknowledge }] },
  ]);
});

test('at night, and more of them than a customer gets; and the next step of the escalation', async () => {
  const { providers, dispatcher } = await dispatcherOf({
    quietHours: { from: '00:00', to: '23:59', channels: ['sms'] },
    limits: { recipient: { messages: 1, withinMs: HOUR }, perSecond: {} },
  });
  const steps = ['level 1', 'level 2', 'level 3'];
  await enqueue(steps.map(occasion => told('sms', '+79161234567', { occasion, urgent: false })));
  await dispatcher.runOnce(clock.now());
  expect(providers.twilio.messages).toHaveLength(3);
});

test('a test environment calls nobody who is not allowed, but its own Slack', async () => {
  const { sink, providers, dispatcher } = await dispatcherOf({ allowList: ['@elsewhere.example'] });
  await enqueue(EVERYWHERE());
  await dispatcher.runOnce(clock.now());
  expect(sink.mails).toEqual([]);
  expect(providers.slack.posted).toHaveLength(1);
  expect((await readStates(pool)).sort()).toEqual([
    'dropped: not_allowed',
    'dropped: not_allowed',
    'dropped: not_allowed',
    'sent',
  ]);
});

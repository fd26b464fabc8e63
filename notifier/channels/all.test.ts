import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { systemClock } from '../../platform/clock.ts';
import type { NotifierAccess } from '../settings.ts';
import { openChannels } from './all.ts';
import { notifierAccess, notifierSettings, outgoing, sms } from './outgoing-under-test.ts';
import { startProviders } from './providers-under-test.ts';
import { startSmtpSink } from './smtp-under-test.ts';
import { BOT_TOKEN } from './telegram-under-test.ts';
import { ACCOUNT_SID, AUTH_TOKEN } from './twilio-under-test.ts';

const TWILIO = { accountSid: ACCOUNT_SID, authToken: AUTH_TOKEN, from: '+15005550006', messagingServiceSid: null };

async function namesOf(access: Partial<NotifierAccess>): Promise<string[]> {
  const channels = openChannels(notifierAccess(access), () => notifierSettings(), { clock: systemClock });
  for (const channel of channels.values()) {
    await channel.stop();
    await channel.stop();
  }
  return [...channels].map(([name, channel]) => `${name} by ${channel.provider}, ${channel.whenUnknown}`);
}

test.each([
  ['nothing', {}, []],
  ['SMTP', { smtpUrl: 'smtp://mail.example:25' }, ['email by smtp, sendAgain']],
  ['SendGrid', { sendgrid: { apiKey: 'SG.x/y', webhookKey: null } }, ['email by sendgrid, sendAgain']],
  ['SendGrid by its SMTP', { smtpUrl: 'smtp://apikey:x@smtp.sendgrid.net' }, ['email by sendgrid, sendAgain']],
  [
    'both',
    { smtpUrl: 'smtp://mail.example', sendgrid: { apiKey: 'SG.x', webhookKey: null } },
    ['email by smtp, sendAgain'],
  ],
  ['Twilio', { twilio: { ...TWILIO, apiUrl: null } }, ['sms by twilio, lookUp']],
  ['Telegram', { telegram: { botToken: BOT_TOKEN, apiUrl: 'https://t.example' } }, ['telegram by telegram, sendAgain']],
  ['Slack', { slackWebhookUrl: 'https://hooks.example/x' }, ['slack by slack, sendAgain']],
] as const)('with %s set up there are these channels, and webhooks', async (_what, access, expected) => {
  expect(await namesOf(access)).toEqual([...expected, 'webhook by webhook, sendAgain']);
});

test('the libraries of providers are loaded by the first message, not before', () => {
  const all = JSON.stringify(new URL('./all.ts', import.meta.url).href);
  const given = JSON.stringify(new URL('./outgoing-under-test.ts', import.meta.url).href);
  const program = `
    import { createRequire } from 'node:module';
    const { openChannels } = await import(${all});
    const { notifierAccess, notifierSettings, sms } = await import(${given});
    const access = notifierAccess({
      smtpUrl: 'smtp://127.0.0.1:1',
      twilio: { ...${JSON.stringify(TWILIO)}, apiUrl: 'http://127.0.0.1:1' },
    });
    const channels = openChannels(access, () => notifierSettings(), { clock: { now: () => 0 } });
    const loaded = () => Object.keys(createRequire(import.meta.url).cache).some(path => path.includes('/twilio/'));
    const before = loaded();
    await channels.get('sms').send(sms(), new AbortController().signal);
    console.log(JSON.stringify([before, loaded()]));
  `;
  const said = execFileSync(process.execPath, ['--input-type=module', '--eval', program], { encoding: 'utf8' });
  expect(JSON.parse(said)).toEqual([false, true]);
});

test('one that stalls holds up no other', async () => {
  const never = new AbortController().signal;
  const [sink, providers] = await Promise.all([startSmtpSink(), startProviders(systemClock)]);
  const access = notifierAccess({ smtpUrl: sink.url, twilio: { ...TWILIO, apiUrl: providers.url } });
  const channels = openChannels(access, () => notifierSettings(), { clock: systemClock });
  sink.hinder(stage => (stage === 'recipient' ? 'stall' : null));
  const stop = new AbortController();
  const stalled = sink.reached('recipient');
  const mail = channels.get('email')!.send(outgoing(), stop.signal);
  await stalled;
  expect(await channels.get('sms')!.send(sms(), never)).toMatchObject({ kind: 'sent' });
  stop.abort();
  expect(await mail).toMatchObject({ kind: 'transient' });
  for (const channel of channels.values()) await channel.stop();
  await Promise.all([sink.stop(), providers.stop()]);
});

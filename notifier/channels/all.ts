import type { Clock } from '../../platform/clock.ts';
import type { Channel } from '../channel.ts';
import { CHANNELS, type ChannelName } from '../message.ts';
import type { NotifierAccess, NotifierSettings } from '../settings.ts';
import { openSlack } from './slack.ts';
import { openSmtp, type SmtpServer } from './smtp.ts';
import { openTelegram } from './telegram.ts';
import { openTwilio } from './twilio.ts';
import { openWebhook } from './webhook.ts';

/**
 * The channels that the environment has credentials for. One that is absent is not set up: its messages are a dry run.
 * Webhooks need none, since each partner's secret stands in the configuration. Whoever opens them stops them.
 */
export function openChannels(
  access: NotifierAccess,
  settings: () => NotifierSettings,
  { clock }: { clock: Clock },
): ReadonlyMap<ChannelName, Channel> {
  const { twilio, telegram, slackWebhookUrl, publicUrl } = access;
  const server = smtpServerOf(access);
  const channels = [
    server && openSmtp({ server, settings }),
    twilio && openTwilio({ access: twilio, publicUrl, clock }),
    telegram && openTelegram(telegram),
    slackWebhookUrl !== null && openSlack({ url: slackWebhookUrl, clock }),
    openWebhook({ partners: () => settings().partners, clock }),
  ].filter(channel => channel !== null && channel !== false);
  return new Map(channels.map(channel => [channel.name, channel]));
}

/** The names of those that `openChannels` would open. */
export function channelsOf(access: NotifierAccess): ReadonlySet<ChannelName> {
  const { twilio, telegram, slackWebhookUrl } = access;
  const isSetUp: Readonly<Record<ChannelName, boolean>> = {
    email: smtpServerOf(access) !== null,
    sms: twilio !== null,
    telegram: telegram !== null,
    slack: slackWebhookUrl !== null,
    webhook: true,
  };
  return new Set(CHANNELS.filter(channel => isSetUp[channel]));
}

const SENDGRID = 'smtp.sendgrid.net';

function smtpServerOf({ smtpUrl, sendgrid }: NotifierAccess): SmtpServer | null {
  if (smtpUrl !== null) {
    return { provider: new URL(smtpUrl).hostname === SENDGRID ? 'sendgrid' : 'smtp', url: smtpUrl };
  }
  if (sendgrid.apiKey === null) return null;
  return {
    provider: 'sendgrid',
    url: `smtp://apikey:${encodeURIComponent(sendgrid.apiKey)}@${SENDGRID}:587?requireTLS=true`,
  };
}

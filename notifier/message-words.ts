import type { ChannelName, MessageState } from './message.ts';
import { DROP_REASONS, FAILURE_REASONS, WAIT_REASONS } from './reasons.ts';

/** For people who look at messages: in the list, on an order's timeline, at the terminal. */

const CHANNELS: Record<ChannelName, string> = {
  email: 'E-mail',
  sms: 'SMS',
  telegram: 'Telegram message',
  slack: 'Slack message',
  webhook: 'Webhook',
};

/** Within a sentence. */
export const CHANNEL_NAMES: Record<ChannelName, string> = {
  email: 'e-mail',
  sms: 'SMS',
  telegram: 'Telegram',
  slack: 'Slack',
  webhook: 'webhook',
};

/** `E-mail`; one that this version does not know as it is. */
export function channelInWords(channel: string): string {
  return Object.hasOwn(CHANNELS, channel) ? CHANNELS[channel as ChannelName] : channel;
}

/** Which channel was taken in its place; null: there was none. */
export function insteadInWords(channel: string | null): string {
  return channel === null ? 'There was no other channel to take' : `It went out as ${channelInWords(channel)} instead`;
}

/** `E-mail “price ready”` */
export function messageTitle({ channel, template }: { channel: ChannelName; template: string }): string {
  return `${CHANNELS[channel]} “${template.replaceAll('-', ' ')}”`;
}

export const STATE_WORDS: Record<MessageState, string> = {
  queued: 'queued',
  sending: 'being sent',
  sent: 'sent',
  delivered: 'delivered',
  failed: 'failed',
  unknown: 'may have gone out or not',
  dead: 'given up',
  dropped: 'not sent',
  dry_run: 'not sent: dry run',
};

const REASONS: Readonly<Record<string, string>> = { ...WAIT_REASONS, ...DROP_REASONS, ...FAILURE_REASONS };

/** Empty for none. One that this version does not know is shown as it is. */
export function reasonInWords(reason: string | null): string {
  if (reason === null) return '';
  return Object.hasOwn(REASONS, reason) ? REASONS[reason]! : reason;
}

/** How a message stands, in one sentence. */
export function standingInWords({ state, reason }: { state: MessageState; reason: string | null }): string {
  const why = reasonInWords(reason);
  const because = why === '' ? '' : `: ${why.charAt(0).toLowerCase()}${why.slice(1)}`;
  switch (state) {
    case 'queued':
      return `It waits to be sent${because}.`;
    case 'sending':
      return 'It is being sent at this moment.';
    case 'sent':
      return 'The provider took it; whether it arrived is not known yet.';
    case 'delivered':
      return 'The provider says that it arrived.';
    case 'failed':
      return `It did not arrive${because}.`;
    case 'unknown':
      return 'The provider may have it or not: the connection or the process ended before the answer was written down.';
    case 'dead':
      return `It was tried as often as makes sense and did not go out${because}.`;
    case 'dropped':
      return `It was not sent, on purpose${because}.`;
    case 'dry_run':
      return 'It was not sent: the channel is not set up, or the configuration says that nothing leaves.';
    default:
      return state satisfies never;
  }
}

/** `customer:C-7` as people say it. */
export function recipientInWords(recipient: string): string {
  const colon = recipient.indexOf(':');
  const id = recipient.slice(colon + 1);
  switch (recipient.slice(0, colon)) {
    case 'customer':
      return `customer ${id}`;
    case 'partner':
      return `partner ${id}`;
    case 'order':
      return `the customer of ${id}`;
    default:
      return id;
  }
}

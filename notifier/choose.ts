import { normalAddress } from './address.ts';
import type { ChannelName } from './message.ts';
import type { Preference } from './preference-rows.ts';
import type { SuppressionReason } from './reasons.ts';
import type { NoticeSettings } from './settings.ts';

/** Stands for all notices that a preference does not name. */
export const ALL_NOTICES = '*';

/**
 * The channels for a notice, the best one first: those that the recipient wants, in their order, as far as the notice
 * may be sent there; where they have said nothing, those of the notice. Empty: they don't want it, or not like this.
 */
export function chooseChannels(
  notice: Pick<NoticeSettings, 'channels'>,
  preference: Preference | undefined,
  noticeId: string,
): readonly ChannelName[] {
  const wanted = wishOf(preference, noticeId);
  return wanted === null ? notice.channels : [...new Set(wanted)].filter(channel => notice.channels.includes(channel));
}

/**
 * Those of the channels on which there is no obstacle. Whoever opted out on one is not written to on the next instead,
 * unless they have named that themselves: to end the e-mails must not begin the texts. Any other obstacle is what the
 * next channel is there for.
 */
export function reachableChannels(
  channels: readonly ChannelName[],
  suppressed: (channel: ChannelName) => SuppressionReason | undefined,
  { preference, noticeId }: { preference: Preference | undefined; noticeId: string },
): readonly ChannelName[] {
  const isOwnWish = wishOf(preference, noticeId) !== null;
  const end = isOwnWish ? -1 : channels.findIndex(channel => suppressed(channel) === 'opted_out');
  return (end === -1 ? channels : channels.slice(0, end)).filter(channel => suppressed(channel) === undefined);
}

function wishOf(preference: Preference | undefined, noticeId: string): readonly ChannelName[] | null {
  const { channels = null } = preference ?? {};
  if (channels === null) return null;
  const named = [noticeId, ALL_NOTICES].find(id => Object.hasOwn(channels, id));
  return named === undefined ? null : channels[named]!;
}

/**
 * Whether the address may be written to here. Entries are e-mail addresses, domains (`@shop.example`), numbers, Telegram
 * chats and URLs; null lets everybody through. Our own Slack channel is always allowed: nobody else reads it.
 */
export function isAllowed(allowList: readonly string[] | null, channel: ChannelName, address: string): boolean {
  if (allowList === null) return true;
  const normal = normalAddress(channel, address);
  if (normal === null) return false;
  if (channel === 'slack' && normal === '') return true;
  return allowList.some(entry => {
    if (entry.startsWith('@')) return channel === 'email' && normal.endsWith(entry.toLowerCase());
    return normalAddress(channel, entry)?.toLowerCase() === normal.toLowerCase();
  });
}

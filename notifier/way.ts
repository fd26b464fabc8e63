import { chooseChannels, isAllowed, reachableChannels } from './choose.ts';
import type { ChannelName } from './message.ts';
import type { Preference } from './preference-rows.ts';
import type { DropReason, SuppressionReason } from './reasons.ts';
import type { Reachable } from './recipient.ts';
import type { NoticeSettings, NotifierSettings } from './settings.ts';

export type Way = { channel: ChannelName; address: string };

/** `isLive`: something would really go out over it. */
export type OpenWay = Way & { isLive: boolean };

/** What a way is chosen by. */
export type Choice = {
  notice: NoticeSettings & { id: string };
  preference: Preference | undefined;
  /** Those for which the template has words. */
  worded: readonly ChannelName[];
  suppressed: (way: Way) => SuppressionReason | undefined;
  allowList: NotifierSettings['allowList'];
  isLive: (channel: ChannelName) => boolean;
};

/**
 * The ways on which the notice may reach somebody, the best first: those that go nowhere, since nobody has set them up,
 * come last. Where there is none, why.
 */
export function waysTo(reachable: Reachable, choice: Choice): { ways: readonly OpenWay[] } | { none: DropReason } {
  const { notice, preference } = choice;
  const wanted = chooseChannels(notice, preference, notice.id);
  if (wanted.length === 0) return { none: 'unwanted' };
  const known = wanted
    .filter(channel => choice.worded.includes(channel))
    .flatMap((channel): Way[] => {
      const address = reachable.addresses[channel];
      return address === undefined ? [] : [{ channel, address }];
    });
  if (known.length === 0) return { none: 'no_address' };
  const suppressed = new Map(known.map(way => [way.channel, choice.suppressed(way)]));
  const open = reachableChannels(
    known.map(({ channel }) => channel),
    channel => suppressed.get(channel),
    { preference, noticeId: notice.id },
  );
  const unsuppressed = known.filter(({ channel }) => open.includes(channel));
  if (unsuppressed.length === 0) return { none: 'suppressed' };
  const allowed = unsuppressed.filter(({ channel, address }) => isAllowed(choice.allowList, channel, address));
  if (allowed.length === 0) return { none: 'not_allowed' };
  const ways = allowed.map(way => ({ ...way, isLive: choice.isLive(way.channel) }));
  return { ways: [...ways.filter(way => way.isLive), ...ways.filter(way => !way.isLive)] };
}

/** Whether something would really go out over the channel. */
export function isLive(
  channel: ChannelName,
  { channels, settings }: { channels: { has(channel: ChannelName): boolean }; settings: NotifierSettings },
): boolean {
  return settings.mode === 'live' && channels.has(channel) && (channel !== 'email' || settings.from !== null);
}

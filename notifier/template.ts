import type { Content, Presses } from './channel.ts';
import type { ChannelName, Variables } from './message.ts';
import type { Brand } from './settings.ts';

/** What every message has around its own words. */
export type Frame = {
  brand: Brand;
  locale: string;
  zone: string;
  /** Why they get this and how to end it; null for messages that are nobody's choice. */
  unsubscribeUrl: string | null;
  /** By which they link a Telegram chat; null or left out where there is no bot, or they have linked one. */
  telegramUrl?: string | null;
  /** What we are told when buttons in a chat are pressed that the template has for it; left out: they open their links. */
  presses?: Presses;
};

export type Templates = {
  names(): readonly string[];
  /** The channels that the template has words for. */
  channelsOf(template: string): readonly ChannelName[];
  /**
   * The message in the best locale there is. Throws when a variable is missing: `orderwatch check` has then not been
   * asked, or the caller does not give what the template declares.
   */
  render(template: string, channel: ChannelName, variables: Variables, frame: Frame): Content;
};

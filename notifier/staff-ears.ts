import type { Instant } from '../platform/clock.ts';
import type { Db } from '../platform/postgres.ts';
import type { ChannelName } from './message.ts';

/** Who hears what people of the company say back to a message: put together in app/compose.ts. */
export type StaffEars = {
  /** False: it was nothing for them. */
  onReply(tx: Db, reply: { channel: ChannelName; from: string; text: string }, now: Instant): Promise<boolean>;
  /** Of a button in this chat. Null: it is not theirs. */
  onTelegramPress(tx: Db, press: { chat: string; data: string }, now: Instant): Promise<PressAnswer | null>;
  /** `user`: what Slack calls them. False: no button of ours. */
  onSlackPress(tx: Db, press: { user: string; data: string }, now: Instant): Promise<boolean>;
};

/** `isDone`: nobody needs the button any more; `buttons` take its place. */
export type PressAnswer = { text: string; isDone: boolean; buttons: readonly PressButton[] };
/** `press`: what we are told when somebody presses it. */
export type PressButton = { label: string; press: string };

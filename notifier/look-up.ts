import type { Instant } from '../platform/clock.ts';
import { type Db, type Pool, transaction } from '../platform/postgres.ts';
import type { Vault } from '../tracker/personal-data.ts';
import type { Channel, LookedUp, Outgoing } from './channel.ts';
import { noteMessageEvents } from './event-rows.ts';
import type { ChannelName, Message, MessageState } from './message.ts';
import { type Making, makeOutgoing } from './outgoing.ts';
import { putOff, requeueAbsent, settleFound, takeUnknown } from './unknown-rows.ts';

export type LookUpDeps = Making & {
  pool: Pool;
  vault: Vault;
  channels: ReadonlyMap<ChannelName, Channel>;
};

/** Messages looked up one after the other: they are rare, and providers count questions, too. */
const PAGE = 20;

/**
 * Asks the provider about messages that may have gone out or not. What it has was sent, what it never got is sent again,
 * and where it can't tell the message is left to a person. Returns how many were looked up.
 */
export async function lookUpUnknown(on: LookUpDeps, now: Instant): Promise<number> {
  let looked = 0;
  for (const channel of on.channels.values()) {
    if (!channel.lookUp) continue;
    const unknown = await takeUnknown(on.pool, { channel: channel.name, now, limit: PAGE }, on.vault);
    for (const message of unknown) {
      const found = await lookUp(channel, message, on);
      await transaction(on.pool, tx => settle(tx, { message, found, channel }, on.vault, now));
    }
    looked += unknown.length;
  }
  return looked;
}

async function lookUp(channel: Channel, message: Message, on: Making): Promise<LookedUp> {
  try {
    const at = message.sentAt ?? message.queuedAt;
    const made = makeOutgoing(message, on);
    // As it went out, where that was written down: templates may have been changed since, and what is looked for by other
    // words than those that went out is absent, and would be sent a second time.
    const asItWent = withText(made, message.body);
    if (asItWent === null) return await channel.lookUp!(made, at);
    const found = await channel.lookUp!(asItWent, at);
    return found.kind === 'absent' ? await channel.lookUp!(made, at) : found;
  } catch (error) {
    return { kind: 'cannotTell', said: (error as Error).message };
  }
}

/** Null: it is the same, or not of a kind that is looked up by its text. */
function withText(made: Outgoing, body: string | null): Outgoing | null {
  if (made.content.channel !== 'sms' || body === null || body === made.content.text) return null;
  return { ...made, content: { channel: 'sms', text: body } };
}

async function settle(
  tx: Db,
  { message, found, channel }: { message: Message; found: LookedUp; channel: Channel },
  vault: Vault,
  now: Instant,
): Promise<void> {
  const { about, id, attempts } = message;
  const note = (state: MessageState, detail: string) => {
    const key = `lookup:${attempts}:${now}`;
    const event = {
      about,
      messageId: id,
      key,
      at: now,
      notedAt: now,
      kind: 'lookup',
      state,
      reason: null,
      detail,
    } as const;
    return noteMessageEvents(tx, [event], vault);
  };
  switch (found.kind) {
    case 'found': {
      const { providerId } = found;
      const settled = await settleFound(tx, message, { provider: channel.provider, providerId, now });
      if (settled) await note('sent', 'The provider has it: it went out');
      return;
    }
    case 'absent':
      if (await requeueAbsent(tx, message, now)) await note('queued', 'The provider never got it: it is sent again');
      return;
    case 'cannotTell':
      await putOff(tx, message, now);
      await note('unknown', found.said);
      return;
    default:
      return found satisfies never;
  }
}

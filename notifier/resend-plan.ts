import type { Instant } from '../platform/clock.ts';
import type { Db } from '../platform/postgres.ts';
import { readOrders } from '../tracker/orders.ts';
import type { Vault } from '../tracker/personal-data.ts';
import { addressHash } from './address.ts';
import { type Inspecting, inspect } from './inspect.ts';
import type { Verdict } from './judge.ts';
import { CHANNELS, type ChannelName, type Message, messageId } from './message.ts';
import { findMessage } from './message-list.ts';
import { CHANNEL_NAMES, reasonInWords } from './message-words.ts';
import type { DropReason } from './reasons.ts';
import { limitedUntil, readSentLately } from './recipient-limit.ts';
import { findSuppressed, suppressionKey } from './suppression-rows.ts';
import { survey } from './survey.ts';
import { findChats } from './telegram-chats.ts';
import type { Templates } from './template.ts';

/** What would happen, were a message sent again: on which channel, to which address, and why not. */
export type ResendPlan = {
  /** As it would go out; of another channel another message. */
  target: Message;
  ways: readonly ResendWay[];
  /** Null: nobody would look at it at all. */
  verdict: Verdict | null;
  refused: Refusal | null;
};

export type Refusal = {
  /** A sentence. */
  why: string;
  /** With `again` it goes. */
  mayInsist: boolean;
};

export type ResendWay = { channel: ChannelName; address: string; blocked: DropReason | null };

export type ResendPlanning = Omit<Inspecting, 'people'> & { vault: Vault; templates: () => Templates };

// A person who sends something again means today.
export const USEFUL_MS = 24 * 60 * 60_000;

/** What somebody may insist on: that it is told although it is not so any more, or although we are not sure. */
const NOT_TRUE: ReadonlySet<DropReason> = new Set([
  'superseded',
  'ended',
  'frozen',
  'acknowledged',
  'resolved',
  'unsure',
]);

export async function planResend(
  db: Db,
  deps: ResendPlanning,
  message: Message,
  { channel = message.channel, again }: { channel?: ChannelName | undefined; again: boolean },
  now: Instant,
): Promise<ResendPlan> {
  const ways = await waysOf(db, deps, message, now);
  const way = ways.find(one => one.channel === channel);
  if (!way) {
    const why = `There is nowhere to send it by ${CHANNEL_NAMES[channel]}: no address is known, or the template has no words for it.`;
    return { target: message, ways, verdict: null, refused: { why, mayInsist: false } };
  }
  const { target, standing } = await targetOf(db, deps, message, way);
  const people = { readSentLately, limitedUntil };
  const goes = { ...target, insisted: again, expiresAt: Math.max(target.expiresAt, now + USEFUL_MS) };
  const [inspected] = await inspect(db, [goes], { ...deps, people }, now);
  const verdict = inspected!.verdict;
  const refusals = [whyNot({ ...standing, isForgotten: target.addressHash.length === 0 }, again, now), untold(verdict)];
  const [first] = refusals
    .filter(refusal => refusal !== null)
    // What cannot be insisted on comes first: nobody is to be asked to insist in vain.
    .sort((a, b) => Number(a.mayInsist) - Number(b.mayInsist));
  return { target, ways, verdict, refused: first ?? null };
}

function untold(verdict: Verdict): Refusal | null {
  if (verdict.kind !== 'drop') return null;
  return { why: `${reasonInWords(verdict.reason)}.`, mayInsist: NOT_TRUE.has(verdict.reason) };
}

/** The message that would go, and of which it counts whether it went out already. */
async function targetOf(
  db: Db,
  { vault }: ResendPlanning,
  message: Message,
  { channel, address }: ResendWay,
): Promise<{ target: Message; standing: Message }> {
  if (channel === message.channel) return { target: message, standing: message };
  const id = messageId({ ...message, channel });
  const known = await findMessage(db, id, vault);
  const there = known?.about === message.about ? known : null;
  // What waits is replaced by this one, whenever it would have gone.
  const standing = there ?? (message.state === 'queued' ? { ...message, state: 'failed' as const } : message);
  const target = { ...(there ?? message), id, channel, address, addressHash: addressHash(channel, address) };
  return { target, standing };
}

/** Its own channel first, then those on which its recipient can be reached, if they are still known. */
async function waysOf(db: Db, deps: ResendPlanning, message: Message, now: Instant): Promise<ResendWay[]> {
  const { lifecycles, settings, templates, vault } = deps;
  const worded = templates().channelsOf(message.template);
  const others: Partial<Record<ChannelName, string>> = {};
  if (message.kind !== 'staff' && message.channel !== 'webhook') {
    const orders = await readOrders(db, { lifecycles: lifecycles(), vault, now }, [message.about]);
    const people = { findChats: (on: Db, all: readonly string[]) => findChats(on, all, vault) };
    const known = await survey(db, orders, { settings, templates, channels: { has: () => true }, people });
    const reachable = orders.flatMap(order => known.toldOf(order)).find(one => one.recipient === message.recipient);
    for (const channel of CHANNELS) {
      const address = reachable?.addresses[channel];
      if (address !== undefined && worded.includes(channel)) others[channel] = address;
    }
  }
  const all = { ...others, [message.channel]: message.address };
  const named = (Object.keys(all) as ChannelName[]).map(channel => ({ channel, address: all[channel]! }));
  const hashed = named.map(({ channel, address }) => ({ channel, addressHash: addressHash(channel, address) }));
  const suppressed = await findSuppressed(db, hashed);
  return named
    .map(({ channel, address }, index) => ({
      ...{ channel, address },
      blocked: suppressed.has(suppressionKey(hashed[index]!)) ? ('suppressed' as const) : null,
    }))
    .sort((a, b) => Number(b.channel === message.channel) - Number(a.channel === message.channel));
}

type Standing = Pick<Message, 'channel' | 'state' | 'reason' | 'notBefore'> & { isForgotten: boolean };

/** Null: it may go. */
export function whyNot(message: Standing, again: boolean, now: Instant): Refusal | null {
  const refused = (why: string, mayInsist = false) => ({ why, mayInsist });
  if (message.isForgotten) return refused('Its recipient was forgotten, and with them the address.');
  switch (message.state) {
    case 'queued':
      return message.notBefore > now ? null : refused('It is queued already and goes out as soon as it can.');
    case 'sending':
      return refused('It is being sent at this moment.');
    case 'sent':
    case 'delivered':
      return again ? null : refused(`It was ${message.state} already; sent again, it arrives twice.`, true);
    case 'unknown':
      // A second mail of the same Message-ID does no harm, and a partner knows a webhook by its id.
      if (again || message.channel === 'email' || message.channel === 'webhook') return null;
      return refused('It may have gone out; sent again, it may arrive twice.', true);
    case 'dropped':
      if (again || message.reason !== 'replaced') return null;
      return refused('It went out over another channel; sent again, it arrives twice.', true);
    case 'failed':
    case 'dead':
    case 'dry_run':
      return null;
    default:
      return message.state satisfies never;
  }
}

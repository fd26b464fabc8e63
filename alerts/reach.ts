import { addressHash, normalAddress } from '../notifier/address.ts';
import { isAllowed } from '../notifier/choose.ts';
import type { ChannelName, Recipient } from '../notifier/message.ts';
import type { NotifierSettings } from '../notifier/settings.ts';
import { findSuppressed, suppressionKey } from '../notifier/suppression-rows.ts';
import { isLive } from '../notifier/way.ts';
import type { Instant } from '../platform/clock.ts';
import type { Db } from '../platform/postgres.ts';
import { isAway, type OnCallOverride, whoIsOnCall } from './on-call.ts';
import type { AlertSettings, Person, Step } from './settings.ts';
import type { Severity } from './severity.ts';

/** Somebody who can be told, and the way to them. */
export type Reached = {
  recipient: Recipient;
  name: string;
  locale: string;
  zone: string;
  channel: ChannelName;
  address: string;
};

export type Reaching = {
  settings: () => AlertSettings;
  notifications: () => NotifierSettings;
  /** Those that are set up. */
  channels: { has(channel: ChannelName): boolean };
  findChats(db: Db, recipients: readonly Recipient[]): Promise<Map<Recipient, string>>;
};

/** The wide channel is nobody's, and is told in the language of the company. */
const SLACK = 'slack';

export function staffRecipient(person: string): Recipient {
  return `staff:${person}`;
}

export function personNamed(recipient: Recipient): string {
  return recipient.slice(recipient.indexOf(':') + 1);
}

/** Who is meant by a step at this instant, each once; `slack` for the wide channel. */
export function whomItMeans(
  settings: AlertSettings,
  overrides: readonly OnCallOverride[],
  { tell }: Pick<Step, 'tell'>,
  now: Instant,
): string[] {
  const named = tell.flatMap((target): (string | null)[] => {
    switch (target.kind) {
      case 'person':
        return [target.person];
      case 'team':
        return [...(settings.teams[target.team] ?? [])];
      case 'onCall':
        return [whoIsOnCall(settings, overrides, target.rotation, now)];
      case 'slack':
        return [SLACK];
      default:
        return target satisfies never;
    }
  });
  const isThere = (name: string) => name === SLACK || !isAway(overrides, name, now);
  return [...new Set(named)].filter(name => name !== null).filter(isThere);
}

/** By name the way to each of these people for something of this severity; absent where there is none. */
export async function findWays(
  tx: Db,
  wanted: readonly { person: string; channels: readonly ChannelName[] | null }[],
  severity: Severity,
  on: Reaching,
): Promise<(person: string, channels: readonly ChannelName[] | null) => Reached | null> {
  const { people } = on.settings();
  const known = [...new Set(wanted.map(({ person }) => person))].filter(name => Object.hasOwn(people, name));
  const chats = await on.findChats(tx, known.map(staffRecipient));
  const addressesOf = new Map(known.map(name => [name, addresses(people[name]!, chats.get(staffRecipient(name)))]));
  const hashed = [...addressesOf.values()].flatMap(all => [...all].map(([channel, address]) => hash(channel, address)));
  const suppressed = await findSuppressed(tx, hashed);
  const present = { channels: on.channels, settings: on.notifications() };
  const { allowList, locale, zone } = present.settings;

  /** The lower the better: what would go nowhere comes last, and shows what would have been told. */
  const rank = (channel: ChannelName, address: string) =>
    isLive(channel, present) && isAllowed(allowList, channel, address) ? 0 : 1;

  return (name, channels) => {
    if (name === SLACK)
      return { recipient: staffRecipient(SLACK), name: 'Slack', locale, zone, channel: SLACK, address: '' };
    const all = addressesOf.get(name);
    if (!all) return null;
    const person = people[name]!;
    const open = (channels ?? person.channels[severity]).filter(channel => {
      const address = all.get(channel);
      return address !== undefined && !suppressed.has(suppressionKey(hash(channel, address)));
    });
    const [channel] = open.toSorted((a, b) => rank(a, all.get(a)!) - rank(b, all.get(b)!));
    if (channel === undefined) return null;
    const { name: called, locale: own, zone: at } = person;
    return {
      recipient: staffRecipient(name),
      name: called,
      locale: own,
      zone: at,
      channel,
      address: all.get(channel)!,
    };
  };
}

function addresses({ email, phone }: Person, chat: string | undefined): Map<ChannelName, string> {
  const said = { email, sms: phone, telegram: chat ?? null };
  return new Map(
    (Object.keys(said) as (keyof typeof said)[]).flatMap(channel => {
      const normal = said[channel] === null ? null : normalAddress(channel, said[channel]);
      return normal === null ? [] : [[channel, normal] as const];
    }),
  );
}

function hash(channel: ChannelName, address: string) {
  return { channel, addressHash: addressHash(channel, address) };
}

import type { Db } from '../platform/postgres.ts';
import type { Order } from '../tracker/orders.ts';
import { addressHash } from './address.ts';
import type { ChannelName, Recipient } from './message.ts';
import type { People } from './people.ts';
import { readPreferences } from './preference-rows.ts';
import type { DropReason } from './reasons.ts';
import { customerOf, customerRecipient, partnerOf, partnerRecipient, type Reachable } from './recipient.ts';
import type { NoticeSettings, NotifierSettings } from './settings.ts';
import { findSuppressed, suppressionKey } from './suppression-rows.ts';
import type { Templates } from './template.ts';
import { isLive, type OpenWay, type Way, waysTo } from './way.ts';

export type SurveyDeps = {
  settings: () => NotifierSettings;
  templates: () => Templates;
  channels: { has(channel: ChannelName): boolean };
  people: Pick<People, 'findChats'>;
};

export type Notice = NoticeSettings & { id: string };
export type Survey = {
  /** Everybody who may be told of the order: its customer, and its partner where there is one. */
  toldOf(order: Order): readonly Reachable[];
  waysTo(reachable: Reachable, notice: Notice): { ways: readonly OpenWay[] } | { none: DropReason };
};

// A partner's wish counts as anybody's, but how they can be reached is declared with them and not with the notice.
const PARTNER_CHANNELS: readonly ChannelName[] = ['telegram', 'email'];

/** Reads what is known of everybody whom these orders concern, in a statement a table. */
export async function survey(db: Db, orders: readonly Order[], deps: SurveyDeps): Promise<Survey> {
  const { people } = deps;
  const settings = deps.settings();
  const recipients = [
    ...new Set(
      orders.flatMap(order => [
        customerRecipient(order),
        ...(order.partner === null ? [] : [partnerRecipient(order.partner)]),
      ]),
    ),
  ];
  const preferences = await readPreferences(db, recipients);
  const chats = await people.findChats(db, recipients);
  const knownOf = (recipient: Recipient) => ({ preference: preferences.get(recipient), chat: chats.get(recipient) });
  const toldOf = (order: Order): Reachable[] => {
    const customer = customerOf(order, knownOf(customerRecipient(order)), settings);
    const partner =
      order.partner === null ? null : partnerOf(order, knownOf(partnerRecipient(order.partner)), settings);
    return partner ? [customer, partner] : [customer];
  };
  const suppressed = await findSuppressedWays(db, orders.flatMap(toldOf));
  return {
    toldOf,
    waysTo: (reachable, notice) => {
      const preference = preferences.get(reachable.recipient);
      return waysTo(reachable, {
        notice: reachable.kind === 'partner' ? { ...notice, channels: PARTNER_CHANNELS } : notice,
        preference,
        worded: deps.templates().channelsOf(notice.template),
        suppressed,
        allowList: settings.allowList,
        isLive: channel => isLive(channel, { channels: deps.channels, settings }),
      });
    },
  };
}

async function findSuppressedWays(db: Db, everybody: readonly Reachable[]) {
  const hashed = ({ channel, address }: Way) => ({ channel, addressHash: addressHash(channel, address) });
  const ways = everybody.flatMap(({ addresses }) =>
    (Object.keys(addresses) as ChannelName[]).map((channel): Way => ({ channel, address: addresses[channel]! })),
  );
  const found = await findSuppressed(db, ways.map(hashed));
  return (way: Way) => found.get(suppressionKey(hashed(way)));
}

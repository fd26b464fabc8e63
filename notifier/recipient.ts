import type { OrderKey } from '../tracker/event.ts';
import type { Order } from '../tracker/orders.ts';
import { isZone } from '../tracker/zone.ts';
import type { ChannelName, Recipient } from './message.ts';
import type { Preference } from './preference-rows.ts';
import type { NotifierSettings } from './settings.ts';

/** Somebody who may be told, and where they can be reached: what is known, not yet checked. */
export type Reachable = {
  kind: 'customer' | 'partner';
  recipient: Recipient;
  locale: string;
  zone: string;
  addresses: Readonly<Partial<Record<ChannelName, string>>>;
};

/** The customer under the id that systems give them, so that what they want holds for all their orders. */
export function customerRecipient(order: Pick<Order, 'customer'> & { orderId: OrderKey }): Recipient {
  return order.customer?.id === undefined ? `order:${order.orderId}` : `customer:${order.customer.id}`;
}

export function partnerRecipient(partner: string): Recipient {
  return `partner:${partner}`;
}

export function customerOf(
  order: Order,
  known: { preference: Preference | undefined; chat: string | undefined },
  settings: Pick<NotifierSettings, 'locale' | 'zone'>,
): Reachable {
  const { customer } = order;
  return {
    kind: 'customer',
    recipient: customerRecipient(order),
    locale: firstOf([known.preference?.locale, customer?.locale], isLocale) ?? settings.locale,
    zone: firstOf([known.preference?.zone, customer?.timezone], isZone) ?? settings.zone,
    addresses: present({ email: customer?.email, sms: customer?.phone, telegram: known.chat }),
  };
}

/** Null where the order is of nobody who wants notices. */
export function partnerOf(
  order: Order,
  known: { preference: Preference | undefined; chat: string | undefined },
  { partners, zone }: Pick<NotifierSettings, 'partners' | 'zone'>,
): Reachable | null {
  if (order.partner === null || !Object.hasOwn(partners, order.partner)) return null;
  const { email, locale } = partners[order.partner]!;
  if (email === null && known.chat === undefined) return null;
  return {
    kind: 'partner',
    recipient: partnerRecipient(order.partner),
    locale: known.preference?.locale ?? locale,
    zone: known.preference?.zone ?? zone,
    addresses: present({ telegram: known.chat, email: email ?? undefined }),
  };
}

// What producers say of their customers was never checked, and Intl throws at what it does not know.
function firstOf(said: readonly (string | null | undefined)[], isKnown: (text: string) => boolean): string | undefined {
  return said.find(text => typeof text === 'string' && isKnown(text)) ?? undefined;
}

function isLocale(text: string): boolean {
  try {
    return Intl.getCanonicalLocales(text).length === 1;
  } catch {
    return false;
  }
}

function present(addresses: Partial<Record<ChannelName, string | undefined>>): Reachable['addresses'] {
  return Object.fromEntries(Object.entries(addresses).filter(([, address]) => address !== undefined));
}

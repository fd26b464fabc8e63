import type { OrderKey } from '../tracker/event.ts';
import type { Order } from '../tracker/orders.ts';
import { isZone } from '../tracker/zone.ts';
import { normalAddress } from './address.ts';
import type { ChannelName, Recipient } from './message.ts';
import type { Preference } from './preference-rows.ts';
import type { NotifierSettings } from './settings.ts';

/** Somebody who may be told, and where they can be reached: what can be an address, in its normal form. */
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
  settings: Pick<NotifierSettings, 'locale' | 'zone' | 'country'>,
): Reachable {
  const { customer } = order;
  return {
    kind: 'customer',
    recipient: customerRecipient(order),
    locale: firstOf([known.preference?.locale, customer?.locale], isLocale) ?? settings.locale,
    zone: firstOf([known.preference?.zone, customer?.timezone], isZone) ?? settings.zone,
    addresses: normal({ email: customer?.email, sms: customer?.phone, telegram: known.chat }, settings.country),
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
    addresses: normal({ telegram: known.chat, email: email ?? undefined }, null),
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

function normal(
  said: Partial<Record<ChannelName, string | undefined>>,
  country: NotifierSettings['country'],
): Reachable['addresses'] {
  return Object.fromEntries(
    (Object.keys(said) as ChannelName[]).flatMap(channel => {
      const address = said[channel] === undefined ? null : normalAddress(channel, said[channel], country);
      return address === null ? [] : [[channel, address]];
    }),
  );
}

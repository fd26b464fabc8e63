import { toIso } from '../platform/clock.ts';
import type { LocalizedText, StatusDefinition } from '../tracker/lifecycle.ts';
import type { Order } from '../tracker/orders.ts';
import type { Variables } from './message.ts';
import type { NotifierSettings } from './settings.ts';
import type { OrderVariables } from './variables.ts';

/** What an event said beside the status; `{}` where it said nothing. */
export type Said = Readonly<Record<string, unknown>>;

/** What the templates of an order's messages are filled with. `extra` is what the order itself does not tell. */
export function orderVariables(
  {
    order,
    status,
    said,
    extra,
  }: { order: Order; status: StatusDefinition | null; said: Said; extra: Variables | null },
  locale: string,
  settings: Pick<NotifierSettings, 'carriers' | 'orderUrl' | 'fallbacks' | 'locale'>,
): OrderVariables {
  const { orderId, promisedAt, partner, customer } = order;
  const variables: OrderVariables = {
    order: {
      id: orderId,
      status: order.status ?? '',
      statusLabel: localized(status?.customerLabel, locale, settings),
      at: toIso(order.statusSince ?? order.lastEventAt ?? 0),
      promisedAt: promisedAt === null ? null : toIso(promisedAt),
      partner,
    },
    customer: { name: customer?.name ?? null },
    price: priceIn(said.total) ?? priceIn(said.price),
    parcel: parcelIn(said, settings.carriers),
    expected: null,
    words: null,
    links: {
      order: settings.orderUrl === null ? null : fillIn(settings.orderUrl, 'orderId', orderId),
      // Signed where messages go out: whoever records events need not know the key.
      tracking: null,
    },
  };
  return { ...variables, ...extra };
}

/** In the reader's language or the nearest that there is; empty where customers are shown nothing of a status. */
export function localized(
  text: LocalizedText | undefined,
  locale: string,
  { fallbacks, locale: usual }: Pick<NotifierSettings, 'fallbacks' | 'locale'>,
): string {
  if (!text) return '';
  const language = (name: string) => name.split('-')[0]!.toLowerCase();
  const next = Object.hasOwn(fallbacks, language(locale)) ? [fallbacks[language(locale)]!] : [];
  const known = [locale, ...next, usual].map(language).find(name => Object.hasOwn(text, name));
  return text[(known ?? 'en') as keyof LocalizedText];
}

function priceIn(said: unknown): OrderVariables['price'] {
  if (typeof said !== 'object' || said === null) return null;
  const { amount, currency } = said as Said;
  return typeof amount === 'number' &&
    Number.isFinite(amount) &&
    typeof currency === 'string' &&
    /^[A-Z]{3}$/.test(currency)
    ? { amount, currency }
    : null;
}

function parcelIn(said: Said, carriers: NotifierSettings['carriers']): OrderVariables['parcel'] {
  const carrier = textOf(said.carrier);
  const number = textOf(said.trackingNumber);
  const link = carrier === null || number === null ? null : linkOf(carriers, carrier);
  return { carrier, number, url: webAddress(textOf(said.trackingUrl)) ?? (link && fillIn(link, 'number', number!)) };
}

function linkOf(carriers: NotifierSettings['carriers'], carrier: string): string | null {
  const name = Object.keys(carriers).find(known => known.toLowerCase() === carrier.toLowerCase());
  return name === undefined ? null : carriers[name]!;
}

function textOf(said: unknown): string | null {
  if (typeof said === 'number') return String(said);
  return typeof said === 'string' && said.trim() !== '' ? said.trim() : null;
}

/** What a producer says is a link becomes one in a mail: only what a browser opens as a page. */
function webAddress(text: string | null): string | null {
  const url = text === null ? null : URL.parse(text);
  return url && ['http:', 'https:'].includes(url.protocol) ? url.href : null;
}

function fillIn(pattern: string, name: string, value: string): string {
  return pattern.replaceAll(`{${name}}`, encodeURIComponent(value));
}

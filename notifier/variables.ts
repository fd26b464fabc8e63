/** What the templates of an order's messages are filled with. Instants are ISO 8601 texts. */
export type OrderVariables = {
  order: {
    id: string;
    /** The status that the message is about, and what customers read of it in the message's language. */
    status: string;
    statusLabel: string;
    /** When it came into it. */
    at: string;
    promisedAt: string | null;
    partner: string | null;
  };
  customer: { name: string | null };
  /** As the event that made the move says it in `data.total` or `data.price`; null where it says nothing. */
  price: { amount: number; currency: string } | null;
  /** As the event says it in `data.carrier`, `data.trackingNumber` and `data.trackingUrl`. */
  parcel: { carrier: string | null; number: string | null; url: string | null };
  /** The new date of a delay. */
  expected: { from: string; to: string } | null;
  /** What somebody of the company writes in their own words. */
  words: string | null;
  links: {
    /** The order in the shop. */
    order: string | null;
    /** The page on which customers follow it; of messages to customers only, and known when they go out. */
    tracking: string | null;
  };
};

/** Plausible, and with nothing left out: for previews, and to find out what templates ask for that nobody gives. */
export const SAMPLE_ORDER: OrderVariables = {
  order: {
    id: 'ORD-1042',
    status: 'PRICE_CALCULATED',
    statusLabel: 'Your price is ready',
    at: '2026-11-20T09:12:00.000Z',
    promisedAt: '2026-12-11T12:00:00.000Z',
    partner: null,
  },
  customer: { name: 'Anna Ivanova' },
  price: { amount: 45_900, currency: 'RUB' },
  parcel: { carrier: 'cdek', number: '1234567890', url: 'https://www.cdek.ru/ru/tracking?order_id=1234567890' },
  expected: { from: '2026-12-14T12:00:00.000Z', to: '2026-12-18T12:00:00.000Z' },
  words: 'The stone you chose has come, and is finer than we thought.',
  links: { order: 'https://shop.example/orders/ORD-1042', tracking: 'https://orders.example/track/sample' },
};

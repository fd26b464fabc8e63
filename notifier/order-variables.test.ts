import { describe, expect, it } from 'vitest';
import { DAY, T0 } from '../test/support/factory.ts';
import { NOT_EXPECTED } from '../tracker/expected.ts';
import type { Order } from '../tracker/orders.ts';
import { localized, orderVariables, type Said } from './order-variables.ts';

const order: Order = {
  orderId: 'ORD/1',
  lifecycle: 'jewellery',
  ids: {},
  status: 'SHIPPED',
  confirmed: true,
  statusSince: T0,
  targetAt: null,
  dueAt: null,
  promisedAt: T0 + DAY,
  stuck: false,
  atRisk: false,
  overdue: false,
  usual: null,
  frozen: false,
  provisional: false,
  customer: { name: 'Anna' },
  partner: 'acme',
  correlationId: null,
  traceId: '',
  sources: {},
  anomalies: [],
  expected: NOT_EXPECTED,
  eventCount: 1,
  duplicateCount: 0,
  lastEventAt: T0,
};
const settings = {
  carriers: { cdek: 'https://www.cdek.ru/track?id={number}' },
  orderUrl: 'https://shop.example/orders/{orderId}',
  fallbacks: { uk: 'ru' },
  locale: 'en',
};
const customerLabel = { en: 'On its way', ru: 'В пути' };
const status = { owner: 'mes', next: [], customerLabel };
const filled = (said: Said, locale = 'en') => orderVariables({ order, status, said, extra: null }, locale, settings);

describe('the variables of an order', () => {
  it('say where it is, in the words for customers', () => {
    expect(filled({})).toEqual({
      order: {
        id: 'ORD/1',
        status: 'SHIPPED',
        statusLabel: 'On its way',
        at: '2026-11-20T09:00:00.000Z',
        promisedAt: '2026-11-21T09:00:00.000Z',
        partner: 'acme',
      },
      customer: { name: 'Anna' },
      price: null,
      parcel: { carrier: null, number: null, url: null },
      expected: null,
      links: { order: 'https://shop.example/orders/ORD%2F1', tracking: null },
      words: null,
    });
  });

  it('say what it costs, if the event says that in a way that can be understood', () => {
    const price = { amount: 45_900, currency: 'RUB' };
    expect(filled({ total: price }).price).toEqual(price);
    expect(filled({ price }).price).toEqual(price);
    expect(filled({ total: 'a lot', price }).price).toEqual(price);
    for (const total of [null, 5, { amount: '5', currency: 'RUB' }, { amount: 5, currency: 'roubles' }]) {
      expect(filled({ total }).price).toBeNull();
    }
  });

  it('lead to the parcel: by the link of the event, else by that of the carrier', () => {
    const parcel = { carrier: 'CDEK', trackingNumber: 'A 1' };
    expect(filled(parcel).parcel).toEqual({
      carrier: 'CDEK',
      number: 'A 1',
      url: 'https://www.cdek.ru/track?id=A%201',
    });
    const trackingUrl = 'https://parcels.example/1';
    expect(filled({ ...parcel, trackingUrl }).parcel.url).toBe(trackingUrl);
    expect(filled({ ...parcel, trackingUrl: 'javascript:alert(1)' }).parcel.url).toMatch(/^https:\/\/www\.cdek/);
    expect(filled({ carrier: 'unknown', trackingNumber: 7 }).parcel).toEqual({
      carrier: 'unknown',
      number: '7',
      url: null,
    });
  });

  it('are completed by what whoever noted the notice knows', () => {
    const expected = { from: 'a', to: 'b' };
    expect(orderVariables({ order, status, said: {}, extra: { expected } }, 'en', settings).expected).toEqual(expected);
  });
});

it('finds the language that is nearest', () => {
  const label = (locale: string, usual = 'en') =>
    localized(customerLabel, locale, { fallbacks: { uk: 'ru' }, locale: usual });
  expect(label('ru-RU')).toBe('В пути');
  expect(label('uk')).toBe('В пути');
  expect(label('de', 'ru')).toBe('В пути');
  expect(label('de', 'fr')).toBe('On its way');
  expect(localized(undefined, 'en', settings)).toBe('');
});

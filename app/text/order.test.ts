import { expect, test } from 'vitest';
import { DAY, HOUR, MINUTE, T0 } from '../../test/support/factory.ts';
import { referenceLifecycles as lifecycles } from '../../test/support/reference.ts';
import type { Order } from '../../tracker/orders.ts';
import { describeOrder } from './order.ts';

const order: Order & { traceUrl: string | null } = {
  lifecycle: 'jewellery',
  orderId: 'ORD-1042',
  ids: { mes: 'M-77' },
  status: 'PRICE_CALCULATED',
  confirmed: false,
  statusSince: T0,
  targetAt: T0 + DAY,
  dueAt: T0 + 3 * DAY,
  promisedAt: T0 + 2 * DAY,
  stuck: true,
  atRisk: true,
  overdue: true,
  usual: null,
  frozen: false,
  provisional: false,
  customer: { id: 'C-7', name: 'Ann' },
  partner: null,
  correlationId: 'corr-1',
  traceId: '0af7651916cd43dd8448eb211c80319c',
  traceUrl: 'https://jaeger.example/trace/0af7651916cd43dd8448eb211c80319c',
  sources: {
    crm: { status: 'PRICE_CALCULATED', at: T0 },
    shop: { status: 'SUBMITTED', at: T0 - HOUR },
  },
  anomalies: [{ kind: 'divergence', at: T0, detail: 'they disagree' }],
  expected: { from: T0 + 8 * DAY, likely: T0 + 9 * DAY, to: T0 + 12 * DAY, basis: 'lifecycle', samples: 214 },
  eventCount: 2,
  duplicateCount: 1,
  lastEventAt: T0,
};

const BESIDE = { status: null, type: null, traceparent: null, manual: false };

test('a stuck order, as a person reads it', () => {
  const first = { eventId: 'e-1', at: T0 - HOUR, recordedAt: T0, by: 'shop', data: null, ...BESIDE };
  const second = { ...first, eventId: 'e-2', at: T0, by: 'crm' };
  const timeline = [
    { ...first, kind: 'event' as const, title: 'shop says SUBMITTED', detail: 'Arrived 1 h after it happened' },
    { ...second, kind: 'event' as const, title: 'crm says PRICE_CALCULATED', detail: '' },
    { ...second, kind: 'transition' as const, title: 'SUBMITTED → PRICE_CALCULATED', detail: 'After 1 h' },
    { ...second, kind: 'anomaly' as const, title: 'Systems disagree', detail: 'they disagree' },
  ];
  expect(describeOrder(lifecycles, order, timeline, T0 + 3 * DAY + 5 * MINUTE)).toBe(`\
ORD-1042: PRICE_CALCULATED (unconfirmed: mes has not said so) for 3 d
  STUCK: 5 min past its limit
  OVERDUE: promised 1 d ago

  since            2026-11-20 09:00:00 UTC, 3 d ago
  should leave by  2026-11-21 09:00:00 UTC, 2 d ago
  must leave by    2026-11-23 09:00:00 UTC, 5 min ago
  promised for     2026-11-22 09:00:00 UTC, 1 d ago
  expected         28 Nov to 2 Dec, by 214 orders like it
  customer         Ann, C-7
  also known as    mes:M-77
  correlation id   corr-1
  trace            https://jaeger.example/trace/0af7651916cd43dd8448eb211c80319c
  events           2, and 1 that came again
  last event       2026-11-20 09:00:00 UTC, 3 d ago

Who says what
  shop  SUBMITTED         said 2026-11-20 08:00:00 UTC, 3 d 1 h ago
  crm   PRICE_CALCULATED  said 2026-11-20 09:00:00 UTC, 3 d ago

What is wrong
  2026-11-20 09:00:00  Systems disagree  they disagree

What happened (UTC)
  2026-11-20 08:00:00  event    shop  shop says SUBMITTED           Arrived 1 h after it happened
  2026-11-20 09:00:00  event    crm   SUBMITTED → PRICE_CALCULATED  After 1 h
  2026-11-20 09:00:00  anomaly  crm   Systems disagree              they disagree`);
});

test('what a producer wrote can not drive the terminal', () => {
  const hostile = { ...order, orderId: 'ORD\u001b[2J', partner: 'acme\nforged line', anomalies: [], sources: {} };
  const text = describeOrder(lifecycles, hostile, [], T0);
  expect(text).not.toContain('\u001b');
  expect(text).toContain('acme\uFFFDforged line');
});

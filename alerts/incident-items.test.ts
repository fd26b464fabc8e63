import { expect, test } from 'vitest';
import { DAY, HOUR, MINUTE, T0 } from '../test/support/factory.ts';
import type { IncidentEvent } from './incident.ts';
import { findingItems, type OrderFinding } from './incident-items.ts';

const FINDING: OrderFinding = {
  incident: 31,
  rule: 'price-missing',
  title: { en: 'Orders wait for their price', ru: 'Заказы ждут цены' },
  shadow: false,
  openedAt: T0,
  limit: 'PT24H',
  severity: 'warning',
  since: T0 - DAY,
  detail: null,
  firstSeenAt: T0,
  resolvedAt: null,
  resolution: null,
};
const PEOPLE = { olga: { name: 'Olga' } };

function event(kind: IncidentEvent['kind'], at: number, detail: object = {}, by: string | null = null): IncidentEvent {
  return { incidentId: 31, kind, at, by, detail: { ...detail } };
}

const lines = (finding: Partial<OrderFinding>, events: IncidentEvent[] = []) =>
  findingItems({ ...FINDING, ...finding }, events, PEOPLE).map(({ by, title, detail }) => [by, title, detail]);

test('how it began, what people did, how it ended', () => {
  const people = [{ recipient: 'staff:olga', name: 'Olga', channel: 'sms', messageId: 'm' }];
  const events = [
    event('opened', T0, { orders: 1 }),
    event('told', T0 + MINUTE, { step: 0, round: 0, people }),
    event('raised', T0 + HOUR, { from: 'warning', to: 'critical' }),
    event('joined', T0 + HOUR, { orders: 9, first: [] }),
    event('acknowledged', T0 + 2 * HOUR, { note: 'I call them' }, 'olga'),
    event('resolved', T0 + 3 * HOUR, { resolution: 'moved_on' }),
  ];
  expect(lines({ resolvedAt: T0 + 3 * HOUR, resolution: 'moved_on' }, events)).toEqual([
    ['orderwatch', 'Incident 31 opened: Orders wait for their price', 'Warning, for 1 d, limit 1 d'],
    ['orderwatch', 'Incident 31 was told', 'Olga (SMS) was told, step 1.'],
    ['orderwatch', 'Incident 31 became more urgent', 'It became more urgent: critical instead of warning.'],
    ['Olga', 'Incident 31 was taken on', 'Olga has taken it on: I call them'],
    ['orderwatch', 'Incident 31 was resolved', 'It is over: the orders have moved on.'],
  ]);
});

test('an order that came later and moved on before: only what was in between is news of it', () => {
  const events = [
    event('told', T0 + MINUTE, { step: 0, round: 0, people: [] }),
    event('acknowledged', T0 + 2 * HOUR, {}, 'olga'),
    event('resolved', T0 + 9 * HOUR, {}, 'olga'),
  ];
  const finding = {
    firstSeenAt: T0 + HOUR,
    resolvedAt: T0 + 3 * HOUR,
    resolution: 'frozen',
    detail: { en: 'x', ru: 'y' },
  };
  expect(lines(finding, events)).toEqual([
    ['orderwatch', 'Joined incident 31: Orders wait for their price', 'Warning, for 1 d 1 h, limit 1 d. x'],
    ['Olga', 'Incident 31 was taken on', 'Olga has taken it on.'],
    ['orderwatch', 'Incident 31 is over for this order', 'The orders were frozen.'],
  ]);
});

test('on trial', () => {
  expect(lines({ shadow: true, since: null, limit: null })).toEqual([
    ['orderwatch', 'Incident 31 opened: Orders wait for their price', 'Warning, on trial: nobody is told'],
  ]);
});

import { expect, test } from 'vitest';
import type { Order, TimelineItem } from '../client/api.gen.ts';
import { consoleLink } from './console-link.ts';
import { standingOf } from './order-standing.ts';
import { hexOf, textOf } from './raw-bytes.ts';
import { systemsOf } from './systems-of.ts';
import { isShown, rowsOf } from './timeline-lines.ts';
import { toldOf } from './told-of.ts';

const HOUR = 3_600_000;
const NOW = Date.parse('2026-11-21T09:00:00Z');
const ago = (ms: number) => new Date(NOW - ms).toISOString();

const order = {
  status: 'SUBMITTED',
  statusSince: ago(26 * HOUR),
  targetAt: ago(25 * HOUR),
  dueAt: ago(2 * HOUR),
  frozen: false,
  overdue: false,
  promisedAt: null,
  expected: { from: null, to: null },
} as unknown as Order;

test.each<[string, Partial<Order>, boolean, string, object]>([
  ['past its limit', {}, false, 'over', { dwell: 26 * HOUR, over: 2 * HOUR }],
  ['past its target', { dueAt: ago(-HOUR) }, false, 'atRisk', { dwell: 26 * HOUR, left: HOUR }],
  ['in time', { targetAt: ago(-HOUR), dueAt: ago(-2 * HOUR) }, false, 'inTime', { dwell: 26 * HOUR, left: 2 * HOUR }],
  ['frozen', { frozen: true, dueAt: null }, false, 'frozen', { dwell: 26 * HOUR }],
  ['without a limit', { dueAt: null }, false, 'noLimit', { dwell: 26 * HOUR }],
  ['at its end', {}, true, 'ended', { dwell: 26 * HOUR }],
  ['nowhere', { status: null }, false, 'unknown', {}],
])('%s', (_how, more, ended, id, durations) => {
  expect(standingOf({ ...order, ...more }, { ended, now: NOW })).toEqual([
    { id: `order.standing.${id}`, durations, dates: {} },
  ]);
});

test('when it will come, and that a promise was broken', () => {
  const expected = { from: ago(-HOUR), to: ago(-2 * HOUR) };
  const late = { ...order, expected, promisedAt: ago(HOUR), overdue: true } as Order;
  expect(standingOf(late, { ended: false, now: NOW }).map(({ id }) => id)).toEqual([
    'order.standing.over',
    'order.standing.expected',
    'order.standing.promiseBroken',
  ]);
});

test('systems that agree, that are behind, that say otherwise, that are to speak and have not', () => {
  const steps = [
    { status: 'SUBMITTED', owner: 'shop', place: 'passed' },
    { status: 'PRICE_CALCULATED', owner: 'mes', place: 'present' },
    { status: 'MANUFACTURING_APPROVED', owner: 'erp', place: 'ahead' },
  ] as const;
  const sources = {
    shop: { status: 'SUBMITTED', at: ago(2) },
    mes: { status: 'PRICE_CALCULATED', at: ago(1) },
    crm: { status: 'CANCELLED', at: ago(3) },
  };
  const seen = systemsOf({ sources, status: 'PRICE_CALCULATED', anomalies: [] }, steps);
  expect(seen.map(({ source, standing }) => [source, standing])).toEqual([
    ['mes', 'agrees'],
    ['shop', 'behind'],
    ['crm', 'disagrees'],
    ['erp', 'silent'],
  ]);
});

const item = (named: Partial<TimelineItem>): TimelineItem => ({
  ...{
    at: ago(0),
    recordedAt: ago(0),
    lateness: 'PT0S',
    kind: 'event',
    by: 'shop',
    manual: false,
    title: '',
    detail: '',
  },
  ...{ eventId: 'e', type: null, status: null, data: null, raw: false, traceUrl: null },
  ...named,
});

test('an event and the move that it made are one line', () => {
  const rows = rowsOf([
    item({ eventId: 'e-1', status: 'SUBMITTED' }),
    item({ eventId: 'e-1', kind: 'transition', status: 'SUBMITTED', data: { from: 'INITIATED' } }),
    item({ eventId: 'e-2', kind: 'note', manual: true }),
    item({ eventId: 'e-1', kind: 'anomaly' }),
  ]);
  expect(rows.map(({ kind, move }) => [kind, move])).toEqual([
    ['event', { from: 'INITIATED', to: 'SUBMITTED' }],
    ['note', null],
    ['anomaly', null],
  ]);
  expect(rows.filter(row => isShown(row, 'people')).map(({ eventId }) => eventId)).toEqual(['e-2']);
});

test('what a customer was told: each message once, as it stands', () => {
  const data = { message: 'm-1', template: 'order-received', channel: 'email', recipient: 'customer:C-7' };
  const told = toldOf([
    item({ kind: 'message', at: ago(3), data: { ...data, step: 'queued', state: 'delivered' } }),
    item({ kind: 'message', at: ago(2), data: { ...data, step: 'delivered', state: 'delivered' } }),
    item({ kind: 'message', data: { ...data, message: 'm-2', recipient: 'staff:olga' } }),
    item({ kind: 'message', eventId: 'notice:late', data: { notice: 'delay', state: 'dropped', reason: 'unsure' } }),
  ]);
  expect(told).toEqual([
    {
      id: 'm-1',
      at: ago(3),
      what: 'order-received',
      channel: 'email',
      state: 'delivered',
      reason: null,
      isMessage: true,
    },
    {
      id: 'notice:late',
      at: ago(0),
      what: 'delay',
      channel: null,
      state: 'dropped',
      reason: 'unsure',
      isMessage: false,
    },
  ]);
});

test('bytes for reading', () => {
  expect(textOf('{"a":1}', 'utf8')).toBe('{\n  "a": 1\n}');
  expect(textOf('<a/>', 'utf8')).toBe('<a/>');
  expect(hexOf(btoa('order 1042, \u00ff!'), 'base64')).toBe(
    '00000000  6f 72 64 65 72 20 31 30 34 32 2c 20 ff 21        |order 1042, .!|',
  );
});

test('evidence is looked at in the console where that has it', () => {
  expect(consoleLink('/orders/ORD-1/timeline#e-1')).toBe('/orders/ORD-1#e-1');
  expect(consoleLink('/orders?source=mes')).toBe('/?source=mes');
  expect(consoleLink('/incidents/31')).toBe('/incidents/31');
  expect(consoleLink('https://jaeger.example/trace/1')).toBeNull();
});

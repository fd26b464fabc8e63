import { expect, test } from 'vitest';
import { readTraceparent } from './traceparent.ts';

const HOP = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
const OTHER = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00';

test.each([
  ['OpenTelemetry, NServiceBus', { traceparent: HOP }],
  ['MassTransit', { 'MT-Activity-Id': HOP }],
  ['CloudEvents', { cloudEvents_traceparent: HOP }],
  ['CloudEvents of AMQP 1.0', { 'cloudEvents:traceparent': HOP }],
  ['a client that writes bytes', { traceparent: Buffer.from(HOP) }],
  ['the hop before its beginning', { cloudEvents_traceparent: OTHER, traceparent: HOP }],
  ['MassTransit before the beginning', { cloudEvents_traceparent: OTHER, 'MT-Activity-Id': HOP }],
  ['what can be read before what can not', { traceparent: 'broken', 'MT-Activity-Id': HOP }],
])('%s', (_who, headers) => {
  expect(readTraceparent(headers)).toBe(HOP);
});

test.each([
  [{}],
  [{ 'MT-Activity-Id': '|7d3c5b2f-4e1a9d8c0b7f6e5d.1.' }],
  [{ traceparent: HOP.toUpperCase() }],
  [{ traceparent: HOP.replace('00-', 'ff-') }],
  [{ traceparent: 12 }],
  [{ traceparent: { '!': 'timestamp', value: 1 } }],
])('none in %j', headers => {
  expect(readTraceparent(headers)).toBeNull();
});

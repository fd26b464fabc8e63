import { SeverityNumber } from '@opentelemetry/api';
import { expect, it } from 'vitest';
import { recordOf } from './log-record.ts';

it('what a line says besides becomes attributes without a structure, and its trace is that of where it was written', () => {
  expect(
    recordOf({
      level: 40,
      time: '2026-11-20T09:00:00.250Z',
      trace_id: '4bf92f3577b34da6a3ce929d0e0e4736',
      span_id: '00f067aa0ba902b7',
      correlationId: 'cart-1',
      order: 'ORD-1',
      attempts: 3,
      reason: null,
      incidents: [31, 32],
      msg: 'something',
    }),
  ).toEqual({
    timestamp: new Date('2026-11-20T09:00:00.250Z'),
    severityNumber: SeverityNumber.WARN,
    severityText: 'warn',
    body: 'something',
    attributes: { correlation_id: 'cart-1', order: 'ORD-1', attempts: 3, incidents: '[31,32]' },
  });
});

it('an error is the exception of its record, a text the text that it is', () => {
  const line = { level: 50, time: '2026-11-20T09:00:00.250Z' };
  const err = { type: 'TypeError', message: 'no', stack: '    at here' };
  expect(recordOf({ ...line, err }).attributes).toEqual({
    'exception.type': 'TypeError',
    'exception.message': 'no',
    'exception.stacktrace': '    at here',
  });
  expect(recordOf({ ...line, err: 'gone' }).attributes).toEqual({ err: 'gone' });
});

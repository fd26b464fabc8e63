import { expect, test } from 'vitest';
import { telemetryUnderTest } from '../test/support/telemetry.ts';
import { createLog } from './log.ts';
import { withSpan } from './tracing.ts';

const receiver = await telemetryUnderTest();
const lines: string[] = [];
const log = createLog('info', { write: line => void lines.push(line) });

test('a line says within which span it was written, and goes out as a record of that trace', async () => {
  const { traceId, spanId } = await withSpan('work', {}, async span => {
    await Promise.resolve();
    log.warn({ order: 'ORD-1', correlationId: 'cart-1', err: new TypeError('no') }, 'within');
    return span.spanContext();
  });
  log.info('outside');
  log.debug('unheard');
  expect(lines.map(line => JSON.parse(line))).toEqual([
    {
      level: 40,
      time: expect.any(String),
      trace_id: traceId,
      span_id: spanId,
      order: 'ORD-1',
      correlationId: 'cart-1',
      err: { type: 'TypeError', message: 'no', stack: expect.stringContaining('log.test.ts') },
      msg: 'within',
    },
    { level: 30, time: expect.any(String), msg: 'outside' },
  ]);
  await expect.poll(() => receiver.logs().map(({ body }) => body)).toEqual(['within', 'outside']);
  const [within, outside] = receiver.logs();
  expect(within).toMatchObject({
    traceId,
    spanId,
    severity: 'warn',
    attributes: { order: 'ORD-1', correlation_id: 'cart-1', 'exception.type': 'TypeError', 'exception.message': 'no' },
    resource: { 'service.name': 'orderwatch' },
  });
  expect(outside).toMatchObject({ traceId: null, spanId: null, severity: 'info', attributes: {} });
  expect(receiver.mistakes()).toEqual([]);
});

test('an error of whoever reads JSON says nothing of what it read', () => {
  lines.length = 0;
  for (const text of ['anna@example.com', '{"email":anna@example.com}', '{"email":"anna@example.com"']) {
    try {
      JSON.parse(text);
    } catch (error) {
      log.warn({ err: new Error('it failed', { cause: error }) }, 'no');
    }
  }
  expect(lines).toHaveLength(3);
  expect(lines.join()).toContain('SyntaxError');
  expect(lines.join()).not.toMatch(/anna|email/);
});

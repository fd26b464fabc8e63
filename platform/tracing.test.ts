import { SpanKind } from '@opentelemetry/api';
import { afterAll, expect, test } from 'vitest';
import { telemetryUnderTest } from '../test/support/telemetry.ts';
import { openHttp } from './http-call.ts';
import { startHttp } from './http-under-test.ts';
import { activeTraceparent, contextOf, spanContextOf, withChildSpan, withSpan } from './tracing.ts';

const receiver = await telemetryUnderTest();

const PUBLISHER = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

const one = async (name: string) => {
  const spans = await receiver.until(all => all.some(span => span.name === name));
  return spans.find(span => span.name === name)!;
};

test('a span says what was done, in whose name, how long', async () => {
  const given = await withSpan('outer', { kind: SpanKind.CONSUMER, attributes: { count: 2 } }, async () => {
    await withSpan('inner', {}, async span => span.setAttribute('found', true));
    return 'given';
  });
  expect(given).toBe('given');
  const [outer, inner] = [await one('outer'), await one('inner')];
  expect(outer).toMatchObject({ kind: 'CONSUMER', parentSpanId: null, attributes: { count: 2 }, status: 'UNSET' });
  expect(inner).toMatchObject({ kind: 'INTERNAL', traceId: outer.traceId, parentSpanId: outer.spanId });
  expect(inner.attributes).toEqual({ found: true });
  // Each span reads the time of day once, which is in whole milliseconds.
  expect(inner.start).toBeGreaterThan(outer.start - 1);
  expect(inner.end).toBeLessThan(outer.end + 1);
  expect(outer.resource).toMatchObject({ 'service.name': 'orderwatch', 'service.version': '0.0.0-test' });
  expect(Object.keys(outer.resource).filter(name => name.startsWith('process.'))).toEqual([]);
  expect(receiver.mistakes()).toEqual([]);
});

test('it goes on from where somebody else was, or from nobody', async () => {
  await withSpan('outside', {}, async () => {
    await withSpan('continued', { parent: PUBLISHER }, async () => {});
    await withSpan('alone', { root: true }, async () => {});
    await withSpan('unreadable', { parent: '00-nothing' }, async () => {});
  });
  expect(await one('continued')).toMatchObject({
    traceId: '0af7651916cd43dd8448eb211c80319c',
    parentSpanId: 'b7ad6b7169203331',
  });
  const outside = await one('outside');
  expect(await one('unreadable')).toMatchObject({ traceId: outside.traceId, parentSpanId: outside.spanId });
  const alone = await one('alone');
  expect(alone.parentSpanId).toBeNull();
  expect(alone.traceId).not.toBe(outside.traceId);
});

test('of an error its kind is kept and none of its words', async () => {
  const error = Object.assign(new Error('Key (email)=(anna@example.com) already exists.'), { code: '23505' });
  await expect(withSpan('failing', {}, () => Promise.reject(error))).rejects.toBe(error);
  const failing = await one('failing');
  expect(failing).toMatchObject({ status: 'ERROR', attributes: { 'error.type': '23505' }, events: [] });
  await expect(withSpan('wrong', {}, () => Promise.reject(new TypeError('no')))).rejects.toThrow();
  expect((await one('wrong')).attributes).toEqual({ 'error.type': 'TypeError' });
  expect(receiver.bodies().join()).not.toContain('anna');
});

test('the active span can be handed on as text', async () => {
  expect(activeTraceparent()).toBeNull();
  const told = await withSpan('handing on', {}, async () => activeTraceparent());
  const { traceId, spanId } = await one('handing on');
  expect(told).toBe(`00-${traceId}-${spanId}-01`);
  expect(spanContextOf(told)).toEqual({ traceId, spanId, traceFlags: 1, isRemote: true });
  for (const strange of [
    null,
    '',
    `01${told!.slice(2)}`,
    told!.toUpperCase(),
    `${told}-00`,
    `00-${'0'.repeat(32)}-${spanId}-01`,
    '|9b1c.1.',
  ]) {
    expect(spanContextOf(strange)).toBeNull();
    expect(contextOf(strange)).toBe(contextOf(null));
  }
});

test('what a publisher does not record, we do not record either', async () => {
  const unrecorded = PUBLISHER.replace(/01$/, '00');
  await withSpan('unrecorded', { parent: unrecorded }, async () => {
    expect(activeTraceparent()).toBeNull();
    await withSpan('child of unrecorded', {}, async () => {});
  });
  await withSpan('after it', {}, async () => {});
  await one('after it');
  expect(receiver.spans().some(({ name }) => name.includes('unrecorded'))).toBe(false);
});

test('a part is kept only where the whole is', async () => {
  expect(await withChildSpan('part of nothing', {}, async span => span.isRecording())).toBe(false);
  await withSpan('whole', {}, () => withChildSpan('part', {}, async () => {}));
  expect((await one('part')).parentSpanId).toBe((await one('whole')).spanId);
  expect(receiver.spans().some(({ name }) => name === 'part of nothing')).toBe(false);
});

const other = await startHttp(() => ({ status: 503, body: 'busy' }));
const http = openHttp({ timeoutMs: 5_000, maxBodyBytes: 1_000 });
afterAll(async () => {
  http.stop();
  await other.stop();
});

test('a call tells the other side of its span, and the span nothing of the address but the server', async () => {
  const request = { method: 'POST' as const, url: `${other.url}/bot123:secret/send?to=anna`, headers: {}, body: '{}' };
  await http.call(request, new AbortController().signal);
  await withSpan('calling', {}, () => http.call(request, new AbortController().signal));
  const calling = await one('calling');
  const call = await one('POST');
  expect(call).toMatchObject({
    kind: 'CLIENT',
    parentSpanId: calling.spanId,
    status: 'ERROR',
    attributes: {
      'http.request.method': 'POST',
      'http.response.status_code': 503,
      'server.address': '127.0.0.1',
      'server.port': Number(new URL(other.url).port),
      'error.type': '503',
    },
  });
  expect(other.asked.map(({ headers }) => headers.traceparent)).toEqual([
    undefined,
    `00-${call.traceId}-${call.spanId}-01`,
  ]);
  expect(receiver.bodies().join()).not.toContain('secret');
});

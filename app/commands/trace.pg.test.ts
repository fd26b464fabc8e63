import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { systemClock } from '../../platform/clock.ts';
import { testDatabase } from '../../test/support/database.ts';
import { anEvent, arrivals, HOUR } from '../../test/support/factory.ts';
import { startOtlpReceiver } from '../../test/support/otlp-receiver.ts';
import { referenceLifecycles as lifecycles } from '../../test/support/reference.ts';
import { orderTraceId } from '../../tracker/orders.ts';
import { plainVault } from '../../tracker/personal-data.ts';
import { createLedger } from '../../tracker/record.ts';
import { runProgram } from '../program.ts';

const { pool, databaseUrl } = await testDatabase();
const receiver = await startOtlpReceiver();
afterAll(() => receiver.stop());
const ledger = createLedger({ pool, lifecycles: () => lifecycles, clock: systemClock, vault: plainVault });
const begun = Date.now() - 3 * HOUR;

const JAEGER = { JAEGER_URL: 'https://jaeger.example' };
const ENDPOINT = { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url, OTEL_SERVICE_NAME: 'orders of ours' };

async function trace(line: string, env: Record<string, string>) {
  const out: string[] = [];
  const err: string[] = [];
  const code = await runProgram(['trace', ...line.split(' ')], {
    env: { ORDERWATCH_HOME: join(tmpdir(), 'no-orderwatch-lives-here'), DATABASE_URL: databaseUrl, ...env },
    out: text => out.push(text),
    err: text => err.push(text),
    interactive: false,
  });
  return { code, out: out.join('\n'), err: err.join('\n') };
}

async function record(orderId: string, ...statuses: string[]): Promise<void> {
  const events = statuses.map((status, hours) => anEvent({ orderId, status, occurredAt: begun + hours * HOUR }));
  await ledger.record(arrivals(events));
}

test('sends the whole trace, as often as it is asked to, and says where to look at it', async () => {
  await record('ORD-1', 'SUBMITTED', 'CANCELLED');
  const traceId = orderTraceId({ orderId: 'ORD-1', correlationId: null });
  const traceUrl = `https://jaeger.example/trace/${traceId}`;
  expect(await trace('ORD-1', { ...ENDPOINT, ...JAEGER })).toEqual({
    code: 0,
    out: `ORD-1: 3 spans sent. Look at ${traceUrl}.`,
    err: '',
  });
  expect((await trace('ORD-1', ENDPOINT)).out).toBe(
    `ORD-1: 3 spans sent. Look at trace ${traceId}; with JAEGER_URL there is a link.`,
  );
  const { out } = await trace('ORD-1 --json', { ...ENDPOINT, ...JAEGER });
  expect(JSON.parse(out)).toEqual({ orderId: 'ORD-1', traceId, traceUrl, spans: 3 });
  const spans = receiver.spans();
  expect(spans.map(({ name }) => name)).toEqual(Array(3).fill(['order', 'SUBMITTED', 'CANCELLED']).flat());
  expect(new Set(spans.map(({ spanId }) => spanId)).size).toBe(3);
  expect(spans[0]!.resource).toMatchObject({ 'service.name': 'orders of ours' });
});

test('says why it sends nothing', async () => {
  await record('ORD-2', 'SUBMITTED');
  await ledger.record(arrivals([anEvent({ orderId: null, ids: { mes: 'M-1' } })]));
  for (const off of [{}, { ...ENDPOINT, OTEL_SDK_DISABLED: 'true' }, { ...ENDPOINT, OTEL_TRACES_EXPORTER: 'none' }]) {
    const { code, err } = await trace('ORD-2', off);
    expect([code, err]).toEqual([2, expect.stringMatching(/nowhere to send a trace.*OTEL_EXPORTER_OTLP_ENDPOINT/)]);
  }
  expect(await trace('ORD-2', ENDPOINT)).toMatchObject({ code: 1, err: expect.stringContaining('nothing to send') });
  expect(await trace('mes:M-1', ENDPOINT)).toMatchObject({ code: 1, err: expect.stringContaining('order id yet') });
  expect(await trace('nobody', ENDPOINT)).toMatchObject({ code: 3 });
  await record('ORD-3', 'SUBMITTED', 'CANCELLED');
  receiver.answer(401);
  expect(await trace('ORD-3', ENDPOINT)).toMatchObject({
    code: 1,
    err: `Nobody took the trace at ${receiver.url}/v1/traces: HTTP 401 Unauthorized.`,
  });
});

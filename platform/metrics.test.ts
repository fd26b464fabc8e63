import { type ContextManager, context, ROOT_CONTEXT, trace } from '@opentelemetry/api';
import { Counter, Gauge, Registry } from 'prom-client';
import { afterEach, expect, test } from 'vitest';
import { createTracedHistogram } from './histogram.ts';
import { createMetrics, showMetrics } from './metrics.ts';

const OPEN_METRICS = 'application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5,*/*;q=0.1';
const span = { traceId: '0af7651916cd43dd8448eb211c80319c', spanId: 'b7ad6b7169203331' };

afterEach(() => {
  context.disable();
});

function inSpan(traceFlags: number): void {
  const active = trace.setSpanContext(ROOT_CONTEXT, { ...span, traceFlags });
  const always: ContextManager = {
    active: () => active,
    with: (_context, work, self, ...args) => work.apply(self as never, args),
    bind: (_context, target) => target,
    enable: () => always,
    disable: () => always,
  };
  context.setGlobalContextManager(always);
}

function aHistogram(registry: Registry) {
  const about = { name: 'orderwatch_things_seconds', help: 'Things', labels: ['kind'] as const, buckets: [1, 10] };
  return createTracedHistogram(registry, about);
}

test('both formats have the same counters, whichever was asked for before', async () => {
  const registry = new Registry();
  new Counter({ name: 'orderwatch_things_total', help: 'Things', registers: [registry] }).inc(3);
  new Gauge({
    name: 'orderwatch_now',
    help: 'Now',
    labelNames: ['of'],
    registers: [registry],
    collect() {
      this.reset();
      this.set({ of: 'us' }, 5);
    },
  });
  for (const _again of [1, 2]) {
    const open = await showMetrics(registry, OPEN_METRICS);
    expect(open.type).toBe('application/openmetrics-text; version=1.0.0; charset=utf-8');
    expect(open.body).toContain('# TYPE orderwatch_things counter\norderwatch_things_total 3\n');
    expect(open.body).toContain('orderwatch_now{of="us"} 5\n');
    expect(open.body.endsWith('# EOF\n')).toBe(true);
    const plain = await showMetrics(registry, '*/*');
    expect(plain.type).toBe('text/plain; version=0.0.4; charset=utf-8');
    expect(plain.body).toContain('# TYPE orderwatch_things_total counter\norderwatch_things_total 3\n');
    expect(plain.body).toContain('orderwatch_now{of="us"} 5\n');
  }
});

test('an observation in a trace that is recorded is found by it, in OpenMetrics only', async () => {
  const registry = new Registry();
  const things = aHistogram(registry);
  inSpan(1);
  things.observe({ kind: 'slow' }, 7);
  const { body } = await showMetrics(registry, OPEN_METRICS);
  expect(body).toMatch(
    /^orderwatch_things_seconds_bucket\{le="10",kind="slow"\} 1 # \{trace_id="0af7651916cd43dd8448eb211c80319c",span_id="b7ad6b7169203331"\} 7 \d+/m,
  );
  expect((await showMetrics(registry, '')).body).not.toContain('trace_id');
});

test('a trace that nobody records is not named, and neither is none', async () => {
  const registry = new Registry();
  const things = aHistogram(registry);
  things.observe({ kind: 'slow' }, 7);
  inSpan(0);
  things.observe({ kind: 'slow' }, 8);
  const { body } = await showMetrics(registry, OPEN_METRICS);
  expect(body).toContain('orderwatch_things_seconds_count{kind="slow"} 2');
  expect(body).not.toContain('trace_id');
});

test('what was foreseen begins at 0, and what was observed stays', async () => {
  const registry = new Registry();
  const things = aHistogram(registry);
  things.foresee({ kind: 'never' });
  things.observe({ kind: 'often' }, 2);
  for (const kind of ['never', 'often']) things.foresee({ kind });
  const text = await registry.metrics();
  expect(text).toContain('orderwatch_things_seconds_count{kind="never"} 0');
  expect(text).toContain('orderwatch_things_seconds_count{kind="often"} 1');
});

test('the process tells of itself under our prefix', async () => {
  const text = await createMetrics().metrics();
  expect(text).toContain('orderwatch_nodejs_eventloop_lag_p99_seconds ');
  expect(text).not.toMatch(/^(?!orderwatch_|#|$)/m);
});

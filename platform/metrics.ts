import { collectDefaultMetrics, Gauge, type Metric, type OpenMetricsContentType, Registry } from 'prom-client';

export type Metrics = Registry;

/**
 * The registry of one process, handed to the rooms as a value, with the process' own metrics in it.
 * Names begin with `orderwatch_`; no label may hold an order, a customer or another thing without a bound.
 */
export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: 'orderwatch_' });
  return registry;
}

/** Which program it is; always 1. */
export function showBuild(registry: Metrics, version: string): void {
  const labelNames = ['version', 'node'];
  const help = 'Version of Orderwatch and of Node';
  const info = new Gauge({ name: 'orderwatch_build_info', help, labelNames, registers: [registry] });
  info.set({ version, node: process.version }, 1);
}

/** What is shown to somebody who accepts this: OpenMetrics, with exemplars, to whoever names it, and the older text to all others. */
export async function showMetrics(registry: Metrics, accept: string): Promise<{ type: string; body: string }> {
  const shown = /\bapplication\/openmetrics-text\b/.test(accept) ? inOpenMetrics(registry) : registry;
  return { type: shown.contentType, body: await shown.metrics() };
}

/**
 * prom-client takes the `_total` off the names of counters where it writes OpenMetrics, for good: the next scrape in the
 * older text would miss it. So it writes them of objects that only stand before the real ones.
 */
function inOpenMetrics(registry: Metrics): Registry<OpenMetricsContentType> {
  const shown = new Registry<OpenMetricsContentType>();
  shown.setContentType(Registry.OPENMETRICS_CONTENT_TYPE);
  for (const metric of registry.getMetricsAsArray()) shown.registerMetric(Object.create(metric) as Metric);
  return shown;
}

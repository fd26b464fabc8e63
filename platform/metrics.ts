import { collectDefaultMetrics, Registry } from 'prom-client';

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

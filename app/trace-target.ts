import type { TraceTarget } from '../collector/order-traces/exporter.ts';
import { resourceOf } from '../platform/telemetry/resource.ts';
import type { Config } from './config.ts';
import { readVersion } from './version.ts';

/** Where the traces of orders go; null: nowhere, and nothing is noted of them. */
export function traceTarget({ telemetry }: Pick<Config, 'telemetry'>): TraceTarget | null {
  if (!telemetry?.orders) return null;
  return { ...telemetry.orders, resource: resourceOf(telemetry, readVersion()) };
}

import { readSentTraces } from '../collector/order-traces/sent-spans.ts';
import type { Db } from '../platform/postgres.ts';
import type { OrderKey } from '../tracker/event.ts';

/** Where people look at traces; null: nowhere. */
export type Links = { jaegerUrl: string | null };

/** Where the traces of these orders can be looked at, of those of which anything has been sent. */
export async function readTraceUrls(
  db: Db,
  { jaegerUrl }: Links,
  ids: readonly OrderKey[],
): Promise<Map<OrderKey, string>> {
  if (jaegerUrl === null || ids.length === 0) return new Map();
  const sent = await readSentTraces(db, ids);
  return new Map([...sent].map(([orderId, traceId]) => [orderId, traceUrl(jaegerUrl, traceId)]));
}

export function traceUrl(jaegerUrl: string, traceId: string): string {
  return `${jaegerUrl}/trace/${traceId}`;
}

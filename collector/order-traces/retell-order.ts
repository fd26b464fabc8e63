import type { Instant } from '../../platform/clock.ts';
import type { OrderKey } from '../../tracker/event.ts';
import { readTrace } from './read-traces.ts';
import { sendTraces } from './send-traces.ts';
import { saveSentSpans, sentSpansOf } from './sent-spans.ts';
import { SEND_WITHIN_MS, type Telling } from './tell-traces.ts';

export type Retold =
  | { kind: 'sent'; traceId: string; spans: number }
  /** The order has not left its first status, or is known by no order id. */
  | { kind: 'nothing' }
  | { kind: 'failed'; why: string };

/** Sends all that is over of one order by what the ledger says now, whatever of it has been sent. */
export async function retellOrder(
  { pool, lifecycles, exporter }: Telling,
  orderId: OrderKey,
  now: Instant,
): Promise<Retold> {
  const trace = await readTrace(pool, lifecycles(), orderId);
  if (!trace) return { kind: 'nothing' };
  const sent = await sendTraces(exporter, [trace], AbortSignal.timeout(SEND_WITHIN_MS));
  if (sent.kind === 'failed') return { kind: 'failed', why: sent.why };
  if (sent.taken.length === 0) return { kind: 'failed', why: sent.why ?? 'it could not be written down' };
  await saveSentSpans(pool, [sentSpansOf(trace)], now);
  return { kind: 'sent', traceId: trace.traceId, spans: trace.spans.length };
}

import { type Instant, toIso } from '../../platform/clock.ts';
import type { Db } from '../../platform/postgres.ts';
import type { OrderKey } from '../../tracker/event.ts';
import type { OrderSpan } from './spans.ts';

/** The spans of an order's trace that have been sent. */
export type SentSpans = { orderId: OrderKey; traceId: string; spanIds: readonly string[] };

export function sentSpansOf(
  trace: Pick<SentSpans, 'orderId' | 'traceId'> & { spans: readonly OrderSpan[] },
): SentSpans {
  return { orderId: trace.orderId, traceId: trace.traceId, spanIds: trace.spans.map(({ spanId }) => spanId) };
}

export async function readSentSpans(db: Db, ids: readonly OrderKey[]): Promise<Map<OrderKey, SentSpans>> {
  const { rows } = await db.query<SentSpans>(
    `select t.order_id as "orderId", t.trace_id as "traceId", t.span_ids as "spanIds"
       from unnest($1::text[]) as wanted (order_id)
       join collector.order_trace t on t.order_id = wanted.order_id`,
    [ids],
  );
  return new Map(rows.map(sent => [sent.orderId, sent]));
}

/** In which trace there is something of these orders; of the others nothing has been sent. */
export async function readSentTraces(db: Db, ids: readonly OrderKey[]): Promise<Map<OrderKey, string>> {
  const { rows } = await db.query<{ orderId: OrderKey; traceId: string }>(
    `select t.order_id as "orderId", t.trace_id as "traceId" from collector.order_trace t where t.order_id = any ($1)`,
    [ids],
  );
  return new Map(rows.map(({ orderId, traceId }) => [orderId, traceId]));
}

/** These orders once each, with what has been sent now; what was sent into the same trace before stays noted. */
export async function saveSentSpans(tx: Db, sent: readonly SentSpans[], now: Instant): Promise<void> {
  if (sent.length === 0) return;
  await tx.query(
    `insert into collector.order_trace as t (order_id, trace_id, span_ids, sent_at)
     select r."orderId", r."traceId", r."spanIds", $2
       from jsonb_to_recordset($1) as r ("orderId" text, "traceId" text, "spanIds" text[])
      order by r."orderId"
     on conflict (order_id) do update
        set trace_id = excluded.trace_id, sent_at = excluded.sent_at,
            span_ids = case when t.trace_id = excluded.trace_id
                            then array(select unnest(t.span_ids) union select unnest(excluded.span_ids))
                            else excluded.span_ids end`,
    [JSON.stringify(sent), toIso(now)],
  );
}

import type { Instant } from '../../platform/clock.ts';
import { describeFault } from '../../platform/fault.ts';
import type { Db } from '../../platform/postgres.ts';
import type { OrderEvent, OrderKey } from '../../tracker/event.ts';
import type { Lifecycles } from '../../tracker/lifecycle.ts';
import { historyOf, readOrderEvents } from '../../tracker/order-histories.ts';
import type { Trace } from './send-traces.ts';
import { readSentSpans, type SentSpans } from './sent-spans.ts';
import { type OrderSpan, spansOf } from './spans.ts';

export type ReadTrace = Trace & { traceId: string };

/** All that is over of one order; null: nothing is, or it is known by no order id. */
export async function readTrace(db: Db, lifecycles: Lifecycles, orderId: OrderKey): Promise<ReadTrace | null> {
  const [order] = await readOrderEvents(db, [orderId]);
  const spans = order ? spansOf(historyOf(lifecycles, order.orderId, order.events)) : [];
  return spans[0] ? { orderId: order!.orderId, traceId: spans[0].traceId, spans } : null;
}

export type News = {
  traces: readonly ReadTrace[];
  /** Of these there is something over that may still turn out to have been otherwise. `knownAt`: the newest of it. */
  unsettled: { orders: readonly OrderKey[]; knownAt: Instant };
  /** Of these nothing can be said: a mistake of ours. */
  broken: readonly { orderId: OrderKey; why: string }[];
};

/** What is over of these orders, was known by then, and has not been sent. */
export async function readNews(
  db: Db,
  lifecycles: Lifecycles,
  orders: readonly OrderKey[],
  knownBy: Instant,
): Promise<News> {
  const sent = await readSentSpans(db, orders);
  const traces: ReadTrace[] = [];
  const unsettled: OrderKey[] = [];
  const broken: { orderId: OrderKey; why: string }[] = [];
  let knownAt = knownBy;
  for (const { orderId, events } of await readOrderEvents(db, orders)) {
    const read = spansOrFault(lifecycles, orderId, events);
    if ('why' in read) {
      broken.push({ orderId, why: read.why });
      continue;
    }
    const news = notSent(read.spans, sent.get(orderId));
    const open = news.filter(span => span.knownAt > knownBy);
    const spans = news.filter(span => !open.includes(span));
    if (spans[0]) traces.push({ orderId, traceId: spans[0].traceId, spans });
    if (open.length === 0) continue;
    unsettled.push(orderId);
    knownAt = Math.max(knownAt, ...open.map(span => span.knownAt));
  }
  return { traces, unsettled: { orders: unsettled, knownAt }, broken };
}

function spansOrFault(
  lifecycles: Lifecycles,
  orderId: OrderKey,
  events: readonly OrderEvent[],
): { spans: OrderSpan[] } | { why: string } {
  try {
    return { spans: spansOf(historyOf(lifecycles, orderId, events)) };
  } catch (error) {
    return { why: describeFault(error) };
  }
}

function notSent(spans: readonly OrderSpan[], sent: SentSpans | undefined): OrderSpan[] {
  return spans.filter(({ traceId, spanId }) => sent?.traceId !== traceId || !sent.spanIds.includes(spanId));
}

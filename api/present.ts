import { isUtf8 } from 'node:buffer';
import type { z } from 'zod';
import type { Examination } from '../collector/envelope/decode.ts';
import { readFingerprint } from '../collector/fingerprint.ts';
import { maskedBody, maskedReason } from '../collector/masked-body.ts';
import type { Quarantined, QuarantinedInFull } from '../collector/quarantine.ts';
import type { Replayed } from '../collector/replay.ts';
import { type Instant, toIso } from '../platform/clock.ts';
import { anomalyFacts } from '../tracker/anomaly-facts.ts';
import { isProvisional, type OrderKey, type StatedEvent } from '../tracker/event.ts';
import { inSeconds } from '../tracker/iso-duration.ts';
import type { Order } from '../tracker/orders.ts';
import type { contract } from './contract.ts';

export type OrderContract = z.infer<typeof contract.Order>;

/** The one place where an order becomes what the contract says. */
export function presentOrder(order: Order, traceUrls: ReadonlyMap<OrderKey, string>): OrderContract {
  return {
    ...order,
    customerMasked: false,
    traceUrl: traceUrls.get(order.orderId) ?? null,
    ids: { ...order.ids },
    statusSince: time(order.statusSince),
    targetAt: time(order.targetAt),
    dueAt: time(order.dueAt),
    promisedAt: time(order.promisedAt),
    usual: order.usual && { p50: inSeconds(order.usual.p50Ms), p95: inSeconds(order.usual.p95Ms) },
    sources: Object.fromEntries(
      Object.entries(order.sources).map(([source, { status, at }]) => [source, { status, at: toIso(at) }]),
    ),
    anomalies: order.anomalies.map(({ kind, at, detail }) => ({
      kind,
      at: toIso(at),
      detail,
      facts: anomalyFacts(detail),
    })),
    expected: presentExpected(order.expected),
    lastEventAt: time(order.lastEventAt),
  };
}

export function presentExpected({ from, to, likely, basis, samples }: Order['expected']): OrderContract['expected'] {
  return { from: time(from), to: time(to), likely: time(likely), basis, samples };
}

export function presentQuarantined(message: Quarantined): z.infer<typeof contract.QuarantinedMessage> {
  const { id, origin, exchange, routingKey, times, reasonKind, fingerprint, bodyBytes, dismissed } = message;
  const about = fingerprint === null ? null : readFingerprint(fingerprint).what;
  return {
    id,
    origin,
    exchange,
    routingKey,
    receivedAt: toIso(message.receivedAt),
    lastReceivedAt: toIso(message.lastReceivedAt),
    times,
    reasonKind,
    reason: maskedReason(message.reason, about),
    fingerprint,
    bodyPreview: maskedBody(message.bodyPreview),
    bodyBytes,
    orders: [...message.names],
    state: message.replayedAt !== null ? 'replayed' : dismissed === null ? 'open' : 'dismissed',
    replayedAt: time(message.replayedAt),
    dismissed: dismissed && { ...dismissed, at: toIso(dismissed.at) },
  };
}

export function presentQuarantinedInFull(
  message: QuarantinedInFull,
): z.infer<typeof contract.QuarantinedMessageInFull> {
  const { timestamp, ...properties } = message.properties;
  const bodyEncoding = isUtf8(message.body) ? 'utf8' : 'base64';
  return {
    ...presentQuarantined(message),
    reason: message.reason,
    bodyPreview: message.bodyPreview,
    properties: { ...properties, timestamp: time(timestamp) },
    body: message.body.toString(bodyEncoding),
    bodyEncoding,
  };
}

export function presentReplayed(result: Replayed): z.infer<typeof contract.ReplayResult>['items'][number] {
  const { id, outcome } = result;
  return outcome === 'still_quarantined'
    ? { id, outcome, orderId: null, eventId: null, reasonKind: result.kind, reason: result.reason }
    : { id, outcome, orderId: result.orderKey, eventId: result.eventId, reasonKind: null, reason: null };
}

export function presentExamination(examination: Examination): z.infer<typeof contract.Examination> {
  const { asked, envelope, readings, verdict } = examination;
  const source = asked.find(({ mismatch }) => mismatch === null)?.source ?? null;
  return {
    understood: verdict.ok,
    readBy: source ?? envelope,
    asked: asked.map(({ source, mismatch }) => ({
      source,
      reads: mismatch === null,
      why: mismatch === null ? 'It is the first declared source that matches.' : `It ${mismatch}.`,
    })),
    fields: readings.map(({ field, expression, gave, problem }) => ({ field, expression, gave, problem })),
    orderId: verdict.ok ? verdict.event.key : null,
    event: verdict.ok ? presentStatedEvent(verdict.event) : null,
    reasonKind: verdict.ok ? null : verdict.kind,
    reason: verdict.ok ? null : verdict.reason,
  };
}

/** In the words of the plain contract, with what it says and without what it doesn't. */
function presentStatedEvent({ key, historic: _ours, ...event }: StatedEvent): Record<string, unknown> {
  const stated = {
    orderId: isProvisional(key) ? null : key,
    ...event,
    occurredAt: time(event.occurredAt),
    promisedAt: time(event.promisedAt),
    ids: Object.keys(event.ids).length === 0 ? null : event.ids,
  };
  return Object.fromEntries(Object.entries(stated).filter(([, said]) => said !== null));
}

export function time(instant: Instant | null): string | null {
  return instant === null ? null : toIso(instant);
}

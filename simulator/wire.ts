import { type Instant, toIso } from '../platform/clock.ts';
import type { Course, Garbling } from './course.ts';
import { HOUR, SECOND } from './hours.ts';
import type { Status, System } from './process.ts';

/** What a system says of an order, before it is written down its way. */
export type Fact = {
  status: Status | null;
  type: string;
  data?: object;
  /** Only by what the order is called elsewhere: its order id is not known yet. */
  unnamed?: boolean;
  introducesCustomer?: boolean;
  promises?: boolean;
};

export type Properties = {
  messageId: string;
  appId: System;
  contentType: string;
  correlationId?: string;
  /** Seconds since 1970, as AMQP has it. */
  timestamp?: number;
  type?: string;
  headers: Readonly<Record<string, string>>;
};

export type Written = { routingKey: string; properties: Properties; body: Buffer };

export type Envelope = {
  messageId: string;
  spanId: string;
  occurredAt: Instant;
  sequence: number | null;
  inSeconds: boolean;
};

/**
 * Each system in its own hand. The shop says everything in the body. The MES (C#) writes local time and leaves its name
 * to the properties. The CRM (Spring) has the id of the message and of the conversation in the properties, never counts,
 * and sometimes leaves even the time to the broker's timestamp, which has whole seconds.
 */
export function write(
  course: Course,
  system: System,
  fact: Fact,
  envelope: Envelope,
  garbling: Garbling | null,
): Written {
  const { messageId, spanId, occurredAt, sequence, inSeconds } = envelope;
  const names = namesIn(course, system, fact);
  const correlationId = names.correlationId === null ? {} : { correlationId: names.correlationId };
  const inBody = system !== 'crm';
  const body: Record<string, unknown> = {
    ...(inBody && { eventId: messageId }),
    ...(system === 'shop' || fact.status === null ? { type: fact.type } : {}),
    ...(names.orderId !== null && { orderId: names.orderId }),
    ...(fact.status !== null && { status: fact.status }),
    ...(system === 'shop' && { source: system }),
    ...(inSeconds ? {} : { occurredAt: system === 'mes' ? moscowTime(occurredAt) : toIso(occurredAt) }),
    ...(inBody && correlationId),
    ...(sequence !== null && { sequence }),
    ...(fact.introducesCustomer && { customer: course.customer }),
    ...(names.mesId !== null && { ids: { mes: names.mesId } }),
    ...(course.partner !== null && system !== 'shop' && { partner: course.partner }),
    ...(fact.promises && course.promisedAt !== null && { promisedAt: toIso(course.promisedAt) }),
    ...(fact.data && { data: fact.data }),
  };
  const properties: Properties = {
    messageId,
    appId: system,
    contentType: 'application/json',
    ...(!inBody && correlationId),
    ...(inSeconds && { timestamp: occurredAt / SECOND }),
    ...(system === 'crm' && { type: fact.type }),
    headers: { traceparent: `00-${course.traceId}-${spanId}-01` },
  };
  const what = fact.status ?? fact.type.replace('order.', '');
  const written = {
    routingKey: `order.${system}.${what.toLowerCase()}`,
    properties,
    body: Buffer.from(JSON.stringify(body)),
  };
  return garbling === null ? written : garbled(written, body, garbling);
}

export type Names = { orderId: string | null; mesId: string | null; correlationId: string | null };

/** The CRM knows no ids of the MES but when it makes an order of an upload. */
export function namesIn({ orderId, mesId, correlationId }: Course, system: System, { unnamed, type }: Fact): Names {
  const named = unnamed ? null : orderId;
  if (system === 'mes') return { orderId: named, mesId, correlationId: null };
  return { orderId: named, mesId: type === ORDER_MADE ? mesId : null, correlationId };
}

export const STATUS_CHANGED = 'order.status_changed';
export const ORDER_MADE = 'order.created';

/** What becomes of a message under way: by a bad deploy, a wrong encoding, a full disk. None of it can be read. */
function garbled({ routingKey, properties, body }: Written, said: Record<string, unknown>, how: Garbling): Written {
  const changed = (change: object) => ({
    routingKey,
    properties,
    body: Buffer.from(JSON.stringify({ ...said, ...change })),
  });
  switch (how) {
    case 'cut-off':
      return { routingKey, properties, body: body.subarray(0, Math.floor(body.length * 0.6)) };
    case 'empty':
      return { routingKey, properties, body: Buffer.alloc(0) };
    case 'renamed-status':
      return changed({ status: `${said.status}_V2` });
    case 'number-in-quotes':
      return changed({ sequence: '2' });
    case 'local-date':
      return changed({ occurredAt: '21.11.2026 12:12:00' });
    case 'nameless': {
      const { correlationId: _lost, ...others } = properties;
      return { ...changed({ orderId: null, ids: null, correlationId: null }), properties: others };
    }
    case 'wrong-encoding':
      // «кольцо» as Windows-1251 has it, which no UTF-8 can be.
      return {
        routingKey,
        properties,
        body: Buffer.concat([Buffer.from('{"note":"'), WINDOWS_1251, body.subarray(1)]),
      };
    default:
      return how satisfies never;
  }
}

const WINDOWS_1251 = Buffer.from([0xea, 0xee, 0xeb, 0xfc, 0xf6, 0xee, 0x22, 0x2c]);

/** 2026-11-20T12:12:00.000+03:00 */
function moscowTime(instant: Instant): string {
  return toIso(instant + 3 * HOUR).replace('Z', '+03:00');
}

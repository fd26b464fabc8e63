import type { ConsumeMessage } from 'amqplib';
import type { Instant } from '../platform/clock.ts';

/** What AMQP says beside the body. Absent and empty are the same: many clients send empty strings for "not set". */
export type MessageProperties = {
  messageId: string | null;
  correlationId: string | null;
  timestamp: Instant | null;
  appId: string | null;
  type: string | null;
  contentType: string | null;
  contentEncoding: string | null;
  headers: Readonly<Record<string, unknown>>;
};

/** A message as it came in, whatever the way and the envelope. Nothing in it has been checked. */
export type InboundMessage = {
  origin: 'amqp' | 'http';
  body: Buffer;
  /** Null for a message that came over HTTP. */
  exchange: string | null;
  routingKey: string | null;
  properties: MessageProperties;
  /** The broker has delivered this message before. */
  redelivered: boolean;
  receivedAt: Instant;
};

export const NO_PROPERTIES: MessageProperties = {
  messageId: null,
  correlationId: null,
  timestamp: null,
  appId: null,
  type: null,
  contentType: null,
  contentEncoding: null,
  headers: {},
};

export function fromDelivery(delivery: ConsumeMessage, receivedAt: Instant): InboundMessage {
  const { fields, properties } = delivery;
  return {
    origin: 'amqp',
    body: delivery.content,
    exchange: fields.exchange,
    routingKey: fields.routingKey,
    properties: {
      messageId: text(properties.messageId),
      correlationId: text(properties.correlationId),
      timestamp: amqpInstant(properties.timestamp),
      appId: text(properties.appId),
      type: text(properties.type),
      contentType: text(properties.contentType),
      contentEncoding: text(properties.contentEncoding),
      headers: properties.headers ?? {},
    },
    redelivered: fields.redelivered,
    receivedAt,
  };
}

/** A message posted to us. `headers` are the ones that an AMQP message would carry: `traceparent`. */
export function fromHttp(
  body: Buffer,
  receivedAt: Instant,
  { contentType = null, headers = {} }: { contentType?: string | null; headers?: Record<string, string> } = {},
): InboundMessage {
  return {
    origin: 'http',
    body,
    exchange: null,
    routingKey: null,
    properties: { ...NO_PROPERTIES, contentType, headers },
    redelivered: false,
    receivedAt,
  };
}

function text(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

// Seconds of the year 5138, milliseconds of 1973: nothing that is meant lies on the wrong side of it.
const MILLISECONDS_FROM = 100_000_000_000;

/** AMQP counts seconds; clients that send milliseconds are common enough to be understood. */
export function amqpInstant(value: unknown): Instant | null {
  if (typeof value !== 'number') return null;
  return Math.abs(value) >= MILLISECONDS_FROM ? value : value * 1000;
}

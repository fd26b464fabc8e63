import type { z } from 'zod';
import { scanJson } from '../collector/envelope/json-scan.ts';
import { fromHttp, type InboundMessage, NO_PROPERTIES } from '../collector/message.ts';
import type { Instant } from '../platform/clock.ts';
import { readBody } from './parameters.ts';
import { requestBody } from './requests.ts';

export type Sample = Omit<z.infer<typeof requestBody.sample>, 'body' | 'bodyText' | 'bodyBase64'>;

// Deeper than any description; what a message nests is its own affair, and comes as text or bytes.
const MAX_DESCRIBED_DEPTH = 100;

/**
 * The message that a request describes, as it would have come. Whatever does not describe one, a bare event for
 * instance, is the body of a message that would be posted. Throws Refused for a bad description.
 */
export function describedMessage(bytes: Buffer, contentType: string | null, now: Instant): InboundMessage {
  const text = bytes.toString('utf8');
  const described = scanJson(text).depth > MAX_DESCRIBED_DEPTH ? null : parsed(text);
  if (!isDescription(described)) return fromHttp(bytes, now, { contentType });
  const { bodyText, bodyBase64, ...sample } = readBody(requestBody.sample, described);
  if (bodyText !== undefined) return sampleMessage(Buffer.from(bodyText), sample, now);
  if (bodyBase64 !== undefined) return sampleMessage(Buffer.from(bodyBase64, 'base64'), sample, now);
  return sampleMessage(Buffer.from(bodyAsWritten(text)), sample, now);
}

/** Without an exchange it came over HTTP, as far as decoding is concerned. */
export function sampleMessage(body: Buffer, sample: Sample, now: Instant): InboundMessage {
  const { exchange = null, routingKey = '', headers = {}, properties = {} } = sample;
  const named = Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== undefined));
  return {
    origin: exchange === null ? 'http' : 'amqp',
    body,
    exchange,
    routingKey: exchange === null ? null : routingKey,
    properties: { ...NO_PROPERTIES, ...named, headers },
    redelivered: false,
    receivedAt: now,
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function isDescription(value: unknown): boolean {
  return (
    value !== null &&
    typeof value === 'object' &&
    ['body', 'bodyText', 'bodyBase64'].some(name => Object.hasOwn(value, name))
  );
}

/** A body given as JSON, with every number as it was written: ids of twenty digits must not change on the way. */
function bodyAsWritten(text: string): string {
  // Newer than TypeScript's library, older than the oldest Node that will do.
  const { rawJSON } = JSON as unknown as { rawJSON(source: string): unknown };
  const exact = (_key: string, value: unknown, context?: { source?: string }) =>
    typeof value === 'number' && context?.source !== undefined ? rawJSON(context.source) : value;
  return JSON.stringify((JSON.parse(text, exact) as { body: unknown }).body);
}

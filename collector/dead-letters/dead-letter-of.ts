import type { Decode } from '../envelope/decode.ts';
import { inRange } from '../envelope/iso-time.ts';
import { gistOfEvent, gistOfRejected } from '../gist.ts';
import { amqpInstant, type InboundMessage } from '../message.ts';
import { digestOf } from '../quarantine-rows.ts';
import { storableText } from '../storable.ts';
import { deathsOf, headersOf, type TakenAnswer } from '../watch/broker-answers.ts';
import type { DeadLetter } from './dead-letter-rows.ts';

/** What is kept of a message that lies in a queue: whom it names, and how it died. */
export async function deadLetterOf(
  answer: TakenAnswer,
  { vhost, name }: { vhost: string; name: string },
  decode: Decode,
): Promise<DeadLetter> {
  const [death] = deathsOf(answer);
  const message = messageOf(answer, death);
  const deadAt = amqpInstant(death?.time);
  const verdict = await decode(message, { historic: false });
  const { names, type, status, source } = verdict.ok ? gistOfEvent(verdict.event) : gistOfRejected(message, verdict);
  return {
    ...{ vhost, queue: name, type, status, source },
    digest: digestOf(message, message.exchange, message.routingKey).toString('hex'),
    orders: names.map(storableText),
    diedIn: death ? storableText(death.queue) : null,
    reason: death ? storableText(death.reason) : null,
    deaths: death?.count ?? null,
    exchange: message.exchange && storableText(message.exchange),
    routingKey: message.routingKey && storableText(message.routingKey),
    // A header can be written by anybody.
    deadAt: deadAt !== null && inRange(deadAt) ? deadAt : null,
  };
}

/** As it was when it was published: declared sources know messages by exchange and routing key. */
function messageOf(answer: TakenAnswer, death: ReturnType<typeof deathsOf>[number] | undefined): InboundMessage {
  const { payload, payload_encoding, exchange, routing_key, properties } = answer;
  const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : null);
  return {
    origin: 'amqp',
    body: Buffer.from(payload, payload_encoding === 'base64' ? 'base64' : 'utf8'),
    exchange: death?.exchange ?? exchange,
    routingKey: death?.['routing-keys']?.[0] ?? routing_key,
    properties: {
      messageId: text(properties.message_id),
      correlationId: text(properties.correlation_id),
      timestamp: amqpInstant(properties.timestamp),
      appId: text(properties.app_id),
      type: text(properties.type),
      contentType: text(properties.content_type),
      contentEncoding: text(properties.content_encoding),
      headers: headersOf(answer),
    },
    redelivered: true,
    receivedAt: 0,
  };
}

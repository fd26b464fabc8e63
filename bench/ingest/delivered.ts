import { type InboundMessage, NO_PROPERTIES } from '../../collector/message.ts';
import type { Message } from './workload.ts';

/** A message as the intake has it in hands. */
export function asDelivered({ routingKey, body, messageId }: Message, receivedAt: number): InboundMessage {
  return {
    origin: 'amqp',
    body,
    exchange: '',
    routingKey: 'orderwatch.ledger',
    properties: {
      ...NO_PROPERTIES,
      messageId,
      contentType: 'application/json',
      headers: { 'x-routing-key': routingKey },
    },
    redelivered: false,
    receivedAt,
  };
}
